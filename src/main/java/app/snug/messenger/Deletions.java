/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.Collection;

/**
 * Deletes messages. What somebody wrote leaves a line that says so; lines about what happened, and
 * everything in Note to Self, leave nothing. Every call is scoped to its account; messages that are
 * not there are left out.
 */
public interface Deletions {

    /** At once. */
    int MOST = 200;

    /** On this server only. One that waits to be sent is no longer sent. */
    void here(Account account, Collection<MessageId> messages);

    /**
     * On all of the account's devices and, of its own messages, at the other side. It is a request:
     * the other side's app may have shown it by then, and may not heed it. Messages of others are
     * left alone.
     */
    void everywhere(Account account, Collection<MessageId> messages);
}
