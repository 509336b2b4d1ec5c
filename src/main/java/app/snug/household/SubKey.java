/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A key for one purpose out of a master key: keyed BLAKE2b of the purpose's name. */
final class SubKey {

    private static final int SIZE = 32;

    private SubKey() {}

    static Secret of(Secret master, String purpose) {
        byte[] key = master.copy();
        try {
            return Secret.owning(
                    Blake2b.keyed(SIZE, key, purpose.getBytes(StandardCharsets.UTF_8)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
