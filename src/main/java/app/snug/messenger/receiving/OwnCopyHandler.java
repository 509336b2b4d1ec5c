/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.conversation.EarlyWords;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.NewMessage;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.Told;
import app.snug.messenger.outbox.Errands;
import app.snug.protocol.message.Content;
import app.snug.protocol.storage.MessageHash;
import java.util.List;

/** Puts what we shared elsewhere where it belongs; what we shared here is there already. */
public final class OwnCopyHandler {

    private final Relations relations;
    private final MessageTable messages;
    private final EarlyWords early;
    private final Errands errands;
    private final ReactionHandler reactions;

    public OwnCopyHandler(
            Relations relations,
            MessageTable messages,
            EarlyWords early,
            Errands errands,
            ReactionHandler reactions) {
        this.relations = relations;
        this.messages = messages;
        this.early = early;
        this.errands = errands;
        this.reactions = reactions;
    }

    List<Action> handle(Incoming.OwnCopy copy, MessageHash hash, Handling in) {
        ConversationId conversation = relations.wroteElsewhere(in.scope(), copy.peer());
        return switch (copy.content()) {
            case Content.Visible visible ->
                    withFiles(add(conversation, copy, Told.of(visible), hash, in), visible, in);
            case Content.Invitation invitation ->
                    add(conversation, copy, Told.of(invitation), hash, in);
            case Content.Reaction reaction ->
                    reactions.handle(conversation, copy.name(), reaction, in);
            case Content.TimerChange change -> add(conversation, copy, Told.of(change), hash, in);
        };
    }

    private List<Action> withFiles(List<Action> added, Content.Visible visible, Handling in) {
        for (Action action : added) {
            if (action instanceof Action.ShowMessage(var conversation, var message)) {
                messages.files().received(in.account().ref(), in.vault(), message, true, visible);
            }
        }
        return added;
    }

    private List<Action> add(
            ConversationId conversation,
            Incoming.OwnCopy copy,
            Told told,
            MessageHash hash,
            Handling in) {
        if (early.isTakenBack(in.account().ref(), copy.name())) {
            errands.delete(in.entries(), in.account(), hash);
            return List.of();
        }
        boolean read = early.takeRead(in.account().ref(), conversation, copy.name());
        return messages.insert(
                        in.account().ref(),
                        in.vault(),
                        new NewMessage(
                                conversation,
                                copy.name(),
                                ShownTimes.of(copy.name().sentAt(), in.now()),
                                told.kind(),
                                told.body(),
                                told.extras(),
                                read ? Message.State.READ : Message.State.SENT,
                                hash))
                .map(message -> List.<Action>of(new Action.ShowMessage(conversation, message)))
                .orElse(List.of());
    }
}
