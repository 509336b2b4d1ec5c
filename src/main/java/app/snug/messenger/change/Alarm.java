/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.change;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one sleeper. A ring while nobody sleeps is heard at the next sleep. */
public final class Alarm {

    private final Semaphore rings = new Semaphore(0);

    public void ring() {
        rings.release();
    }

    /** Until a ring, or for that long at most. */
    public void sleep(Duration most) throws InterruptedException {
        boolean unused = rings.tryAcquire(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS);
        rings.drainPermits();
    }
}
