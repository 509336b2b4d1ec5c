/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;
import java.security.SecureRandom;

/** An X25519 key pair. Closing wipes the secret half. */
public final class X25519KeyPair implements AutoCloseable {

    public static final int SECRET_SIZE = 32;

    private static final MethodHandle BASE =
            Sodium.quick("crypto_scalarmult_base", Sodium.PTR, Sodium.PTR);
    private static final MethodHandle AGREE =
            Sodium.quick("crypto_scalarmult", Sodium.PTR, Sodium.PTR, Sodium.PTR);

    private final Secret secret;
    private final X25519PublicKey publicKey;

    private X25519KeyPair(Secret secret, X25519PublicKey publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    /**
     * @param secret 32 bytes; stays the caller's
     */
    public static X25519KeyPair fromSecret(Secret secret) {
        return owning(secret.copy());
    }

    public static X25519KeyPair generate(SecureRandom random) {
        byte[] secret = new byte[SECRET_SIZE];
        random.nextBytes(secret);
        return owning(secret);
    }

    static X25519KeyPair owning(byte[] secret) {
        if (secret.length != SECRET_SIZE) {
            throw new IllegalArgumentException("An X25519 secret has 32 bytes");
        }
        byte[] pk = new byte[X25519PublicKey.SIZE];
        try {
            int unused = (int) BASE.invokeExact(Sodium.of(pk), Sodium.of(secret));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return new X25519KeyPair(Secret.owning(secret), X25519PublicKey.of(pk));
    }

    public X25519PublicKey publicKey() {
        return publicKey;
    }

    /** The secret half; close it after use. */
    public Secret secret() {
        return Secret.owning(secret.copy());
    }

    /**
     * The shared point, 32 bytes; close it after use.
     *
     * @throws DecryptionException if the other key is of low order (the result would be all zero)
     */
    public Secret agree(X25519PublicKey other) throws DecryptionException {
        byte[] shared = new byte[32];
        int code;
        try {
            code =
                    (int)
                            AGREE.invokeExact(
                                    Sodium.of(shared),
                                    Sodium.of(secret.raw()),
                                    Sodium.of(other.raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        if (code != 0) {
            throw new DecryptionException("X25519 key of low order");
        }
        return Secret.owning(shared);
    }

    /** The secret half itself, for this room's primitives only. */
    byte[] rawSecret() {
        return secret.raw();
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "X25519KeyPair[" + publicKey + "]";
    }
}
