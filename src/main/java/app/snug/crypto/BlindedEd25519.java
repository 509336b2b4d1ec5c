/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Ed25519 with somebody's key times a factor. Whoever knows the factor and the person's X25519 key
 * can compute the public key; only the person can sign. Of the person's two keys on the Edwards
 * curve the positive one is multiplied.
 */
public final class BlindedEd25519 {

    public static final int FACTOR_SIZE = 32;

    private static final MethodHandle MULTIPLY =
            Sodium.quick("crypto_scalarmult_ed25519_noclamp", Sodium.PTR, Sodium.PTR, Sodium.PTR);

    private BlindedEd25519() {}

    /**
     * @param hash 64 bytes
     */
    public static Secret factor(byte[] hash) {
        return Secret.owning(Scalars.reduce(hash));
    }

    /**
     * @throws DecryptionException if the key is no point of the main group, or nothing comes of it
     */
    public static Ed25519PublicKey publicKey(Secret factor, X25519PublicKey of)
            throws DecryptionException {
        byte[] product = new byte[Ed25519PublicKey.SIZE];
        int code;
        try {
            code =
                    (int)
                            MULTIPLY.invokeExact(
                                    Sodium.of(product),
                                    Sodium.of(factor.raw()),
                                    Sodium.of(XEd25519.publicKey(of).raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        if (code != 0) {
            throw new DecryptionException("Ed25519 key that cannot be blinded");
        }
        return Ed25519PublicKey.of(product);
    }

    /**
     * 64 bytes that verify with the blinded public key.
     *
     * @param nonceHash 64 bytes that nobody can guess and that no other message has; stays the
     *     caller's
     * @throws DecryptionException if nothing comes of the factor
     */
    public static byte[] sign(X25519KeyPair by, Secret factor, byte[] nonceHash, byte[] message)
            throws DecryptionException {
        byte[] publicKey = publicKey(factor, by.publicKey()).raw();
        byte[] positive = Scalars.positive(by).secret();
        byte[] secret = Scalars.multiply(factor.raw(), positive);
        try {
            return Scalars.sign(secret, publicKey, nonceHash, message);
        } finally {
            Arrays.fill(positive, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }
}
