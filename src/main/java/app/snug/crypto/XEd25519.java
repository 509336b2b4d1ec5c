/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Ed25519 signatures with X25519 keys, for those who know only somebody's Account ID. Among the
 * keys on the Edwards curve that belong to one X25519 key, the positive one counts.
 */
public final class XEd25519 {

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

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final byte[] PERSONAL = "xed25519signatur".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGN_BIT = 0x80;
    private static final int RANDOMNESS = 64;

    private XEd25519() {}

    /** 64 bytes, different each time. */
    public static byte[] sign(X25519KeyPair by, byte[] message, SecureRandom random) {
        byte[] publicKey = call(BASE, by.rawSecret());
        byte[] negated = call(NEGATE, by.rawSecret());
        byte[] secret = either(by.rawSecret(), negated, publicKey[31] >> 7);
        publicKey[31] &= (byte) ~SIGN_BIT;

        byte[] drawn = new byte[RANDOMNESS];
        random.nextBytes(drawn);
        byte[] hash = Blake2b.personal(64, new byte[0], PERSONAL, secret, message, drawn);
        byte[] nonce = call(REDUCE, hash);
        byte[] commitment = call(BASE_UNCLAMPED, nonce);
        byte[] challenge = call(REDUCE, sha512(commitment, publicKey, message));
        byte[] response = call(ADD, call(MULTIPLY, challenge, secret), nonce);
        for (byte[] wiped : new byte[][] {negated, secret, drawn, hash, nonce}) {
            Arrays.fill(wiped, (byte) 0);
        }
        return Concatenation.of(commitment, response);
    }

    public static boolean verify(X25519PublicKey by, byte[] message, byte[] signature) {
        return publicKey(by).verify(message, signature);
    }

    /** The positive key on the Edwards curve: y = (u − 1) / (u + 1). */
    public static Ed25519PublicKey publicKey(X25519PublicKey key) {
        byte[] bigEndian = reversed(key.raw());
        bigEndian[0] &= (byte) ~SIGN_BIT;
        BigInteger u = new BigInteger(1, bigEndian);
        // By Fermat, since it makes nothing of a divisor that is zero.
        BigInteger inverse = u.add(BigInteger.ONE).modPow(P.subtract(BigInteger.TWO), P);
        byte[] y = u.subtract(BigInteger.ONE).multiply(inverse).mod(P).toByteArray();
        byte[] padded = new byte[Ed25519PublicKey.SIZE + 1];
        System.arraycopy(y, 0, padded, padded.length - y.length, y.length);
        return Ed25519PublicKey.of(reversed(Arrays.copyOfRange(padded, 1, padded.length)));
    }

    /** In constant time: the first if the mask is 0, the second if it is −1. */
    private static byte[] either(byte[] first, byte[] second, int mask) {
        byte[] chosen = new byte[first.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = (byte) (first[i] ^ (mask & (first[i] ^ second[i])));
        }
        return chosen;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
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
