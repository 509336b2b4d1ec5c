/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Blake2b;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bucket of tries for each key, which refills slowly. Memory is constant: keys share a fixed
 * number of buckets, chosen by a hash nobody outside can foresee.
 */
final class Throttle {

    private static final int BUCKETS = 1 << 16;
    private static final long NONE = Long.MIN_VALUE;

    private final long depthMillis;
    private final long refillMillis;
    private final InstantSource clock;
    private final byte[] hashKey = new byte[16];

    /** For each bucket the time at which it will be full again, in milliseconds. */
    private final AtomicLongArray fullAt = new AtomicLongArray(BUCKETS);

    /**
     * @param tries that may follow each other without a pause
     * @param refill time after which one more is allowed
     */
    Throttle(int tries, Duration refill, InstantSource clock, SecureRandom random) {
        this.refillMillis = refill.toMillis();
        this.depthMillis = refillMillis * tries;
        this.clock = clock;
        random.nextBytes(hashKey);
        for (int i = 0; i < BUCKETS; i++) {
            fullAt.setPlain(i, NONE);
        }
    }

    /** Takes a try; false if there is none left. */
    boolean take(String key) {
        long now = clock.millis();
        int bucket = bucket(key);
        while (true) {
            long before = fullAt.get(bucket);
            long after = Math.max(before, now) + refillMillis;
            if (after > now + depthMillis) {
                return false;
            }
            if (fullAt.compareAndSet(bucket, before, after)) {
                return true;
            }
        }
    }

    /** Gives a try back, since it was none. */
    void giveBack(String key) {
        fullAt.updateAndGet(bucket(key), full -> full == NONE ? NONE : full - refillMillis);
    }

    /** Fills the bucket. */
    void forgive(String key) {
        fullAt.set(bucket(key), NONE);
    }

    private int bucket(String key) {
        byte[] hash = Blake2b.keyed(16, hashKey, key.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getInt() & (BUCKETS - 1);
    }
}
