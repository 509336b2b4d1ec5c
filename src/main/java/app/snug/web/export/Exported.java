/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.export;

import app.snug.messenger.Message;
import java.time.Instant;

/**
 * A conversation that becomes a file.
 *
 * @param account the owner's Account ID
 * @param self the owner's name
 * @param peer the other's Account ID
 * @param name what the other is called
 */
record Exported(String account, String self, String peer, String name, Instant at) {

    /** What is to vanish is not kept in a file. */
    static boolean stays(Message message) {
        return message.extras().timer().isEmpty() || message.kind() == Message.Kind.TIMER;
    }

    String author(Message message) {
        return message.outgoing() ? self : name;
    }
}
