/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;
import java.security.SecureRandom;

/**
 * libsodium's sealed box: ephemeral public key (32) ‖ XSalsa20-Poly1305 box, nonce = BLAKE2b-24 of
 * both public keys. Overhead 48 bytes.
 */
public final class SealedBox {

    public static final int OVERHEAD = 48;

    private static final int KEY = 32;
    private static final int TAG = 16;
    private static final int NONCE = 24;

    private static final MethodHandle BOX =
            Sodium.quick(
                    "crypto_box_easy",
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR);
    private static final MethodHandle OPEN =
            Sodium.quick(
                    "crypto_box_seal_open",
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.PTR);

    private SealedBox() {}

    public static byte[] seal(byte[] message, X25519PublicKey to, SecureRandom random)
            throws DecryptionException {
        try (X25519KeyPair ephemeral = X25519KeyPair.generate(random)) {
            return seal(message, to, ephemeral);
        }
    }

    /**
     * With a given ephemeral key, which must be fresh or derived from the message.
     *
     * @throws DecryptionException if the recipient's key is of low order
     */
    public static byte[] seal(byte[] message, X25519PublicKey to, X25519KeyPair ephemeral)
            throws DecryptionException {
        byte[] epk = ephemeral.publicKey().raw();
        byte[] nonce = Blake2b.hash(NONCE, epk, to.raw());
        byte[] box = new byte[TAG + message.length];
        int code;
        try {
            code =
                    (int)
                            BOX.invokeExact(
                                    Sodium.of(box),
                                    Sodium.of(message),
                                    (long) message.length,
                                    Sodium.of(nonce),
                                    Sodium.of(to.raw()),
                                    Sodium.of(ephemeral.rawSecret()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        if (code != 0) {
            throw new DecryptionException("sealed box: recipient key of low order");
        }
        return Concatenation.of(epk, box);
    }

    public static byte[] open(byte[] sealed, X25519KeyPair own) throws DecryptionException {
        if (sealed.length < OVERHEAD) {
            throw new DecryptionException("sealed box: too short");
        }
        byte[] message = new byte[sealed.length - KEY - TAG];
        int code;
        try {
            code =
                    (int)
                            OPEN.invokeExact(
                                    Sodium.of(message),
                                    Sodium.of(sealed),
                                    (long) sealed.length,
                                    Sodium.of(own.publicKey().raw()),
                                    Sodium.of(own.rawSecret()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        if (code != 0) {
            throw new DecryptionException("sealed box: does not open");
        }
        return message;
    }
}
