/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.time.Duration;

/** The end of an operation's patience, on the monotonic clock. */
final class Deadline {

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    boolean isOver() {
        return nanos() <= 0;
    }

    long nanos() {
        return end - System.nanoTime();
    }

    /** What remains, at most {@code most}; never negative. */
    Duration atMost(Duration most) {
        return Duration.ofNanos(Math.clamp(nanos(), 0, most.toNanos()));
    }
}
