/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Blake2b;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.onion.OnionLayer.Outer;
import app.snug.protocol.onion.OnionLayer.Route;
import app.snug.testing.ReplayedRandom;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class OnionVectorsTest {

    @TestFactory
    Stream<DynamicTest> onions() {
        return Vectors.of("onion").tests(OnionVectorsTest::check);
    }

    private static void check(VectorCase c) throws Exception {
        switch (c.type()) {
            case "build" -> {
                ourOnionIsTheSame(c);
                everyLayerComesOff(c);
            }
            case "hop_encrypt" -> hopEncrypt(c);
            case "hop_decrypt" -> hopDecrypt(c);
            case "response_decrypt" -> responseDecrypt(c);
            case "request_parse" -> requestParse(c);
            default -> throw new AssertionError("unknown type " + c.type());
        }
    }

    private static void ourOnionIsTheSame(VectorCase c) throws Exception {
        List<Hop> path = new ArrayList<>();
        for (JsonNode hop : c.node("hops")) {
            path.add(
                    new Hop(
                            Ed25519PublicKey.ofHex(text(hop, "ed25519_pubkey_hex")),
                            publicKey(hop, "x25519_pubkey_hex")));
        }
        ReplayedRandom random = c.randomness();
        try (OnionRequest request =
                OnionRequest.build(
                        path,
                        destination(c.node("destination")),
                        c.hex("payload_hex"),
                        LayerCipher.named(c.text("enc_type")),
                        random)) {
            assertThat(request.body()).isEqualTo(c.hex("onion_hex"));
            random.assertUsedUp();
            opensTheResponse(c, request);
        }
    }

    private static void opensTheResponse(VectorCase c, OnionRequest request) throws Exception {
        byte[] reply = bytes(c.node("response"), "ciphertext_hex");
        byte[] plain = bytes(c.node("response"), "plaintext_hex");
        if (isNode(c)) {
            NodeReply read = request.openNodeReply(reply);
            Json json = Json.parse(plain);
            assertThat(read.status()).isEqualTo(json.integer("status", -1));
            assertThat(read.body()).isEqualTo(json.string("body"));
        } else {
            assertThat(request.openServerReply(reply)).isEqualTo(plain);
        }
    }

    private static void everyLayerComesOff(VectorCase c) throws Exception {
        JsonNode layers = c.node("layers");
        Outer outer = OnionLayer.parse(c.hex("onion_hex"));
        for (int i = 0; i < layers.size() - 1; i++) {
            JsonNode layer = layers.get(i);
            assertThat(outer.ephemeral())
                    .isEqualTo(publicKey(layer, "ephemeral_x25519_pubkey_hex"));
            try (X25519KeyPair node = keys(text(c.node("hops").get(i), "x25519_secret_key_hex"))) {
                Packed packed = Packed.unpack(OnionLayer.payload(outer, node));
                assertThat(packed.ciphertext()).hasSize(layer.get("blob_size").intValue());
                assertThat(Blake2b.hash(32, packed.ciphertext()))
                        .isEqualTo(bytes(layer, "blob_hash_hex"));
                assertThat(new String(packed.json(), StandardCharsets.UTF_8))
                        .isEqualTo(text(layer, "routing_json"));
                outer =
                        switch (OnionLayer.open(outer, node)) {
                            case Route.Relay relay -> next(c, i, relay);
                            case Route.ToServer server -> {
                                assertThat(server.isAllowed()).isTrue();
                                yield OnionLayer.parse(server.body());
                            }
                            case Route.Final end -> throw new AssertionError("the end, too early");
                        };
            }
        }
        destinationOpens(c, layers.get(layers.size() - 1), outer);
    }

    private static Outer next(VectorCase c, int i, Route.Relay relay) {
        JsonNode hops = c.node("hops");
        JsonNode next = i + 1 < hops.size() ? hops.get(i + 1) : c.node("destination");
        assertThat(relay.next().hex()).isEqualTo(text(next, "ed25519_pubkey_hex"));
        return new Outer(relay.inner(), relay.ephemeral(), relay.cipher(), i + 1);
    }

    private static void destinationOpens(VectorCase c, JsonNode layer, Outer outer)
            throws Exception {
        try (X25519KeyPair keys = keys(text(c.node("destination"), "x25519_secret_key_hex"))) {
            assertThat(outer.ephemeral()).isEqualTo(pair(c, "final_ephemeral_x25519").publicKey());
            assertThat(OnionLayer.payload(outer, keys)).isEqualTo(bytes(layer, "plaintext_hex"));
            if (isNode(c)) {
                Route.Final end = (Route.Final) OnionLayer.open(outer, keys);
                assertThat(end.payload()).isEqualTo(c.hex("payload_hex"));
            }
            JsonNode response = c.node("response");
            assertThat(
                            OnionLayer.serverReply(
                                    outer,
                                    keys,
                                    bytes(response, "plaintext_hex"),
                                    random(response.get("randomness_hex"))))
                    .isEqualTo(bytes(response, "ciphertext_hex"));
        }
    }

    private static void hopEncrypt(VectorCase c) throws Exception {
        LayerCipher cipher = LayerCipher.named(c.text("enc_type"));
        byte[] plain = c.hex("plaintext_hex");
        byte[] sealed = c.hex("ciphertext_hex");
        ReplayedRandom random = c.randomness();
        X25519PublicKey clientKey = pair(c, "client_x25519").publicKey();
        X25519PublicKey serverKey = X25519PublicKey.ofHex(c.text("server_x25519_pubkey_hex"));
        try (X25519KeyPair client = pair(c, "client_x25519");
                X25519KeyPair server = pair(c, "server_x25519")) {
            if (c.text("direction").equals("client_to_server")) {
                assertThat(cipher.encryptAsClient(client, serverKey, plain, random))
                        .isEqualTo(sealed);
                assertThat(cipher.decryptAsNode(server, clientKey, sealed)).isEqualTo(plain);
            } else {
                assertThat(cipher.encryptAsNode(server, clientKey, plain, random))
                        .isEqualTo(sealed);
                assertThat(cipher.decryptAsClient(client, serverKey, sealed)).isEqualTo(plain);
            }
        }
    }

    private static void hopDecrypt(VectorCase c) throws Exception {
        LayerCipher cipher = LayerCipher.named(c.text("enc_type"));
        byte[] sealed = c.hex("ciphertext_hex");
        try (X25519KeyPair client = pair(c, "client_x25519");
                X25519KeyPair server = pair(c, "server_x25519")) {
            Opening opening =
                    c.text("direction").equals("client_to_server")
                            ? () -> cipher.decryptAsNode(server, client.publicKey(), sealed)
                            : () -> cipher.decryptAsClient(client, server.publicKey(), sealed);
            opensAsExpected(c, opening);
        }
    }

    private static void responseDecrypt(VectorCase c) throws Exception {
        byte[] sealed = c.hex("ciphertext_hex");
        LayerCipher answered = LayerCipher.named(c.text("response_enc_type"));
        try (X25519KeyPair server = pair(c, "destination_x25519");
                ReplyKey key =
                        new ReplyKey(
                                LayerCipher.named(c.text("configured_enc_type")),
                                pair(c, "final_ephemeral_x25519"),
                                server.publicKey())) {
            opensAsExpected(c, () -> key.open(sealed));
            if (c.has("randomness_hex")) {
                byte[] plain = c.hex("plaintext_hex");
                assertThat(answered.encryptAsNode(server, key.ephemeral(), plain, c.randomness()))
                        .isEqualTo(sealed);
            }
        }
    }

    private static void requestParse(VectorCase c) throws Exception {
        c.ignore("key_encoding");
        byte[] request = c.hex("request_hex");
        try (X25519KeyPair server = pair(c, "server_x25519")) {
            if (c.expectsError()) {
                assertThatThrownBy(() -> OnionLayer.payload(OnionLayer.parse(request), server))
                        .isInstanceOfAny(
                                MalformedOnionException.class,
                                OnionLayer.UnreadableLayerException.class);
                return;
            }
            Outer outer = OnionLayer.parse(request);
            assertThat(outer.ephemeral())
                    .isEqualTo(X25519PublicKey.ofHex(c.text("remote_x25519_pubkey_hex")))
                    .isEqualTo(keys(c.text("client_x25519_secret_key_hex")).publicKey());
            assertThat(OnionLayer.payload(outer, server)).isEqualTo(c.hex("payload_hex"));
            assertThat(
                            OnionLayer.serverReply(
                                    outer,
                                    server,
                                    c.hex("reply_plaintext_hex"),
                                    random(c.node("reply_randomness_hex"))))
                    .isEqualTo(c.hex("reply_ciphertext_hex"));
        }
    }

    private interface Opening {
        byte[] open() throws DecryptionException;
    }

    private static void opensAsExpected(VectorCase c, Opening opening) throws DecryptionException {
        if (c.expectsError()) {
            assertThatThrownBy(opening::open).isInstanceOf(DecryptionException.class);
        } else {
            assertThat(opening.open()).isEqualTo(c.hex("plaintext_hex"));
        }
    }

    private static boolean isNode(VectorCase c) {
        return text(c.node("destination"), "kind").equals("snode");
    }

    private static Destination destination(JsonNode json) {
        X25519PublicKey x25519 = publicKey(json, "x25519_pubkey_hex");
        if (text(json, "kind").equals("snode")) {
            return new Destination.Node(
                    Ed25519PublicKey.ofHex(text(json, "ed25519_pubkey_hex")), x25519);
        }
        String protocol = text(json, "protocol");
        int usual = protocol.equals("http") ? 80 : 443;
        return new Destination.Server(
                text(json, "host"),
                json.get("port").isNull() ? usual : json.get("port").intValue(),
                protocol,
                text(json, "target"),
                x25519);
    }

    /** A key pair given by both halves. */
    private static X25519KeyPair pair(VectorCase c, String name) {
        X25519KeyPair pair = keys(c.text(name + "_secret_key_hex"));
        assertThat(pair.publicKey().hex()).isEqualTo(c.text(name + "_pubkey_hex"));
        return pair;
    }

    private static X25519KeyPair keys(String secret) {
        return X25519KeyPair.fromSecret(Secret.owning(HexFormat.of().parseHex(secret)));
    }

    private static X25519PublicKey publicKey(JsonNode json, String name) {
        return X25519PublicKey.ofHex(text(json, name));
    }

    private static ReplayedRandom random(JsonNode hexes) {
        List<byte[]> drawn = new ArrayList<>();
        for (JsonNode hex : hexes) {
            drawn.add(HexFormat.of().parseHex(hex.stringValue()));
        }
        return new ReplayedRandom(drawn);
    }

    private static byte[] bytes(JsonNode json, String name) {
        return HexFormat.of().parseHex(text(json, name));
    }

    private static String text(JsonNode json, String name) {
        return json.get(name).stringValue();
    }
}
