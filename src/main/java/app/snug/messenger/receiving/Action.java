/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;

/** What should follow from a message that was handled. Equal actions are done once. */
sealed interface Action {

    /** Tells open pages of a new message. */
    record ShowMessage(ConversationId conversation, MessageId message) implements Action {}

    /** Tells open pages that a message is shown otherwise. */
    record ChangeMessage(ConversationId conversation, MessageId message) implements Action {}

    /** Tells open pages that a message is gone. */
    record RemoveMessage(ConversationId conversation, MessageId message) implements Action {}

    /** Tells open pages that a conversation is called otherwise. */
    record ShowConversation(ConversationId conversation) implements Action {}

    /** Where it becomes part of the transaction's changes. */
    default Change.Kind kind() {
        return switch (this) {
            case ShowMessage m -> Change.Kind.MESSAGE_ADDED;
            case ChangeMessage m -> Change.Kind.MESSAGE_CHANGED;
            case RemoveMessage m -> Change.Kind.MESSAGE_REMOVED;
            case ShowConversation c -> Change.Kind.CONVERSATION_CHANGED;
        };
    }
}
