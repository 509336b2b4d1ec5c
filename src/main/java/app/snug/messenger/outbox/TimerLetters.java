/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Vaults;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.NewMessage;
import app.snug.messenger.conversation.TimerNews;
import app.snug.messenger.conversation.Told;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.MessageName;
import java.time.Instant;
import java.util.Optional;

/** Tells the other side, our own devices and the conversation how messages vanish from now on. */
public final class TimerLetters implements TimerNews {

    private final MessageTable messages;
    private final Post post;
    private final Vaults vaults;

    public TimerLetters(MessageTable messages, Post post, Vaults vaults) {
        this.messages = messages;
        this.post = post;
        this.vaults = vaults;
    }

    @Override
    public void timerChanged(
            Account account,
            ConversationId conversation,
            AccountId peer,
            Optional<Disappearing> when,
            Ledger.Entries entries) {
        Content.TimerChange change = new Content.TimerChange(Content.Context.NONE.vanishing(when));
        Told told = Told.of(change);
        Instant sentAt = post.time(account);
        MessageId id =
                messages.insert(
                                account.ref(),
                                vaults.of(account.owner()),
                                new NewMessage(
                                        conversation,
                                        new MessageName(account.id(), sentAt),
                                        sentAt,
                                        told.kind(),
                                        told.body(),
                                        told.extras(),
                                        Message.State.SENDING,
                                        Optional.empty(),
                                        null))
                        .orElseThrow();
        post.share(new Post.Address(account, conversation, peer), id, change, sentAt, entries);
        entries.add(Change.Kind.MESSAGE_ADDED, conversation, id);
    }
}
