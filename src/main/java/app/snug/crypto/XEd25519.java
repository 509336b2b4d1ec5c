/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Ed25519 signatures with X25519 keys, for those who know only somebody's Account ID. Among the
 * keys on the Edwards curve that belong to one X25519 key, the positive one counts.
 */
public final class XEd25519 {

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final byte[] PERSONAL = "xed25519signatur".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGN_BIT = 0x80;
    private static final int RANDOMNESS = 64;

    private XEd25519() {}

    /** 64 bytes, different each time. */
    public static byte[] sign(X25519KeyPair by, byte[] message, SecureRandom random) {
        Scalars.Positive pair = Scalars.positive(by);
        byte[] drawn = new byte[RANDOMNESS];
        random.nextBytes(drawn);
        byte[] hash = Blake2b.personal(64, new byte[0], PERSONAL, pair.secret(), message, drawn);
        byte[] signature = Scalars.sign(pair.secret(), pair.publicKey(), hash, message);
        for (byte[] wiped : new byte[][] {pair.secret(), drawn, hash}) {
            Arrays.fill(wiped, (byte) 0);
        }
        return signature;
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

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
