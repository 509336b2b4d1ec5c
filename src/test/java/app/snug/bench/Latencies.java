/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.util.Arrays;

/** How long things took. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int count;

    void add(long taken) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = taken;
    }

    void add(Latencies other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /**
     * @param share 0.5 for the median
     * @return milliseconds
     */
    double percentile(double share) {
        if (count == 0) {
            throw new IllegalStateException("Nothing was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count) - 1;
        return sorted[Math.max(0, rank)] / 1e6;
    }
}
