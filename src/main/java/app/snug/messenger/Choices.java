/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.config.Notifications;
import app.snug.protocol.message.Disappearing;
import java.time.Instant;
import java.util.Optional;

/**
 * What people decide about a conversation. It holds on all of the account's devices: a change is
 * stored at once and shared soon after. Every call is scoped to its account; a conversation that is
 * not there is left alone.
 */
public interface Choices {

    /** Keeps it on top of the list. */
    void pin(Account account, ConversationId id, boolean pinned);

    /**
     * @param until silent until then; empty ends the silence
     */
    void mute(Account account, ConversationId id, Optional<Instant> until);

    void notifications(Account account, ConversationId id, Notifications when);

    /** Marks it as unread by hand; reading it takes the mark away. */
    void markUnread(Account account, ConversationId id);

    /**
     * @param nickname empty takes it away
     * @throws Accounts.InvalidNameException if it has more than 100 bytes
     */
    void nickname(Account account, ConversationId id, String nickname)
            throws Accounts.InvalidNameException;

    /** Accepts whoever wrote, and tells them so. */
    void approve(Account account, ConversationId id);

    /** Deletes all message requests, with whoever sent them. Nobody is told. */
    void declineAll(Account account);

    /**
     * What a blocked person writes is dropped when it comes; the person is not told. Of somebody
     * whom we never accepted the conversation goes, too.
     */
    void block(Account account, ConversationId id, boolean blocked);

    /**
     * From now on messages written here vanish so. A line in the conversation says it, on both
     * sides. Only among people who have accepted each other; notes to oneself vanish after sending.
     */
    void disappearing(Account account, ConversationId id, Optional<Disappearing> when);

    /**
     * Takes it from the list until somebody writes again; the contact stays, the messages go. Note
     * to Self keeps its messages.
     */
    void hide(Account account, ConversationId id);

    /** Deletes the contact with all messages; of Note to Self the messages, and hides it. */
    void delete(Account account, ConversationId id);
}
