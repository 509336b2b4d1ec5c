/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Symmetric encryption of configs ({@code protocol/04} §5.2). The same plaintext always becomes the
 * same bytes, so that equal configs of two devices are stored once. Ciphertext ‖ tag ‖ nonce.
 */
final class ConfigCipher {

    static final int OVERHEAD = XChaCha20Poly1305.TAG_SIZE + XChaCha20Poly1305.NONCE_SIZE;

    private static final String NONCE_KEY = "libsessionutil-config-encrypted-";
    private static final byte[] NOTHING = {};

    private ConfigCipher() {}

    /**
     * @param base 32 bytes
     */
    static byte[] encrypt(byte[] plain, Secret base, String domain) {
        byte[] nonceKey = (NONCE_KEY + domain).getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = Blake2b.keyed(XChaCha20Poly1305.NONCE_SIZE, nonceKey, plain);
        try (Secret key = key(plain.length, base, domain)) {
            return Concatenation.of(XChaCha20Poly1305.encrypt(key, nonce, plain, NOTHING), nonce);
        }
    }

    static byte[] decrypt(byte[] blob, Secret base, String domain) throws DecryptionException {
        if (blob.length < OVERHEAD) {
            throw new DecryptionException("config: too short");
        }
        int end = blob.length - XChaCha20Poly1305.NONCE_SIZE;
        byte[] nonce = Arrays.copyOfRange(blob, end, blob.length);
        try (Secret key = key(blob.length - OVERHEAD, base, domain)) {
            return XChaCha20Poly1305.decrypt(key, nonce, Arrays.copyOf(blob, end), NOTHING);
        }
    }

    private static Secret key(int plainSize, Secret base, String domain) {
        byte[] bytes = base.copy();
        try {
            return Secret.owning(
                    Blake2b.hash(
                            XChaCha20Poly1305.KEY_SIZE,
                            bytes,
                            ByteBuffer.allocate(Long.BYTES).putLong(plainSize).array(),
                            domain.getBytes(StandardCharsets.US_ASCII)));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
