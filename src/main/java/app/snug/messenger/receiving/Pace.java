/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a poller waits: little while somebody looks, though never so little that a slow network
 * is asked all the time; longer while nobody does; ever longer while polling fails.
 */
final class Pace {

    static final Duration QUICK = Duration.ofMillis(700);

    /** A node keeps the next request anyway; only a flood is slowed down. */
    static final Duration BETWEEN_KEPT = Duration.ofMillis(100);

    static final Duration SLOW = Duration.ofSeconds(30);

    private static final int POLLS_WORTH = 3;
    private static final Duration SLOWEST_QUICK = Duration.ofSeconds(5);
    private static final Duration LONGEST_QUICK = Duration.ofSeconds(30);
    private static final Duration LONGEST_SLOW = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 10;

    private final RandomGenerator random;

    Pace(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param took the last poll
     */
    Duration afterSuccess(boolean watched, Duration took) {
        if (!watched) {
            return jittered(SLOW);
        }
        Duration wanted = took.multipliedBy(POLLS_WORTH);
        if (wanted.compareTo(QUICK) < 0) {
            return QUICK;
        }
        return wanted.compareTo(SLOWEST_QUICK) > 0 ? SLOWEST_QUICK : wanted;
    }

    /**
     * @param failures in a row, 1 or more
     */
    Duration afterFailure(boolean watched, int failures) {
        Duration first = watched ? QUICK : SLOW;
        Duration longest = watched ? LONGEST_QUICK : LONGEST_SLOW;
        long doubled = first.toMillis() << Math.clamp(failures, 0, MOST_DOUBLINGS);
        return jittered(Duration.ofMillis(Math.min(doubled, longest.toMillis())));
    }

    /** Between half and all of it, so that accounts do not march in step. */
    private Duration jittered(Duration full) {
        long half = full.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }
}
