/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Keys one behind the other in one column. */
final class PeerKeys {

    private PeerKeys() {}

    static byte[] join(Collection<Ed25519PublicKey> keys) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(32 * keys.size());
        keys.forEach(key -> joined.writeBytes(key.bytes()));
        return joined.toByteArray();
    }

    static Set<Ed25519PublicKey> split(byte[] joined) {
        int size = Ed25519PublicKey.SIZE;
        Set<Ed25519PublicKey> keys = new LinkedHashSet<>();
        for (int at = 0; at + size <= joined.length; at += size) {
            keys.add(Ed25519PublicKey.of(Arrays.copyOfRange(joined, at, at + size)));
        }
        return keys;
    }
}
