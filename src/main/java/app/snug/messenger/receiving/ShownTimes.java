/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a message that claims a time is put: there, but neither ahead of now, where it would stay
 * the newest, nor longer ago than any swarm remembers, where nobody would find it.
 */
final class ShownTimes {

    private static final Duration OLDEST = Duration.ofDays(30);

    private ShownTimes() {}

    static Instant of(Instant claimed, Instant now) {
        Instant oldest = now.minus(OLDEST);
        if (claimed.isBefore(oldest)) {
            return oldest;
        }
        return claimed.isAfter(now) ? now : claimed;
    }
}
