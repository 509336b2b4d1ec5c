/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.EarlyWords;
import app.snug.messenger.conversation.Erasure;
import app.snug.messenger.conversation.MessageLookup;
import app.snug.messenger.conversation.ReactionTable;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.outbox.Errands;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.MessageName;
import java.util.List;
import java.util.Optional;

/**
 * Forgets a message on the word of its author, or of another device of ours ({@code protocol/01}
 * §4.9).
 */
public final class UnsendHandler {

    private final Relations relations;
    private final ConversationTable conversations;
    private final MessageLookup messages;
    private final ReactionTable reactions;
    private final Erasure erasure;
    private final EarlyWords early;
    private final Errands errands;

    public UnsendHandler(
            Relations relations,
            ConversationTable conversations,
            MessageLookup messages,
            ReactionTable reactions,
            Erasure erasure,
            EarlyWords early,
            Errands errands) {
        this.relations = relations;
        this.conversations = conversations;
        this.messages = messages;
        this.reactions = reactions;
        this.erasure = erasure;
        this.early = early;
        this.errands = errands;
    }

    List<Action> handle(Incoming.Unsend unsend, Handling in) {
        AccountId sender = unsend.name().author();
        MessageName target = unsend.target();
        if (sender.equals(in.account().id())) {
            Optional<Message> known = messages.named(in.account().ref(), in.vault(), target);
            if (known.isEmpty()) {
                early.takenBack(in.account().ref(), target, in.now());
            }
            return known.map(message -> forget(message, in)).orElse(List.of());
        }
        Optional<ConversationId> conversation = conversations.idWith(in.account().ref(), sender);
        if (!target.author().equals(sender)
                || conversation.isEmpty()
                || relations.person(in.scope(), sender).blocked()) {
            return List.of();
        }
        Optional<Message> message =
                Optional.ofNullable(
                        messages.named(
                                        in.account().ref(),
                                        in.vault(),
                                        conversation.get(),
                                        List.of(target))
                                .get(target));
        if (message.isEmpty()) {
            reactions.takeBack(
                    in.account().ref(), in.vault(), conversation.get(), unsend.name(), target);
        }
        return message.map(found -> forget(found, in)).orElse(List.of());
    }

    private List<Action> forget(Message message, Handling in) {
        ConversationId conversation = message.conversation();
        MessageId id = message.id();
        boolean noteToSelf =
                conversations
                        .peer(in.account().ref(), conversation)
                        .filter(in.account().id()::equals)
                        .isPresent();
        if (message.kind() == Message.Kind.DELETED) {
            return List.of();
        }
        // Our other devices, and whoever restores the account, are not to find it either.
        messages.hash(in.account().ref(), id)
                .ifPresent(hash -> errands.delete(in.entries(), in.account(), hash));
        if (noteToSelf) {
            erasure.remove(in.account().ref(), message);
            return List.of(new Action.RemoveMessage(conversation, id));
        }
        erasure.empty(in.account().ref(), in.vault(), message);
        return List.of(new Action.ChangeMessage(conversation, id));
    }
}
