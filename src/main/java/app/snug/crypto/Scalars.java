/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Ed25519 where the secret is a scalar, not the seed of one. */
final class Scalars {

    private static final MethodHandle BASE =
            Sodium.quick("crypto_scalarmult_ed25519_base", Sodium.PTR, Sodium.PTR);
    private static final MethodHandle BASE_UNCLAMPED =
            Sodium.quick("crypto_scalarmult_ed25519_base_noclamp", Sodium.PTR, Sodium.PTR);
    private static final MethodHandle NEGATE =
            Sodium.quick("crypto_core_ed25519_scalar_negate", Sodium.PTR, Sodium.PTR);
    private static final MethodHandle REDUCE =
            Sodium.quick("crypto_core_ed25519_scalar_reduce", Sodium.PTR, Sodium.PTR);
    private static final MethodHandle MULTIPLY =
            Sodium.quick("crypto_core_ed25519_scalar_mul", Sodium.PTR, Sodium.PTR, Sodium.PTR);
    private static final MethodHandle ADD =
            Sodium.quick("crypto_core_ed25519_scalar_add", Sodium.PTR, Sodium.PTR, Sodium.PTR);

    private static final int SIGN_BIT = 0x80;

    private Scalars() {}

    /** A secret scalar and its public key, whose sign bit is 0. */
    record Positive(byte[] secret, byte[] publicKey) {}

    /** Of the two key pairs on the Edwards curve that belong to an X25519 one, the positive. */
    static Positive positive(X25519KeyPair pair) {
        byte[] publicKey = call(BASE, pair.rawSecret());
        byte[] negated = call(NEGATE, pair.rawSecret());
        byte[] secret = either(pair.rawSecret(), negated, publicKey[31] >> 7);
        Arrays.fill(negated, (byte) 0);
        publicKey[31] &= (byte) ~SIGN_BIT;
        return new Positive(secret, publicKey);
    }

    /** 64 bytes modulo the order of the main group. */
    static byte[] reduce(byte[] hash) {
        return call(REDUCE, hash);
    }

    static byte[] multiply(byte[] a, byte[] b) {
        return call(MULTIPLY, a, b);
    }

    /**
     * R ‖ z, as of Ed25519.
     *
     * @param nonceHash 64 bytes that nobody can guess and that no other message has
     */
    static byte[] sign(byte[] secret, byte[] publicKey, byte[] nonceHash, byte[] message) {
        byte[] nonce = reduce(nonceHash);
        byte[] commitment = call(BASE_UNCLAMPED, nonce);
        byte[] challenge = reduce(sha512(commitment, publicKey, message));
        byte[] response = call(ADD, multiply(challenge, secret), nonce);
        Arrays.fill(nonce, (byte) 0);
        return Concatenation.of(commitment, response);
    }

    /** In constant time: the first if the mask is 0, the second if it is −1. */
    private static byte[] either(byte[] first, byte[] second, int mask) {
        byte[] chosen = new byte[first.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = (byte) (first[i] ^ (mask & (first[i] ^ second[i])));
        }
        return chosen;
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(Concatenation.of(parts));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-512", e);
        }
    }

    private static byte[] call(MethodHandle function, byte[] a) {
        byte[] out = new byte[32];
        try {
            int unused = (int) function.invokeExact(Sodium.of(out), Sodium.of(a));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return out;
    }

    private static byte[] call(MethodHandle function, byte[] a, byte[] b) {
        byte[] out = new byte[32];
        try {
            int unused = (int) function.invokeExact(Sodium.of(out), Sodium.of(a), Sodium.of(b));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return out;
    }
}
