/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.conversation.Timers;
import app.snug.protocol.message.Content;
import java.time.Instant;

/** Tells messages whose time was over before they came: they are not shown once more. */
final class Vanished {

    private Vanished() {}

    static boolean isVanished(Arrival arrival, Instant now) {
        Incoming incoming = arrival.incoming();
        if (incoming instanceof Incoming.Received(var name, var content)) {
            return isVanished(content, false, name.sentAt(), arrival, now);
        }
        return incoming instanceof Incoming.OwnCopy(var peer, var name, var content)
                && isVanished(content, true, name.sentAt(), arrival, now);
    }

    private static boolean isVanished(
            Content.Shared content,
            boolean outgoing,
            Instant sentAt,
            Arrival arrival,
            Instant now) {
        return content.disappearing()
                .filter(timer ->
                        Timers.isOver(timer, outgoing, sentAt, arrival.stored().expiry(), now))
                .isPresent();
    }
}
