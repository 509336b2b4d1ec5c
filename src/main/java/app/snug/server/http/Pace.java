/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How slowly a client may send or read. One that trickles keeps a connection and memory from
 * others.
 *
 * @param patience whatever the size; large ones get more
 * @param nanoTime a clock that only runs forward
 */
record Pace(Duration patience, LongSupplier nanoTime) {

    /** So many bytes a second are expected beyond the patience. */
    private static final int SLOWEST = 64 << 10;

    Pace(Duration patience) {
        this(patience, System::nanoTime);
    }

    /** To be asked on the way. */
    @FunctionalInterface
    interface Watch {
        /**
         * @param moved bytes until now
         * @throws SocketTimeoutException if that took too long
         */
        void check(long moved) throws SocketTimeoutException;
    }

    Watch start() {
        long start = nanoTime.getAsLong();
        return moved -> {
            long allowed = patience.toNanos() + TimeUnit.SECONDS.toNanos(moved) / SLOWEST;
            if (nanoTime.getAsLong() - start > allowed) {
                throw new SocketTimeoutException("too slow");
            }
        };
    }
}
