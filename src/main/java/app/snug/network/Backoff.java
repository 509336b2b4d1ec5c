/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When to try again what failed: soon at first, since whatever was asked may only be starting, then
 * after twice as long each time. Safe for use by several threads.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);

    private final InstantSource clock;
    private final Duration longest;
    private Instant tried = Instant.EPOCH;
    private Duration pause = Duration.ZERO;
    private Duration next = FIRST;

    Backoff(InstantSource clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    /** How long it is until it may be tried; zero or less once it is time. */
    synchronized Duration left() {
        // Either way: the local clock may have been set back since.
        return pause.minus(Duration.between(tried, clock.instant()).abs());
    }

    boolean isOver() {
        Duration left = left();
        return left.isZero() || left.isNegative();
    }

    synchronized void failed() {
        rest(next);
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(longest) < 0 ? twice : longest;
    }

    /**
     * It worked, so the next failure is a first one.
     *
     * @param rest before it is done again
     */
    synchronized void worked(Duration rest) {
        rest(rest);
        next = FIRST;
    }

    private void rest(Duration time) {
        tried = clock.instant();
        pause = time;
    }
}
