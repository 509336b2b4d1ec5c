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
        MESSAGE_ADDED,
        MESSAGE_CHANGED,
        MESSAGE_REMOVED,
        CONVERSATION_CHANGED
    }
}
