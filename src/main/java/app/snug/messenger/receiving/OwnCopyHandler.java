/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.MessageTable.NewMessage;
import app.snug.messenger.conversation.Relations;
import java.util.List;

/** Puts what we wrote elsewhere where it belongs; what we wrote here is there already. */
final class OwnCopyHandler {

    private final Relations relations;
    private final MessageTable messages;

    OwnCopyHandler(Relations relations, MessageTable messages) {
        this.relations = relations;
        this.messages = messages;
    }

    List<Action> handle(Incoming.OwnCopy copy, Handling in) {
        ConversationId conversation = relations.wrote(in.scope(), copy.peer());
        return messages.insert(
                        in.account().ref(),
                        in.vault(),
                        new NewMessage(
                                conversation,
                                in.account().id(),
                                copy.sentAt(),
                                ShownTimes.of(copy.sentAt(), in.now()),
                                copy.body(),
                                Message.State.SENT))
                .map(message -> List.<Action>of(new Action.ShowMessage(conversation, message)))
                .orElse(List.of());
    }
}
