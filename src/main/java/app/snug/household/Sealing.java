/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.messenger.OwnerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * How sealed bytes look in the database: {@code version (1) ‖ nonce (24) ‖ XChaCha20-Poly1305}. The
 * version, the owner and the row are authenticated with it, so nothing opens in another place.
 */
final class Sealing {

    private static final byte VERSION = 1;
    private static final int HEAD = 1 + XChaCha20Poly1305.NONCE_SIZE;

    private Sealing() {}

    static byte[] seal(Secret key, OwnerId owner, String row, byte[] plain, SecureRandom random) {
        byte[] nonce = new byte[XChaCha20Poly1305.NONCE_SIZE];
        random.nextBytes(nonce);
        return Concatenation.of(
                new byte[] {VERSION},
                nonce,
                XChaCha20Poly1305.encrypt(key, nonce, plain, associated(owner, row)));
    }

    static byte[] open(Secret key, OwnerId owner, String row, byte[] sealed)
            throws DecryptionException {
        if (sealed.length < HEAD + XChaCha20Poly1305.TAG_SIZE || sealed[0] != VERSION) {
            throw new DecryptionException("Seal: too short or of an unknown version");
        }
        return XChaCha20Poly1305.decrypt(
                key,
                Arrays.copyOfRange(sealed, 1, HEAD),
                Arrays.copyOfRange(sealed, HEAD, sealed.length),
                associated(owner, row));
    }

    /** The first parts have fixed lengths, so two rows never look alike. */
    private static byte[] associated(OwnerId owner, String row) {
        byte[] name = row.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 16 + name.length)
                .put(VERSION)
                .putLong(owner.value().getMostSignificantBits())
                .putLong(owner.value().getLeastSignificantBits())
                .put(name)
                .array();
    }
}
