/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import java.util.List;

/**
 * Part of a mailbox.
 *
 * @param messages in the order of insertion
 * @param more whether a limit ended it
 */
public record Page(List<StoredMessage> messages, boolean more) {

    /** About so many bytes of it are sent, as base64. */
    public long size() {
        return messages.stream().mapToLong(message -> message.data().length).sum() / 3 * 4;
    }
}
