/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.conversation.Timers;
import app.snug.protocol.message.Disappearing;
import java.time.Instant;
import java.util.Optional;

/** Tells messages whose time was over before they came: they are not shown once more. */
final class Vanished {

    private Vanished() {}

    static boolean isVanished(Arrival arrival, Instant now) {
        return switch (arrival.incoming()) {
            case Incoming.Received(var name, var content) ->
                    isVanished(content.disappearing(), false, name.sentAt(), arrival, now);
            case Incoming.OwnCopy(var peer, var name, var content) ->
                    isVanished(content.disappearing(), true, name.sentAt(), arrival, now);
            case Incoming.Saved(var name, var timer) ->
                    isVanished(timer, false, name.sentAt(), arrival, now);
            default -> false;
        };
    }

    private static boolean isVanished(
            Optional<Disappearing> disappearing,
            boolean outgoing,
            Instant sentAt,
            Arrival arrival,
            Instant now) {
        return disappearing
                .filter(timer ->
                        Timers.isOver(timer, outgoing, sentAt, arrival.stored().expiry(), now))
                .isPresent();
    }
}
