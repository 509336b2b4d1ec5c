/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import app.snug.crypto.Aes;
import app.snug.crypto.ConstantTime;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Hmac;
import app.snug.crypto.Secret;
import app.snug.crypto.Sha256;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The encryption that official apps send by default: AES-256-CBC and HMAC-SHA256 over a file with
 * zeros behind, so that its size says little ({@code protocol/07} §3.2).
 */
public final class LegacyFile {

    public static final int KEY_SIZE = 64;

    private static final int MAC_SIZE = 32;
    private static final int SMALLEST_PADDED = 541;
    private static final double STEP = 1.05;

    private LegacyFile() {}

    /**
     * @param plain at most {@link AttachmentLimits#MAX_PLAIN} bytes
     */
    public static SealedFile seal(byte[] plain, SecureRandom random) {
        byte[] padded = Arrays.copyOf(plain, paddedSize(plain.length));
        try {
            return seal(padded, Secret.random(KEY_SIZE, random), iv(random));
        } finally {
            Arrays.fill(padded, (byte) 0);
        }
    }

    private static byte[] iv(SecureRandom random) {
        byte[] iv = new byte[Aes.CBC_IV_SIZE];
        random.nextBytes(iv);
        return iv;
    }

    static SealedFile seal(byte[] padded, Secret key, byte[] iv) {
        byte[] keys = key.copy();
        try (Secret aes = Secret.copyOf(Arrays.copyOf(keys, Aes.KEY_SIZE))) {
            byte[] ciphertext = Aes.encryptCbc(aes, iv, padded);
            byte[] sealed = new byte[iv.length + ciphertext.length + MAC_SIZE];
            System.arraycopy(iv, 0, sealed, 0, iv.length);
            System.arraycopy(ciphertext, 0, sealed, iv.length, ciphertext.length);
            byte[] mac = Hmac.sha256(macKey(keys), iv, ciphertext);
            System.arraycopy(mac, 0, sealed, sealed.length - MAC_SIZE, MAC_SIZE);
            return new SealedFile(sealed, key, Sha256.hash(sealed));
        } finally {
            Arrays.fill(keys, (byte) 0);
        }
    }

    /**
     * @param digest of the pointer
     * @param size of the pointer, in bytes: the rest is padding. Some pointers tell none; where the
     *     padding begins, nobody knows then
     * @throws MalformedAttachmentException if the file is not what the pointer says
     */
    public static byte[] open(byte[] sealed, Secret key, byte[] digest, long size)
            throws MalformedAttachmentException {
        if (key.size() != KEY_SIZE) {
            throw new MalformedAttachmentException("The file's key is not one");
        }
        if (sealed.length < Aes.CBC_IV_SIZE + MAC_SIZE) {
            throw new MalformedAttachmentException("The file is cut off");
        }
        if (!ConstantTime.equal(Sha256.hash(sealed), digest)) {
            throw new MalformedAttachmentException("The file is not the one that was sent");
        }
        byte[] padded = decrypt(sealed, key);
        if (size < 0 || size > padded.length) {
            throw new MalformedAttachmentException("The file is shorter than it should be");
        }
        if (size == 0 && padded.length > 0) {
            throw new MalformedAttachmentException("The file's size is not told");
        }
        return Arrays.copyOf(padded, (int) size);
    }

    private static byte[] decrypt(byte[] sealed, Secret key) throws MalformedAttachmentException {
        byte[] keys = key.copy();
        byte[] authenticated = Arrays.copyOf(sealed, sealed.length - MAC_SIZE);
        byte[] mac = Arrays.copyOfRange(sealed, authenticated.length, sealed.length);
        byte[] iv = Arrays.copyOf(sealed, Aes.CBC_IV_SIZE);
        try (Secret aes = Secret.copyOf(Arrays.copyOf(keys, Aes.KEY_SIZE))) {
            if (!ConstantTime.equal(Hmac.sha256(macKey(keys), authenticated), mac)) {
                throw new MalformedAttachmentException("The file was altered");
            }
            return Aes.decryptCbc(aes, iv, authenticated, iv.length);
        } catch (DecryptionException e) {
            throw new MalformedAttachmentException("The file does not open");
        } finally {
            Arrays.fill(keys, (byte) 0);
        }
    }

    private static byte[] macKey(byte[] keys) {
        return Arrays.copyOfRange(keys, Aes.KEY_SIZE, KEY_SIZE);
    }

    /** What a file of so many bytes is filled up to: the next of a row that grows by 5 %. */
    static int paddedSize(int size) {
        double steps = Math.ceil(Math.log(size) / Math.log(STEP));
        int padded = (int) Math.max(SMALLEST_PADDED, Math.floor(Math.pow(STEP, steps)));
        return size > AttachmentLimits.MAX_PLAIN
                ? size
                : Math.min(AttachmentLimits.MAX_PLAIN, padded);
    }
}
