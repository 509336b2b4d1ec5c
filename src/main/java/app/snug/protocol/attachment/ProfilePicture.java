/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import app.snug.crypto.Aes;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The encryption of profile pictures: AES-256-GCM under the profile key, the nonce in front ({@code
 * protocol/07} §3.2).
 */
public final class ProfilePicture {

    public static final int KEY_SIZE = Aes.KEY_SIZE;

    private ProfilePicture() {}

    /**
     * @param key 32 bytes
     */
    public static byte[] seal(byte[] plain, Secret key, SecureRandom random) {
        byte[] nonce = new byte[Aes.GCM_IV_SIZE];
        random.nextBytes(nonce);
        byte[] ciphertext = Aes.encryptGcm(key, nonce, plain);
        byte[] sealed = Arrays.copyOf(nonce, nonce.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, sealed, nonce.length, ciphertext.length);
        return sealed;
    }

    public static byte[] open(byte[] sealed, Secret key) throws MalformedAttachmentException {
        if (key.size() != KEY_SIZE) {
            throw new MalformedAttachmentException("The picture's key is not one");
        }
        if (sealed.length < Aes.GCM_IV_SIZE + Aes.GCM_TAG_SIZE) {
            throw new MalformedAttachmentException("The picture is cut off");
        }
        try {
            byte[] nonce = Arrays.copyOf(sealed, Aes.GCM_IV_SIZE);
            return Aes.decryptGcm(key, nonce, sealed, nonce.length);
        } catch (DecryptionException e) {
            throw new MalformedAttachmentException("The picture was altered");
        }
    }
}
