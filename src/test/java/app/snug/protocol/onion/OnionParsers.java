/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.X25519KeyPair;
import app.snug.protocol.onion.OnionLayer.Outer;
import java.security.SecureRandom;

/** For the fuzzer. */
public final class OnionParsers {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final X25519KeyPair NODE = X25519KeyPair.generate(RANDOM);
    private static final X25519KeyPair CLIENT = X25519KeyPair.generate(RANDOM);

    private OnionParsers() {}

    public static void request(byte[] bytes) {
        try {
            OnionLayer.open(OnionLayer.parse(bytes), NODE);
        } catch (MalformedOnionException | OnionLayer.UnreadableLayerException e) {
            // Refused.
        }
    }

    /** The inside of a layer that opens. */
    public static void layer(byte[] bytes) throws Exception {
        LayerCipher cipher = LayerCipher.AES_GCM;
        byte[] sealed = cipher.encryptAsClient(CLIENT, NODE.publicKey(), bytes, RANDOM);
        try {
            OnionLayer.open(new Outer(sealed, CLIENT.publicKey(), cipher, 0), NODE);
        } catch (MalformedOnionException e) {
            // Refused.
        }
    }

    public static void reply(byte[] bytes) throws Exception {
        try (ReplyKey key = ReplyKey.fresh(LayerCipher.AES_GCM, NODE.publicKey(), RANDOM)) {
            NodeReply.read(bytes, key);
            NodeReply.read(key.seal(bytes, RANDOM), key);
        } catch (MalformedOnionException e) {
            // Refused.
        }
    }
}
