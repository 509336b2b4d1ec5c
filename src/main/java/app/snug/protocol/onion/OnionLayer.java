/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** A node's side of an onion: one layer off, and the way back ({@code protocol/03} §2). */
public final class OnionLayer {

    /** What a node answers to a layer that does not open. */
    public static final String INVALID_CIPHERTEXT = "Invalid ciphertext";

    /** What it answers, encrypted, to a layer that opens to nonsense. */
    public static final String INVALID_JSON = "Invalid json";

    /** A client may claim to be further down the path, but not so far that counting overflows. */
    private static final int MAX_HOP = 100;

    private OnionLayer() {}

    /**
     * A layer as it arrives.
     *
     * @param hop how many nodes it has passed, 0 at the guard
     */
    public record Outer(
            byte[] ciphertext, X25519PublicKey ephemeral, LayerCipher cipher, int hop) {}

    /** Where the inside of a layer is to go. */
    public sealed interface Route {

        /** On to the next node. */
        record Relay(
                byte[] inner, Ed25519PublicKey next, X25519PublicKey ephemeral, LayerCipher cipher)
                implements Route {}

        /**
         * To this very node.
         *
         * @param json whether a JSON result is embedded as a value, not as text
         * @param base64 whether the encrypted answer is written in base64
         */
        record Final(byte[] payload, boolean json, boolean base64) implements Route {}

        /**
         * Out of the network.
         *
         * @param body the whole decrypted layer, which the server opens further
         */
        record ToServer(byte[] body, String host, int port, String protocol, String target)
                implements Route {

            /** Whether the path and protocol are such as a node forwards to. */
            public boolean isAllowed() {
                return (protocol.equals("https") || protocol.equals("http"))
                        && (target.startsWith("/loki/") || target.startsWith("/oxen/"))
                        && target.endsWith("/lsrpc")
                        && !target.contains("?")
                        && port > 0
                        && port < 1 << 16;
            }
        }
    }

    /** The layer does not open with this node's key. */
    public static final class UnreadableLayerException extends Exception {
        UnreadableLayerException() {
            super(INVALID_CIPHERTEXT, null, false, false);
        }
    }

    /**
     * The body of a request to the guard.
     *
     * @throws MalformedOnionException to be answered with 400 and the message
     */
    public static Outer parseAtGuard(byte[] httpBody) throws MalformedOnionException {
        return parse(httpBody, Json::hexEphemeralKey);
    }

    /**
     * The body of a request to a server outside the network, which takes keys in other spellings,
     * too.
     *
     * @throws MalformedOnionException to be answered with 400 and the message
     */
    public static Outer parse(byte[] httpBody) throws MalformedOnionException {
        return parse(httpBody, Json::ephemeralKey);
    }

    @FunctionalInterface
    private interface KeyReader {
        X25519PublicKey read(Json json) throws MalformedOnionException;
    }

    private static Outer parse(byte[] httpBody, KeyReader key) throws MalformedOnionException {
        try {
            Packed packed = Packed.unpack(httpBody);
            Json json = Json.parse(packed.json());
            return new Outer(
                    packed.ciphertext(),
                    key.read(json),
                    LayerCipher.named(json.optionalString("enc_type")),
                    Math.clamp(json.integer("hop_no", 0), 0, MAX_HOP));
        } catch (MalformedOnionException e) {
            throw new MalformedOnionException("Error parsing onion request: " + e.getMessage());
        }
    }

    /**
     * Takes one layer off.
     *
     * @throws UnreadableLayerException if it does not open
     * @throws MalformedOnionException if it opens to something that is no layer
     */
    public static Route open(Outer outer, X25519KeyPair node)
            throws UnreadableLayerException, MalformedOnionException {
        byte[] plain = payload(outer, node);
        Packed packed = Packed.unpack(plain);
        Json json = Json.parse(packed.json());
        if (json.has("headers")) {
            return new Route.Final(
                    packed.ciphertext(), json.bool("json", false), json.bool("base64", true));
        }
        if (json.has("host")) {
            String protocol = json.optionalString("protocol");
            return new Route.ToServer(
                    plain,
                    json.string("host"),
                    json.integer("port", 443),
                    protocol == null ? "https" : protocol,
                    json.string("target"));
        }
        return new Route.Relay(
                packed.ciphertext(),
                Ed25519PublicKey.of(json.key("destination")),
                json.hexEphemeralKey(),
                LayerCipher.named(json.optionalString("enc_type")));
    }

    /**
     * What a layer holds for a server outside the network, which the exit has passed the whole
     * layer on to: a V4 request ({@code protocol/02} §5.5).
     *
     * @throws UnreadableLayerException if it does not open
     */
    public static byte[] payload(Outer outer, X25519KeyPair server)
            throws UnreadableLayerException {
        try {
            return outer.cipher().decryptAsNode(server, outer.ephemeral(), outer.ciphertext());
        } catch (DecryptionException e) {
            throw new UnreadableLayerException();
        }
    }

    /**
     * The answer of a server, encrypted for the client; always to be sent with HTTP status 200.
     *
     * @throws UnreadableLayerException if the client's key is of low order
     */
    public static byte[] serverReply(
            Outer outer, X25519KeyPair server, byte[] plain, SecureRandom random)
            throws UnreadableLayerException {
        try {
            return outer.cipher().encryptAsNode(server, outer.ephemeral(), plain, random);
        } catch (DecryptionException e) {
            throw new UnreadableLayerException();
        }
    }

    /**
     * The answer of this node, encrypted for the client.
     *
     * @param body JSON text, or plain text of an error
     * @param asJson embed the body as a JSON value; only where it is JSON
     */
    public static byte[] reply(
            Outer outer,
            X25519KeyPair node,
            int status,
            String body,
            boolean asJson,
            boolean base64,
            SecureRandom random)
            throws DecryptionException {
        String text =
                "{\"body\":" + (asJson ? body : Json.quote(body)) + ",\"status\":" + status + "}";
        byte[] cipher =
                outer.cipher()
                        .encryptAsNode(
                                node,
                                outer.ephemeral(),
                                text.getBytes(StandardCharsets.UTF_8),
                                random);
        return base64 ? Base64.getEncoder().encode(cipher) : cipher;
    }
}
