/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.response;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.Deletions;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.EarlyWords;
import app.snug.messenger.conversation.Erasure;
import app.snug.messenger.conversation.MessageLookup;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.outbox.Errands;
import app.snug.messenger.outbox.Outbox;
import app.snug.messenger.outbox.Post;
import app.snug.protocol.message.Content;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;

/** Deletes messages here, and asks others to. */
public final class StoredDeletions implements Deletions {

    private final MessageTable messages;
    private final MessageLookup lookup;
    private final ConversationTable conversations;
    private final Erasure erasure;
    private final EarlyWords early;
    private final Errands errands;
    private final Outbox outbox;
    private final Post post;
    private final Ledger ledger;
    private final Vaults vaults;

    public StoredDeletions(
            MessageTable messages,
            MessageLookup lookup,
            ConversationTable conversations,
            Erasure erasure,
            EarlyWords early,
            Errands errands,
            Outbox outbox,
            Post post,
            Ledger ledger,
            Vaults vaults) {
        this.messages = messages;
        this.lookup = lookup;
        this.conversations = conversations;
        this.erasure = erasure;
        this.early = early;
        this.errands = errands;
        this.outbox = outbox;
        this.post = post;
        this.ledger = ledger;
        this.vaults = vaults;
    }

    @FunctionalInterface
    private interface Deed {
        void on(Message message, Post.Address in, Vault vault, Ledger.Entries entries);
    }

    @Override
    public void here(Account account, Collection<MessageId> ids) {
        each(account, ids, this::erase);
    }

    @Override
    public void everywhere(Account account, Collection<MessageId> ids) {
        each(
                account,
                ids,
                (message, in, vault, entries) -> {
                    if (message.author().equals(account.id())
                            && message.kind() != Message.Kind.DELETED) {
                        unsend(message, in, entries);
                        erase(message, in, vault, entries);
                    }
                });
    }

    private void each(Account account, Collection<MessageId> ids, Deed deed) {
        if (ids.size() > MOST) {
            throw new IllegalArgumentException("At most " + MOST + " messages");
        }
        Vault vault = vaults.of(account.owner());
        ledger.change(
                account.ref(),
                entries -> {
                    for (MessageId id : new LinkedHashSet<>(ids)) {
                        messages.find(account.ref(), vault, id)
                                .ifPresent(message ->
                                        deed.on(
                                                message,
                                                address(account, message),
                                                vault,
                                                entries));
                    }
                });
    }

    private Post.Address address(Account account, Message message) {
        return new Post.Address(
                account,
                message.conversation(),
                conversations.peer(account.ref(), message.conversation()).orElseThrow());
    }

    /** Also what is still on its way: it may have arrived unanswered. */
    private void unsend(Message message, Post.Address in, Ledger.Entries entries) {
        Content.Unsend request = new Content.Unsend(message.name());
        if (!in.isSelf()) {
            post.tell(in, request, post.time(in.account()), entries);
        }
        Instant now = post.time(in.account());
        post.tellOwnDevices(in, request, now, entries);
        outbox.drop(message.id(), entries);
        if (!leavesLine(message, in)) {
            early.takenBack(in.account().ref(), message.name(), now);
        }
        lookup.hash(in.account().ref(), message.id())
                .ifPresent(hash -> errands.delete(entries, in.account(), hash));
    }

    private void erase(Message message, Post.Address in, Vault vault, Ledger.Entries entries) {
        if (leavesLine(message, in)) {
            erasure.empty(in.account().ref(), vault, message);
            entries.add(Change.Kind.MESSAGE_CHANGED, message.conversation(), message.id());
        } else {
            erasure.remove(in.account().ref(), message);
            outbox.taken(entries);
            entries.add(Change.Kind.MESSAGE_REMOVED, message.conversation(), message.id());
        }
    }

    private static boolean leavesLine(Message message, Post.Address in) {
        boolean unsent =
                message.state() == Message.State.SENDING || message.state() == Message.State.FAILED;
        return !unsent && !in.isSelf() && isSaid(message);
    }

    private static boolean isSaid(Message message) {
        return switch (message.kind()) {
            case TEXT, INVITATION -> true;
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED -> false;
        };
    }
}
