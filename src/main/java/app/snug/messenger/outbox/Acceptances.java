/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.Acceptance;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.NewMessage;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.MessageName;
import java.time.Instant;
import java.util.Optional;

/**
 * The answer to a message request ({@code protocol/01} §4.6): our profile goes to the other, ahead
 * of anything that is written then, and a line in the conversation says so.
 */
public final class Acceptances implements Acceptance {

    private final StoredAccounts accounts;
    private final Relations relations;
    private final MessageTable messages;
    private final Post post;

    public Acceptances(
            StoredAccounts accounts, Relations relations, MessageTable messages, Post post) {
        this.accounts = accounts;
        this.relations = relations;
        this.messages = messages;
        this.post = post;
    }

    @Override
    public void tell(
            Account account,
            ConversationId conversation,
            AccountId peer,
            Scope in,
            Ledger.Entries entries) {
        if (peer.equals(account.id())) {
            return;
        }
        Person person = relations.person(in, peer);
        if (person.approved() || !person.approvedMe()) {
            return;
        }
        Instant at = post.time(account);
        post.tell(
                new Post.Address(account, conversation, peer),
                new Content.Approval(Optional.of(accounts.profile(account, entries))),
                at,
                entries);
        messages.insert(
                        account.ref(),
                        in.vault(),
                        new NewMessage(
                                conversation,
                                new MessageName(account.id(), at),
                                at,
                                Message.Kind.ACCEPTED,
                                "",
                                Extras.NONE,
                                Message.State.SENT,
                                Optional.empty(),
                                null))
                .ifPresent(line -> entries.add(Change.Kind.MESSAGE_ADDED, conversation, line));
    }
}
