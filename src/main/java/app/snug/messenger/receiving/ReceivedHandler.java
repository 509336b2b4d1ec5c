/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.EarlyWords;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.NewMessage;
import app.snug.messenger.conversation.ReactionTable;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.Told;
import app.snug.messenger.outbox.Errands;
import app.snug.messenger.response.TypingNow;
import app.snug.protocol.message.Content;
import app.snug.protocol.storage.MessageHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what somebody shares into the conversation with them, and learns their name. */
public final class ReceivedHandler {

    private final Relations relations;
    private final MessageTable messages;
    private final ReactionTable reactions;
    private final EarlyWords early;
    private final Errands errands;
    private final ReactionHandler reactionHandler;
    private final TypingNow typing;

    public ReceivedHandler(
            Relations relations,
            MessageTable messages,
            ReactionTable reactions,
            EarlyWords early,
            Errands errands,
            ReactionHandler reactionHandler,
            TypingNow typing) {
        this.relations = relations;
        this.messages = messages;
        this.reactions = reactions;
        this.early = early;
        this.errands = errands;
        this.reactionHandler = reactionHandler;
        this.typing = typing;
    }

    List<Action> handle(Incoming.Received received, MessageHash hash, Handling in) {
        Person person = relations.person(in.scope(), received.sender());
        // Whom we have not accepted decides nothing about the conversation.
        if (person.blocked()
                || (received.content() instanceof Content.TimerChange && !person.approved())) {
            return List.of();
        }
        List<Action> actions = new ArrayList<>();
        boolean renamed = isRenamed(received, in);
        ConversationId conversation = relations.heardOf(in.scope(), received.sender());
        if (renamed) {
            actions.add(new Action.ShowConversation(conversation));
        }
        switch (received.content()) {
            case Content.Visible visible ->
                    actions.addAll(
                            withFiles(
                                    add(conversation, received, Told.of(visible), hash, in),
                                    visible,
                                    in));
            case Content.Invitation invitation ->
                    actions.addAll(add(conversation, received, Told.of(invitation), hash, in));
            case Content.TimerChange change ->
                    actions.addAll(add(conversation, received, Told.of(change), hash, in));
            case Content.Reaction reaction ->
                    actions.addAll(
                            reactionHandler.handle(conversation, received.name(), reaction, in));
        }
        return actions;
    }

    private List<Action> withFiles(List<Action> added, Content.Visible visible, Handling in) {
        for (Action action : added) {
            if (action instanceof Action.ShowMessage(var conversation, var message)) {
                messages.files().received(in.account().ref(), in.vault(), message, false, visible);
            }
        }
        return added;
    }

    private List<Action> add(
            ConversationId conversation,
            Incoming.Received received,
            Told told,
            MessageHash hash,
            Handling in) {
        if (reactions.isTakenBack(in.vault(), conversation, received.name())) {
            return List.of();
        }
        if (early.isTakenBack(in.account().ref(), received.name())) {
            errands.delete(in.entries(), in.account(), hash);
            return List.of();
        }
        in.entries()
                .afterCommit(() ->
                        typing.heard(in.account(), conversation, false, received.name().sentAt()));
        Optional<MessageId> added =
                messages.insert(
                        in.account().ref(),
                        in.vault(),
                        new NewMessage(
                                conversation,
                                received.name(),
                                ShownTimes.of(received.name().sentAt(), in.now()),
                                told.kind(),
                                told.body(),
                                told.extras(),
                                Message.State.RECEIVED,
                                hash));
        return added.map(message -> List.<Action>of(new Action.ShowMessage(conversation, message)))
                .orElse(List.of());
    }

    private boolean isRenamed(Incoming.Received received, Handling in) {
        return received.content()
                .profile()
                .filter(profile -> relations.meet(in.scope(), received.sender(), profile))
                .isPresent();
    }
}
