/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/** An X25519 public key, 32 bytes. */
public final class X25519PublicKey {

    public static final int SIZE = 32;

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
