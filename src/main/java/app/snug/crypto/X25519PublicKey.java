/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.HexFormat;

/** An X25519 public key, 32 bytes. */
public final class X25519PublicKey {

    public static final int SIZE = 32;

    private static final MethodHandle MULTIPLY =
            Sodium.quick("crypto_scalarmult", Sodium.PTR, Sodium.PTR, Sodium.PTR);

    private final byte[] bytes;

    private X25519PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @throws IllegalArgumentException unless there are 32 bytes
     */
    public static X25519PublicKey of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("A X25519 public key has 32 bytes");
        }
        return new X25519PublicKey(bytes.clone());
    }

    /**
     * @throws IllegalArgumentException unless there are 64 hexadecimal digits
     */
    public static X25519PublicKey ofHex(String hex) {
        if (hex.length() != 2 * SIZE) {
            throw new IllegalArgumentException("A X25519 public key has 64 hexadecimal digits");
        }
        return new X25519PublicKey(HexFormat.of().parseHex(hex));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** 64 lower-case digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Whether this is one of the few points with which every agreement gives the same: nobody has
     * such a key.
     */
    public boolean isOfLowOrder() {
        byte[] product = new byte[SIZE];
        byte[] anyScalar = new byte[SIZE];
        try {
            return (int)
                            MULTIPLY.invokeExact(
                                    Sodium.of(product), Sodium.of(anyScalar), Sodium.of(bytes))
                    != 0;
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
    }

    byte[] raw() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof X25519PublicKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
