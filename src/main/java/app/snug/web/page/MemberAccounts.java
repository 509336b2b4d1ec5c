/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Accounts;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;

/** Which of a member's accounts a session looks at: the one chosen last, else the oldest. */
public final class MemberAccounts {

    private static final String CHOSEN = "account";

    private final Accounts accounts;
    private final Conversations conversations;

    MemberAccounts(Accounts accounts, Conversations conversations) {
        this.accounts = accounts;
        this.conversations = conversations;
    }

    public List<Account> all(SignedIn member) {
        return accounts.of(member.owner());
    }

    /** Empty before the member has an account. */
    public Optional<Account> inUse(SignedIn member, HttpSession session) {
        if (session.getAttribute(CHOSEN) instanceof Long chosen) {
            Optional<Account> found = accounts.find(member.owner(), new AccountRef(chosen));
            if (found.isPresent()) {
                return found;
            }
        }
        return all(member).stream().findFirst();
    }

    /** Whether there is such an account of the member's. */
    public boolean choose(SignedIn member, AccountRef account, HttpSession session) {
        boolean theirs = accounts.find(member.owner(), account).isPresent();
        if (theirs) {
            session.setAttribute(CHOSEN, account.value());
        }
        return theirs;
    }

    /** The member's account that a conversation is in; from then on the one in use. */
    public Account holding(SignedIn member, ConversationId id, HttpSession session) {
        Optional<Account> inUse = inUse(member, session);
        if (inUse.isPresent() && conversations.find(inUse.get(), id).isPresent()) {
            return inUse.get();
        }
        for (Account account : all(member)) {
            if (conversations.find(account, id).isPresent()) {
                session.setAttribute(CHOSEN, account.ref().value());
                return account;
            }
        }
        throw new NotFoundException();
    }
}
