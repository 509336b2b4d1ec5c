/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import java.security.SecureRandom;

/**
 * A client's key for one layer of an onion: seals the layer, opens what comes back ({@code
 * protocol/02} §5.6). Closing wipes it.
 */
final class ReplyKey implements AutoCloseable {

    private final LayerCipher cipher;
    private final X25519KeyPair ephemeral;
    private final X25519PublicKey remote;
    private final Secret key;

    /**
     * @param ephemeral becomes this object's
     * @throws DecryptionException if the other key is of low order
     */
    ReplyKey(LayerCipher cipher, X25519KeyPair ephemeral, X25519PublicKey remote)
            throws DecryptionException {
        this.cipher = cipher;
        this.ephemeral = ephemeral;
        this.remote = remote;
        try {
            this.key = cipher.key(ephemeral, remote, ephemeral.publicKey(), remote);
        } catch (DecryptionException e) {
            ephemeral.close();
            throw e;
        }
    }

    static ReplyKey fresh(LayerCipher cipher, X25519PublicKey remote, SecureRandom random)
            throws DecryptionException {
        return new ReplyKey(cipher, X25519KeyPair.generate(random), remote);
    }

    X25519PublicKey ephemeral() {
        return ephemeral.publicKey();
    }

    byte[] seal(byte[] plain, SecureRandom random) {
        return cipher.encrypt(key, plain, random);
    }

    byte[] open(byte[] reply) throws DecryptionException {
        try {
            return cipher.decrypt(key, reply);
        } catch (DecryptionException e) {
            if (cipher != LayerCipher.XCHACHA20) {
                throw e;
            }
            // Old servers answered in AES-GCM whatever they were asked in.
            return LayerCipher.AES_GCM.decryptAsClient(ephemeral, remote, reply);
        }
    }

    @Override
    public void close() {
        ephemeral.close();
        key.close();
    }
}
