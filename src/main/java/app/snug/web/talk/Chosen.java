/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Deletions;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.NotFoundException;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds the messages that a request is about, of its member's own conversation only. */
@Component
final class Chosen {

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Messages messages;

    Chosen(MemberAccounts accounts, Conversations conversations, Messages messages) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
    }

    /** One message with whatever it is in. */
    record One(Account account, Summary conversation, Message message) {}

    /** Some, oldest first. */
    record Some(Account account, Summary conversation, List<Message> messages) {

        List<MessageId> ids() {
            return messages.stream().map(Message::id).toList();
        }
    }

    One one(SignedIn me, long conversation, long message, HttpSession session) {
        Account account = account(me, conversation, session);
        return new One(
                account,
                summary(account, conversation),
                Stretch.in(
                        messages,
                        account,
                        new ConversationId(conversation),
                        new MessageId(message)));
    }

    /** Those that are gone by now are left out. */
    Some some(SignedIn me, long conversation, List<Long> ids, HttpSession session) {
        Account account = account(me, conversation, session);
        Summary summary = summary(account, conversation);
        return new Some(
                account,
                summary,
                ids.stream()
                        .distinct()
                        .limit(Deletions.MOST)
                        .flatMap(id -> messages.find(account, new MessageId(id)).stream())
                        .filter(message -> message.conversation().equals(summary.id()))
                        .sorted(
                                Comparator.comparing(Message::shownAt)
                                        .thenComparing(message -> message.id().value()))
                        .toList());
    }

    private Account account(SignedIn me, long conversation, HttpSession session) {
        return accounts.holding(me, new ConversationId(conversation), session);
    }

    private Summary summary(Account account, long id) {
        return conversations
                .find(account, new ConversationId(id))
                .orElseThrow(NotFoundException::new);
    }
}
