/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;
import java.security.SecureRandom;
import java.util.Arrays;

/** An Ed25519 key pair made from a 32-byte seed. Closing wipes the secret half. */
public final class Ed25519KeyPair implements AutoCloseable {

    public static final int SEED_SIZE = 32;

    private static final MethodHandle FROM_SEED =
            Sodium.quick("crypto_sign_seed_keypair", Sodium.PTR, Sodium.PTR, Sodium.PTR);
    private static final MethodHandle SIGN =
            Sodium.quick(
                    "crypto_sign_detached",
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR);
    private static final MethodHandle CONVERT =
            Sodium.quick("crypto_sign_ed25519_sk_to_curve25519", Sodium.PTR, Sodium.PTR);

    /** Seed ‖ public key, as libsodium keeps it. */
    private final Secret secret;

    private final Ed25519PublicKey publicKey;

    private Ed25519KeyPair(Secret secret, Ed25519PublicKey publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    /**
     * @param seed 32 bytes; stays the caller's
     * @throws IllegalArgumentException if the seed has another size
     */
    public static Ed25519KeyPair fromSeed(Secret seed) {
        if (seed.size() != SEED_SIZE) {
            throw new IllegalArgumentException("An Ed25519 seed has 32 bytes");
        }
        byte[] pk = new byte[Ed25519PublicKey.SIZE];
        byte[] sk = new byte[64];
        try {
            int unused =
                    (int)
                            FROM_SEED.invokeExact(
                                    Sodium.of(pk), Sodium.of(sk), Sodium.of(seed.raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return new Ed25519KeyPair(Secret.owning(sk), Ed25519PublicKey.of(pk));
    }

    public static Ed25519KeyPair generate(SecureRandom random) {
        try (Secret seed = Secret.random(SEED_SIZE, random)) {
            return fromSeed(seed);
        }
    }

    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /** The 32-byte seed; close it after use. */
    public Secret seed() {
        return Secret.owning(Arrays.copyOf(secret.raw(), SEED_SIZE));
    }

    /** 64 bytes, deterministic. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519PublicKey.SIGNATURE_SIZE];
        try {
            int unused =
                    (int)
                            SIGN.invokeExact(
                                    Sodium.of(signature),
                                    java.lang.foreign.MemorySegment.NULL,
                                    Sodium.of(message),
                                    (long) message.length,
                                    Sodium.of(secret.raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return signature;
    }

    /** The same key pair on the Montgomery curve ({@code protocol/01} §1.1). */
    public X25519KeyPair toX25519() {
        byte[] sk = new byte[X25519KeyPair.SECRET_SIZE];
        try {
            int unused = (int) CONVERT.invokeExact(Sodium.of(sk), Sodium.of(secret.raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return X25519KeyPair.owning(sk);
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "Ed25519KeyPair[" + publicKey + "]";
    }
}
