/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.conversation.MessageLookup;
import app.snug.messenger.conversation.ReactionTable;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.MessageName;
import java.util.List;
import java.util.Optional;

/** Keeps a reaction, ours from another device or the other's; its message may come later. */
public final class ReactionHandler {

    private final ReactionTable reactions;
    private final MessageLookup messages;

    public ReactionHandler(ReactionTable reactions, MessageLookup messages) {
        this.reactions = reactions;
        this.messages = messages;
    }

    List<Action> handle(
            ConversationId conversation, MessageName name, Content.Reaction said, Handling in) {
        boolean changed =
                reactions.put(
                        in.account().ref(),
                        in.vault(),
                        conversation,
                        name,
                        said.target(),
                        said.emoji(),
                        said.removed());
        if (!changed) {
            return List.of();
        }
        return Optional.ofNullable(
                        messages.named(
                                        in.account().ref(),
                                        in.vault(),
                                        conversation,
                                        List.of(said.target()))
                                .get(said.target()))
                .map(message ->
                        List.<Action>of(new Action.ChangeMessage(conversation, message.id())))
                .orElse(List.of());
    }
}
