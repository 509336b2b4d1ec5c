/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Keyed BLAKE2b of words, cut to 64 bits: equal words meet, and nothing else is to be seen. */
public final class BlindHashes {

    /** The shortest that the primitive gives. */
    private static final int SIZE = 16;

    private BlindHashes() {}

    /** One for each term, in their order. */
    public static long[] of(Secret key, List<String> terms) {
        byte[] raw = key.copy();
        try {
            long[] hashes = new long[terms.size()];
            for (int i = 0; i < hashes.length; i++) {
                byte[] term = terms.get(i).getBytes(StandardCharsets.UTF_8);
                hashes[i] = ByteBuffer.wrap(Blake2b.keyed(SIZE, raw, term)).getLong();
            }
            return hashes;
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }
}
