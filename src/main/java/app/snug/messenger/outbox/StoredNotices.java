/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Account;
import app.snug.messenger.Conversations;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.messenger.Notices;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Disappearing;
import java.util.Optional;

/** Notices by way of the outbox ({@code protocol/01} §4.12). */
public final class StoredNotices implements Notices {

    private final Messages messages;
    private final Conversations conversations;
    private final Post post;
    private final Ledger ledger;

    public StoredNotices(Messages messages, Conversations conversations, Post post, Ledger ledger) {
        this.messages = messages;
        this.conversations = conversations;
        this.post = post;
        this.ledger = ledger;
    }

    @Override
    public void saved(Account account, MessageId message) {
        messages.find(account, message)
                .filter(found -> !found.outgoing())
                .ifPresent(found -> saved(account, found));
    }

    private void saved(Account account, Message message) {
        conversations
                .find(account, message.conversation())
                .filter(found -> !found.noteToSelf() && found.settings().isMutual())
                .ifPresent(found ->
                        ledger.change(
                                account.ref(),
                                entries ->
                                        post.tell(
                                                new Post.Address(account, found.id(), found.peer()),
                                                new Content.MediaSaved(
                                                        Optional.of(message.sentAt()),
                                                        found.settings()
                                                                .disappearing()
                                                                .map(Disappearing::afterReading)),
                                                post.time(account),
                                                entries)));
    }
}
