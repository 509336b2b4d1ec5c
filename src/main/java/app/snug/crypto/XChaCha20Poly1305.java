/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** XChaCha20-Poly1305 (IETF): 32-byte key, 24-byte nonce, 16-byte tag behind the ciphertext. */
public final class XChaCha20Poly1305 {

    public static final int KEY_SIZE = 32;
    public static final int NONCE_SIZE = 24;
    public static final int TAG_SIZE = 16;

    private static final MethodHandle ENCRYPT =
            Sodium.quick(
                    "crypto_aead_xchacha20poly1305_ietf_encrypt",
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR);
    private static final MethodHandle DECRYPT =
            Sodium.quick(
                    "crypto_aead_xchacha20poly1305_ietf_decrypt",
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.PTR);

    private XChaCha20Poly1305() {}

    /** Ciphertext ‖ tag. */
    public static byte[] encrypt(Secret key, byte[] nonce, byte[] plaintext, byte[] associated) {
        check(key, nonce);
        byte[] out = new byte[plaintext.length + TAG_SIZE];
        try {
            int unused =
                    (int)
                            ENCRYPT.invokeExact(
                                    Sodium.of(out),
                                    MemorySegment.NULL,
                                    Sodium.of(plaintext),
                                    (long) plaintext.length,
                                    Sodium.of(associated),
                                    (long) associated.length,
                                    MemorySegment.NULL,
                                    Sodium.of(nonce),
                                    Sodium.of(key.raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return out;
    }

    /**
     * @param ciphertext ciphertext ‖ tag
     * @throws DecryptionException if anything was altered
     */
    public static byte[] decrypt(Secret key, byte[] nonce, byte[] ciphertext, byte[] associated)
            throws DecryptionException {
        check(key, nonce);
        if (ciphertext.length < TAG_SIZE) {
            throw new DecryptionException("XChaCha20-Poly1305: too short");
        }
        byte[] out = new byte[ciphertext.length - TAG_SIZE];
        int code;
        try {
            code =
                    (int)
                            DECRYPT.invokeExact(
                                    Sodium.of(out),
                                    MemorySegment.NULL,
                                    MemorySegment.NULL,
                                    Sodium.of(ciphertext),
                                    (long) ciphertext.length,
                                    Sodium.of(associated),
                                    (long) associated.length,
                                    Sodium.of(nonce),
                                    Sodium.of(key.raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        if (code != 0) {
            Arrays.fill(out, (byte) 0);
            throw new DecryptionException("XChaCha20-Poly1305: does not open");
        }
        return out;
    }

    private static void check(Secret key, byte[] nonce) {
        if (key.size() != KEY_SIZE || nonce.length != NONCE_SIZE) {
            throw new IllegalArgumentException("XChaCha20: key 32 bytes, nonce 24 bytes");
        }
    }
}
