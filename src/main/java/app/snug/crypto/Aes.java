/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 in the two modes the protocol uses, by the JDK, which has the processor's own AES. */
public final class Aes {

    public static final int KEY_SIZE = 32;
    public static final int GCM_IV_SIZE = 12;
    public static final int GCM_TAG_SIZE = 16;
    public static final int CBC_IV_SIZE = 16;

    private Aes() {}

    /** Ciphertext ‖ tag (16 bytes), no associated data. */
    public static byte[] encryptGcm(Secret key, byte[] iv, byte[] plaintext) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, "AES/GCM/NoPadding", key, gcm(iv))
                    .doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM", e);
        }
    }

    /**
     * @param at where the ciphertext ‖ tag starts; it runs to the end
     */
    public static byte[] decryptGcm(Secret key, byte[] iv, byte[] ciphertext, int at)
            throws DecryptionException {
        return decrypt("AES/GCM/NoPadding", key, gcm(iv), ciphertext, at);
    }

    /** PKCS#7 padding; not authenticated. */
    public static byte[] encryptCbc(Secret key, byte[] iv, byte[] plaintext) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, "AES/CBC/PKCS5Padding", key, new IvParameterSpec(iv))
                    .doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CBC", e);
        }
    }

    public static byte[] decryptCbc(Secret key, byte[] iv, byte[] ciphertext, int at)
            throws DecryptionException {
        return decrypt("AES/CBC/PKCS5Padding", key, new IvParameterSpec(iv), ciphertext, at);
    }

    private static byte[] decrypt(
            String mode, Secret key, AlgorithmParameterSpec spec, byte[] ciphertext, int at)
            throws DecryptionException {
        if (at > ciphertext.length) {
            throw new DecryptionException("AES: too short");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, mode, key, spec)
                    .doFinal(ciphertext, at, ciphertext.length - at);
        } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("AES", e);
        } catch (GeneralSecurityException e) {
            throw new DecryptionException("AES: does not open");
        }
    }

    private static GCMParameterSpec gcm(byte[] iv) {
        if (iv.length != GCM_IV_SIZE) {
            throw new IllegalArgumentException("AES-GCM: IV of 12 bytes");
        }
        return new GCMParameterSpec(8 * GCM_TAG_SIZE, iv);
    }

    private static Cipher cipher(int way, String mode, Secret key, AlgorithmParameterSpec spec)
            throws GeneralSecurityException {
        if (key.size() != KEY_SIZE) {
            throw new IllegalArgumentException("AES-256: key of 32 bytes");
        }
        Cipher cipher = Cipher.getInstance(mode);
        cipher.init(way, new SecretKeySpec(key.raw(), "AES"), spec);
        return cipher;
    }
}
