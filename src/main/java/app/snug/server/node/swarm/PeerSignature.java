/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Concatenation;
import app.snug.crypto.Ed25519PublicKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How nodes prove to each other who they are: the sender signs path, both keys, time and body; the
 * recipient signs that signature with its answer. So a request holds for one recipient and a
 * minute, and an answer for one request. All requests between nodes may be repeated harmlessly.
 */
final class PeerSignature {

    static final String NODE = "X-Snug-Node";
    static final String TIME = "X-Snug-Time";
    static final String SIGNATURE = "X-Snug-Signature";

    /** Milliseconds the clocks of two nodes may differ. */
    static final long TOLERANCE = 60_000;

    private static final byte[] REQUEST = "snug swarm request".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLY = "snug swarm reply".getBytes(StandardCharsets.US_ASCII);

    private PeerSignature() {}

    static byte[] request(
            String path,
            Ed25519PublicKey sender,
            Ed25519PublicKey recipient,
            long time,
            byte[] body) {
        return Concatenation.of(
                REQUEST,
                sender.bytes(),
                recipient.bytes(),
                ByteBuffer.allocate(Long.BYTES).putLong(time).array(),
                Blake2b.hash(32, body),
                path.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] reply(byte[] requestSignature, byte[] body) {
        return Concatenation.of(REPLY, requestSignature, Blake2b.hash(32, body));
    }

    static String encode(byte[] signature) {
        return Base64.getEncoder().encodeToString(signature);
    }

    /** Null unless these are 64 bytes in base64. */
    static byte @Nullable [] decode(@Nullable String text) {
        if (text == null || text.length() != 88) {
            return null;
        }
        try {
            byte[] signature = Base64.getDecoder().decode(text);
            return signature.length == Ed25519PublicKey.SIGNATURE_SIZE ? signature : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
