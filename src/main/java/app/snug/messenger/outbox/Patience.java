/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a letter is tried again. */
final class Patience {

    /** A letter that was not sent for so long rests until its author tries again. */
    static final Duration GIVE_UP = Duration.ofDays(1);

    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofSeconds(2);

    private final RandomGenerator random;

    Patience(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Doubles with every failure; half of it is chance, so that queues do not march in step.
     *
     * @param failures before this one
     */
    Duration after(int failures) {
        long full =
                Math.min(LONGEST.toMillis(), SHORTEST.toMillis() << Math.clamp(failures, 0, 10));
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
