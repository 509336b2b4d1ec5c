/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one sleeper. A ring while nobody sleeps is heard at the next sleep. */
final class Alarm {

    private final Semaphore rings = new Semaphore(0);

    void ring() {
        rings.release();
    }

    void sleep(Duration most) throws InterruptedException {
        boolean unused = rings.tryAcquire(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS);
        rings.drainPermits();
    }
}
