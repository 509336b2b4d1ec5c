/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys of accounts that asked lately, converted. Converting costs more than a signature does, and
 * those who poll do so again and again.
 */
final class ConvertedKeys {

    private static final int MAX = 10_000;

    private static final Map<Ed25519PublicKey, X25519PublicKey> CONVERTED =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<Ed25519PublicKey, X25519PublicKey> eldest) {
                    return size() > MAX;
                }
            };

    private ConvertedKeys() {}

    /** Null if it is no valid key. */
    static @Nullable X25519PublicKey of(Ed25519PublicKey key) {
        synchronized (CONVERTED) {
            X25519PublicKey known = CONVERTED.get(key);
            if (known != null) {
                return known;
            }
        }
        X25519PublicKey converted;
        try {
            converted = key.toX25519();
        } catch (DecryptionException e) {
            return null;
        }
        synchronized (CONVERTED) {
            CONVERTED.put(key, converted);
        }
        return converted;
    }
}
