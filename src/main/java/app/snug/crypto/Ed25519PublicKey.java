/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 public key, 32 bytes. */
public final class Ed25519PublicKey {

    public static final int SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;

    private static final MethodHandle VERIFY =
            Sodium.quick(
                    "crypto_sign_verify_detached", Sodium.PTR, Sodium.PTR, Sodium.LONG, Sodium.PTR);
    private static final MethodHandle CONVERT =
            Sodium.quick("crypto_sign_ed25519_pk_to_curve25519", Sodium.PTR, Sodium.PTR);

    private final byte[] bytes;

    private Ed25519PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @throws IllegalArgumentException unless there are 32 bytes
     */
    public static Ed25519PublicKey of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("A Ed25519 public key has 32 bytes");
        }
        return new Ed25519PublicKey(bytes.clone());
    }

    /**
     * @throws IllegalArgumentException unless there are 64 hexadecimal digits
     */
    public static Ed25519PublicKey ofHex(String hex) {
        if (hex.length() != 2 * SIZE) {
            throw new IllegalArgumentException("A Ed25519 public key has 64 hexadecimal digits");
        }
        return new Ed25519PublicKey(HexFormat.of().parseHex(hex));
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

    /** Whether the signature (64 bytes) over the message was made by this key's owner. */
    public boolean verify(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_SIZE) {
            return false;
        }
        try {
            return (int)
                            VERIFY.invokeExact(
                                    Sodium.of(signature),
                                    Sodium.of(message),
                                    (long) message.length,
                                    Sodium.of(bytes))
                    == 0;
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
    }

    /**
     * The same key on the Montgomery curve ({@code protocol/01} §1.1).
     *
     * @throws DecryptionException if this is not a valid point of the main subgroup
     */
    public X25519PublicKey toX25519() throws DecryptionException {
        byte[] converted = new byte[X25519PublicKey.SIZE];
        try {
            if ((int) CONVERT.invokeExact(Sodium.of(converted), Sodium.of(bytes)) != 0) {
                throw new DecryptionException("not a valid Ed25519 public key");
            }
        } catch (DecryptionException e) {
            throw e;
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return X25519PublicKey.of(converted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey that && Arrays.equals(bytes, that.bytes);
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
