/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.account.DisplayName;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.MessageTable.NewMessage;
import app.snug.messenger.conversation.Relations;
import app.snug.protocol.message.SenderProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what somebody wrote into the conversation with them, and learns their name. */
final class ReceivedHandler {

    private final Relations relations;
    private final MessageTable messages;

    ReceivedHandler(Relations relations, MessageTable messages) {
        this.relations = relations;
        this.messages = messages;
    }

    List<Action> handle(Incoming.Received received, Handling in) {
        if (relations.person(in.scope(), received.sender()).blocked()) {
            return List.of();
        }
        List<Action> actions = new ArrayList<>();
        boolean renamed = isRenamed(received, in);
        ConversationId conversation = relations.heardOf(in.scope(), received.sender());
        if (renamed) {
            actions.add(new Action.ShowConversation(conversation));
        }
        Optional<MessageId> added =
                messages.insert(
                        in.account().ref(),
                        in.vault(),
                        new NewMessage(
                                conversation,
                                received.sender(),
                                received.sentAt(),
                                ShownTimes.of(received.sentAt(), in.now()),
                                received.text().body(),
                                Message.State.RECEIVED));
        added.ifPresent(message -> actions.add(new Action.ShowMessage(conversation, message)));
        return actions;
    }

    private boolean isRenamed(Incoming.Received received, Handling in) {
        Optional<SenderProfile> profile = received.text().profile();
        Optional<String> name = profile.flatMap(p -> DisplayName.received(p.displayName()));
        return name.isPresent()
                && relations.rename(
                        in.scope(), received.sender(), name.get(), profile.get().updatedAt());
    }
}
