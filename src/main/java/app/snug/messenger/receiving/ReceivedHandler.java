/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.account.DisplayName;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.MessageTable.NewMessage;
import app.snug.protocol.message.SenderProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what somebody wrote into the conversation with them, and learns their name. */
final class ReceivedHandler {

    private final ConversationTable conversations;
    private final MessageTable messages;
    private final ContactTable contacts;

    ReceivedHandler(ConversationTable conversations, MessageTable messages, ContactTable contacts) {
        this.conversations = conversations;
        this.messages = messages;
        this.contacts = contacts;
    }

    List<Action> handle(Incoming.Received received, Handling in) {
        List<Action> actions = new ArrayList<>();
        ConversationId conversation =
                conversations.open(in.account().ref(), received.sender(), in.now());
        if (isRenamed(received, in)) {
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
                && contacts.rename(
                        in.account().ref(),
                        in.vault(),
                        received.sender(),
                        name.get(),
                        profile.get().updatedAt());
    }
}
