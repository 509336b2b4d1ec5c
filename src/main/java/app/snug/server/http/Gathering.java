/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Grows with what comes, not with what was announced: announcing costs nothing. */
final class Gathering {

    /** Memory is taken for what has come, and for so much at least. */
    private static final int FIRST = 16 << 10;

    private final int most;
    private final Room room;
    private byte[] bytes = {};
    private int size;

    /**
     * @param most that can come together
     */
    Gathering(int most, Room room) {
        this.most = most;
        this.room = room;
    }

    /**
     * What there is, at least one byte; waits for it.
     *
     * @param wanted at most, and no more than may still come; above 0
     * @return how many; below 0 at the end
     */
    int read(InputStream in, int wanted) throws IOException {
        if (size == bytes.length) {
            int next = Math.min(most, Math.max(FIRST, 2 * size));
            room.take(next - size);
            bytes = Arrays.copyOf(bytes, next);
        }
        int n = in.read(bytes, size, Math.min(wanted, bytes.length - size));
        size += Math.max(n, 0);
        return n;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
