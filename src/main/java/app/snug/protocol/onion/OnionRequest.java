/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.X25519PublicKey;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished onion with the keys that open its reply ({@code protocol/02} §5.3, §5.6). Closing
 * wipes them.
 */
public final class OnionRequest implements AutoCloseable {

    /** What a guard takes at most. */
    public static final int MAX_BODY_BYTES = 10_485_760;

    private static final String FINAL = "{\"headers\":\"\"}";

    private final byte[] body;
    private final ReplyKey destination;
    private final @Nullable ReplyKey exit;

    private OnionRequest(byte[] body, ReplyKey destination, @Nullable ReplyKey exit) {
        this.body = body;
        this.destination = destination;
        this.exit = exit;
    }

    /**
     * Wraps a payload for a destination and every hop of a path.
     *
     * @param path guard first; empty to ask the destination itself
     * @param payload storage RPC for a node, V4 request for a server
     * @throws DecryptionException if a node's key is of low order
     * @throws IllegalArgumentException if the whole exceeds {@link #MAX_BODY_BYTES}
     */
    public static OnionRequest build(
            List<Hop> path,
            Destination destination,
            byte[] payload,
            LayerCipher cipher,
            SecureRandom random)
            throws DecryptionException {
        byte[] innermost =
                switch (destination) {
                    case Destination.Node node -> Packed.pack(payload, FINAL);
                    case Destination.Server server -> payload;
                };
        ReplyKey destinationKey = ReplyKey.fresh(cipher, destination.x25519(), random);
        ReplyKey exit = null;
        try {
            byte[] blob = destinationKey.seal(innermost, random);
            X25519PublicKey outermost = destinationKey.ephemeral();
            String route = route(destination, outermost, cipher);
            for (int i = path.size() - 1; i >= 0; i--) {
                Hop hop = path.get(i);
                ReplyKey key = ReplyKey.fresh(cipher, hop.x25519(), random);
                blob = key.seal(Packed.pack(blob, route), random);
                outermost = key.ephemeral();
                route = nodeRoute(hop.ed25519().hex(), outermost, cipher);
                if (exit == null) {
                    exit = key;
                } else {
                    key.close();
                }
            }
            byte[] body = Packed.pack(blob, "{" + layer(outermost, cipher) + "}");
            if (body.length > MAX_BODY_BYTES) {
                throw new IllegalArgumentException("An onion of " + body.length + " bytes");
            }
            return new OnionRequest(body, destinationKey, exit);
        } catch (DecryptionException | RuntimeException e) {
            destinationKey.close();
            if (exit != null) {
                exit.close();
            }
            throw e;
        }
    }

    /** What is posted to the guard. */
    public byte[] body() {
        return body;
    }

    /**
     * The answer of a destination node.
     *
     * @throws MalformedOnionException if it does not open or is no answer
     */
    public NodeReply openNodeReply(byte[] httpBody) throws MalformedOnionException {
        return NodeReply.read(httpBody, destination);
    }

    /**
     * The answer of a server, raw.
     *
     * @throws ExitRefusedException if the last node refused to forward the request
     * @throws MalformedOnionException if it does not open
     */
    public byte[] openServerReply(byte[] httpBody)
            throws MalformedOnionException, ExitRefusedException {
        try {
            return destination.open(httpBody);
        } catch (DecryptionException e) {
            if (exit == null) {
                throw new MalformedOnionException("reply does not open");
            }
            // The exit answers with the key of its own layer.
            throw new ExitRefusedException(NodeReply.read(httpBody, exit));
        }
    }

    @Override
    public void close() {
        destination.close();
        if (exit != null) {
            exit.close();
        }
    }

    /** The exit node answered in the server's place. */
    public static final class ExitRefusedException extends Exception {
        private final NodeReply reply;

        ExitRefusedException(NodeReply reply) {
            super("the exit node refused: " + reply.status(), null, false, false);
            this.reply = reply;
        }

        public NodeReply reply() {
            return reply;
        }
    }

    private static String route(
            Destination destination, X25519PublicKey ephemeral, LayerCipher cipher) {
        return switch (destination) {
            case Destination.Node node -> nodeRoute(node.ed25519().hex(), ephemeral, cipher);
            case Destination.Server server ->
                    "{"
                            + layer(ephemeral, cipher)
                            + ",\"host\":"
                            + Json.quote(server.host())
                            + ",\"method\":\"POST\",\"port\":"
                            + server.port()
                            + ",\"protocol\":"
                            + Json.quote(server.protocol())
                            + ",\"target\":"
                            + Json.quote(server.target())
                            + "}";
        };
    }

    private static String nodeRoute(String ed25519, X25519PublicKey ephemeral, LayerCipher cipher) {
        return "{\"destination\":\"" + ed25519 + "\"," + layer(ephemeral, cipher) + "}";
    }

    private static String layer(X25519PublicKey ephemeral, LayerCipher cipher) {
        return "\"enc_type\":\""
                + cipher.wireName()
                + "\",\"ephemeral_key\":\""
                + ephemeral.hex()
                + "\"";
    }
}
