/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.onion;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.MalformedOnionException;
import app.snug.protocol.onion.OnionLayer;
import java.nio.ByteBuffer;

/**
 * A layer on its way from node to node: hop number (1 byte), cipher (1), the client's ephemeral key
 * (32), ciphertext.
 */
final class PassedLayer {

    private static final int HEAD = 2 + X25519PublicKey.SIZE;

    private PassedLayer() {}

    static byte[] encode(OnionLayer.Route.Relay relay, int hop) {
        int cipher =
                switch (relay.cipher()) {
                    case AES_GCM -> 0;
                    case XCHACHA20 -> 1;
                    case AES_CBC -> 2;
                };
        return ByteBuffer.allocate(HEAD + relay.inner().length)
                .put((byte) Math.min(hop, Byte.MAX_VALUE))
                .put((byte) cipher)
                .put(relay.ephemeral().bytes())
                .put(relay.inner())
                .array();
    }

    static OnionLayer.Outer decode(byte[] bytes) throws MalformedOnionException {
        if (bytes.length < HEAD) {
            throw new MalformedOnionException("too short");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int hop = in.get();
        LayerCipher cipher =
                switch (in.get()) {
                    case 0 -> LayerCipher.AES_GCM;
                    case 1 -> LayerCipher.XCHACHA20;
                    case 2 -> LayerCipher.AES_CBC;
                    default -> throw new MalformedOnionException("unknown cipher");
                };
        byte[] ephemeral = new byte[X25519PublicKey.SIZE];
        in.get(ephemeral);
        byte[] ciphertext = new byte[in.remaining()];
        in.get(ciphertext);
        return new OnionLayer.Outer(
                ciphertext, X25519PublicKey.of(ephemeral), cipher, Math.max(1, hop));
    }
}
