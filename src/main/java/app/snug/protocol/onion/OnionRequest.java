/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import java.security.SecureRandom;
import java.util.List;

/**
 * A finished onion with the keys that open its reply ({@code protocol/02} §5.3, §5.6). Closing
 * wipes them.
 */
public final class OnionRequest implements AutoCloseable {

    private final byte[] body;
    private final X25519KeyPair ephemeral;
    private final X25519PublicKey destination;
    private final LayerCipher cipher;
    private final Secret destinationKey;
    private final Secret exitKey;

    private OnionRequest(
            byte[] body,
            X25519KeyPair ephemeral,
            X25519PublicKey destination,
            LayerCipher cipher,
            Secret destinationKey,
            Secret exitKey) {
        this.body = body;
        this.ephemeral = ephemeral;
        this.destination = destination;
        this.cipher = cipher;
        this.destinationKey = destinationKey;
        this.exitKey = exitKey;
    }

    /**
     * Wraps a payload for a destination and every hop of a path.
     *
     * @param path guard first, not empty
     * @param payload storage RPC for a node, V4 request for a server
     * @throws DecryptionException if a node's key is of low order
     */
    public static OnionRequest build(
            List<Hop> path,
            Destination destination,
            byte[] payload,
            LayerCipher cipher,
            SecureRandom random)
            throws DecryptionException {
        X25519KeyPair own = X25519KeyPair.generate(random);
        Secret destinationKey =
                cipher.key(own, destination.x25519(), own.publicKey(), destination.x25519());
        Secret exitKey = destinationKey;
        byte[] blob =
                switch (destination) {
                    case Destination.Node node ->
                            cipher.encrypt(
                                    destinationKey,
                                    Packed.pack(payload, "{\"headers\":\"\"}"),
                                    random);
                    case Destination.Server server ->
                            cipher.encrypt(destinationKey, payload, random);
                };
        String route = route(destination, own.publicKey(), cipher);
        for (int i = path.size() - 1; i >= 0; i--) {
            Hop hop = path.get(i);
            try (X25519KeyPair pair = X25519KeyPair.generate(random)) {
                Secret key = cipher.key(pair, hop.x25519(), pair.publicKey(), hop.x25519());
                blob = cipher.encrypt(key, Packed.pack(blob, route), random);
                if (i == path.size() - 1) {
                    exitKey = key;
                } else {
                    key.close();
                }
                route =
                        i == 0
                                ? "{" + layer(pair.publicKey(), cipher) + "}"
                                : "{\"destination\":\""
                                        + hop.ed25519().hex()
                                        + "\","
                                        + layer(pair.publicKey(), cipher)
                                        + "}";
            }
        }
        return new OnionRequest(
                Packed.pack(blob, route),
                own,
                destination.x25519(),
                cipher,
                destinationKey,
                exitKey);
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
        return NodeReply.read(httpBody, reply -> cipher.decrypt(destinationKey, reply));
    }

    /**
     * The answer of a server, raw.
     *
     * @throws ExitRefusedException if the last node refused to forward it
     * @throws MalformedOnionException if it does not open
     */
    public byte[] openServerReply(byte[] httpBody)
            throws MalformedOnionException, ExitRefusedException {
        try {
            return cipher.decrypt(destinationKey, httpBody);
        } catch (DecryptionException e) {
            // Old servers answered AES-GCM whatever they were asked in; the exit answers in its
            // own.
        }
        if (cipher == LayerCipher.XCHACHA20) {
            try {
                return LayerCipher.AES_GCM.decryptAsClient(ephemeral, destination, httpBody);
            } catch (DecryptionException e) {
                // The exit's refusal is left.
            }
        }
        throw new ExitRefusedException(
                NodeReply.read(httpBody, reply -> cipher.decrypt(exitKey, reply)));
    }

    @Override
    public void close() {
        ephemeral.close();
        destinationKey.close();
        exitKey.close();
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
            case Destination.Node node ->
                    "{\"destination\":\""
                            + node.ed25519().hex()
                            + "\","
                            + layer(ephemeral, cipher)
                            + "}";
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

    private static String layer(X25519PublicKey ephemeral, LayerCipher cipher) {
        return "\"enc_type\":\""
                + cipher.wireName()
                + "\",\"ephemeral_key\":\""
                + ephemeral.hex()
                + "\"";
    }
}
