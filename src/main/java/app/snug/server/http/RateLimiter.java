/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each client address ({@code protocol/03} §1.5). When too many clients are
 * known at once, those who used little lately are forgotten; if there are none, every new one is
 * limited.
 */
public final class RateLimiter {

    /**
     * How much a client may ask.
     *
     * @param burst requests at once
     * @param perSecond requests in the long run
     */
    public record Limit(int burst, int perSecond) {

        /** What the storage servers of the public network allow. */
        public static final Limit DEFAULT = new Limit(600, 300);

        /** What they allow each other. */
        public static final Limit NODES = new Limit(600, 600);
    }

    private static final int MAX_CLIENTS = 10_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long CLEANUP_EVERY = 10 * SECOND;

    private static final class Bucket {
        double tokens;
        long filled;
    }

    private final Limit limit;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private long cleaned;

    /**
     * @param nanoTime a clock that only runs forward, such as {@link System#nanoTime}
     */
    public RateLimiter(Limit limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.cleaned = nanoTime.getAsLong();
    }

    /** Whether this client may ask now; counts the request if so. */
    public synchronized boolean allows(String client) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.get(client);
        if (bucket == null) {
            if (buckets.size() >= MAX_CLIENTS && !forgetIdle(now)) {
                return false;
            }
            bucket = new Bucket();
            bucket.tokens = limit.burst();
            bucket.filled = now;
            buckets.put(client, bucket);
        }
        fill(bucket, now);
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private void fill(Bucket bucket, long now) {
        double gained = (double) (now - bucket.filled) / SECOND * limit.perSecond();
        bucket.tokens = Math.min(limit.burst(), bucket.tokens + gained);
        bucket.filled = now;
    }

    private boolean forgetIdle(long now) {
        if (now - cleaned < CLEANUP_EVERY) {
            return false;
        }
        cleaned = now;
        for (Iterator<Bucket> all = buckets.values().iterator(); all.hasNext(); ) {
            Bucket bucket = all.next();
            fill(bucket, now);
            if (bucket.tokens >= limit.burst()) {
                all.remove();
            }
        }
        return buckets.size() < MAX_CLIENTS;
    }
}
