/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.Optional;

/**
 * Something that open pages of an account should show. Numbers rise by one with each change of an
 * account, in the order in which they were committed.
 */
public record Change(
        AccountRef account,
        long number,
        Kind kind,
        ConversationId conversation,
        Optional<MessageId> message) {

    /** What changed. */
    public enum Kind {
        /** Changes its conversation's row in the list, too; so do the next two. */
        MESSAGE_ADDED,
        /** On its way, sent, failed. */
        MESSAGE_CHANGED,
        MESSAGE_REMOVED,
        /** New, read, or called otherwise. */
        CONVERSATION_CHANGED
    }
}
