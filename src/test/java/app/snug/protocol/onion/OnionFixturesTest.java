/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.onion.OnionLayer.Outer;
import app.snug.protocol.onion.OnionLayer.Route;
import app.snug.testing.Fixtures;
import app.snug.testing.ReplayedRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Onions recorded with C++ storage servers: every layer opens and closes as theirs did. */
class OnionFixturesTest {

    private static final JsonNode NODES = Fixtures.read("network.json").get("nodes");

    static Stream<Recorded> exchanges() {
        return StreamSupport.stream(
                        Fixtures.read("onion.json").get("exchanges").spliterator(), false)
                .map(Recorded::new);
    }

    /** Those that the guard took for onions. */
    static Stream<Recorded> onions() {
        return exchanges().filter(arguments -> !guardRefused(arguments.json()));
    }

    static Stream<Recorded> refusedByTheGuard() {
        return exchanges().filter(arguments -> guardRefused(arguments.json()));
    }

    /** Those that a destination node answered. */
    static Stream<Recorded> answeredByTheDestination() {
        return answered().filter(a -> a.json().get("control").has("headers"));
    }

    /** Onions of ours use one cipher for all layers. */
    static Stream<Recorded> inOneCipher() {
        return answeredByTheDestination()
                .filter(a ->
                        StreamSupport.stream(a.json().get("enc_types").spliterator(), false)
                                        .distinct()
                                        .count()
                                == 1);
    }

    /** Those that were answered. */
    static Stream<Recorded> answered() {
        return onions().filter(arguments -> arguments.json().has("response_plain"));
    }

    private static boolean guardRefused(JsonNode exchange) {
        return answer(exchange).startsWith("Error parsing onion request");
    }

    private static String answer(JsonNode exchange) {
        return exchange.get("response").path("text").asString("");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exchanges")
    void everyLayerIsSealedToTheSameBytes(Recorded recorded) throws Exception {
        JsonNode exchange = recorded.json;
        for (Layer layer : Layer.of(exchange)) {
            byte[] nonce = Arrays.copyOf(layer.ciphertext, layer.cipher.nonceSize());
            ReplayedRandom random = new ReplayedRandom(List.of(layer.ephemeralSecret, nonce));
            if (layer.isForItsNode()) {
                try (ReplyKey key = ReplyKey.fresh(layer.cipher, layer.remote(), random)) {
                    assertThat(key.ephemeral()).isEqualTo(layer.ephemeral);
                    assertThat(key.seal(layer.plain, random)).isEqualTo(layer.ciphertext);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onions")
    void everyLayerOpensToTheNextOne(Recorded recorded) throws Exception {
        JsonNode exchange = recorded.json;
        List<Layer> layers = Layer.of(exchange);
        Outer outer =
                OnionLayer.parseAtGuard(Base64.getDecoder().decode(text(exchange, "body_b64")));
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            assertThat(outer)
                    .usingRecursiveComparison()
                    .isEqualTo(new Outer(layer.ciphertext, layer.ephemeral, layer.cipher, i));
            try (X25519KeyPair node = layer.nodeKeys()) {
                if (!layer.isForItsNode()) {
                    Outer unreadable = outer;
                    assertThat(answer(exchange)).isEqualTo(OnionLayer.INVALID_CIPHERTEXT);
                    assertThatThrownBy(() -> OnionLayer.open(unreadable, node))
                            .isInstanceOf(OnionLayer.UnreadableLayerException.class);
                    return;
                }
                assertThat(OnionLayer.payload(outer, node)).isEqualTo(layer.plain);
                if (i == layers.size() - 1) {
                    checkLast(exchange, outer, node);
                    return;
                }
                Route.Relay relay = (Route.Relay) OnionLayer.open(outer, node);
                if (layers.get(i + 1).node < 0) {
                    assertThat(answer(exchange))
                            .isEqualTo("Next node not found: " + relay.next().hex());
                    return;
                }
                assertThat(relay.next().hex()).isEqualTo(layers.get(i + 1).ed25519());
                outer = new Outer(relay.inner(), relay.ephemeral(), relay.cipher(), i + 1);
            }
        }
    }

    private static void checkLast(JsonNode exchange, Outer outer, X25519KeyPair node)
            throws Exception {
        JsonNode control = exchange.get("control");
        if (control.has("headers")) {
            Route.Final end = (Route.Final) OnionLayer.open(outer, node);
            assertThat(end.payload()).isEqualTo(Fixtures.bytes(exchange.get("payload")));
            assertThat(end.json()).isEqualTo(control.path("json").asBoolean(false));
            assertThat(end.base64()).isEqualTo(control.path("base64").asBoolean(true));
        } else if (control.has("host")) {
            Route.ToServer server = (Route.ToServer) OnionLayer.open(outer, node);
            assertThat(server.host()).isEqualTo(text(control, "host"));
            assertThat(server.port()).isEqualTo(control.get("port").intValue());
            assertThat(server.target()).isEqualTo(text(control, "target"));
            boolean refused =
                    exchange.has("response_plain")
                            && text(exchange.get("response_plain"), "text").contains("Invalid url");
            assertThat(server.isAllowed()).isNotEqualTo(refused);
            if (exchange.has("server_saw")) {
                assertThat(server.body())
                        .isEqualTo(
                                Base64.getDecoder()
                                        .decode(text(exchange.get("server_saw"), "body_b64")));
            }
        } else {
            assertThatThrownBy(() -> OnionLayer.open(outer, node))
                    .isInstanceOf(MalformedOnionException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answered")
    void theReplyOpensWithTheInnermostKey(Recorded recorded) throws Exception {
        JsonNode exchange = recorded.json;
        JsonNode plain = JsonMapper.shared().readTree(text(exchange.get("response_plain"), "text"));
        JsonNode body = plain.get("body");
        try (ReplyKey key = Layer.of(exchange).getLast().replyKey()) {
            NodeReply reply = NodeReply.read(Fixtures.bytes(exchange.get("response")), key);
            assertThat(reply.status()).isEqualTo(plain.get("status").intValue());
            assertThat(reply.body())
                    .isEqualTo(body.isString() ? body.stringValue() : body.toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answeredByTheDestination")
    void ourNodesAnswerReadsTheSame(Recorded recorded) throws Exception {
        JsonNode exchange = recorded.json;
        String plain = text(exchange.get("response_plain"), "text");
        JsonNode json = JsonMapper.shared().readTree(plain);
        boolean asJson = !json.get("body").isString();
        boolean base64 = exchange.get("control").path("base64").asBoolean(true);
        byte[] theirs = Fixtures.bytes(exchange.get("response"));
        Layer last = Layer.of(exchange).getLast();
        byte[] nonce =
                Arrays.copyOf(
                        base64 ? Base64.getDecoder().decode(theirs) : theirs,
                        last.cipher.nonceSize());
        try (X25519KeyPair node = last.nodeKeys()) {
            byte[] ours =
                    OnionLayer.reply(
                            new Outer(last.ciphertext, last.ephemeral, last.cipher, 0),
                            node,
                            json.get("status").intValue(),
                            asJson ? json.get("body").toString() : json.get("body").stringValue(),
                            asJson,
                            base64,
                            new ReplayedRandom(List.of(nonce)));
            assertThat(ours).isEqualTo(theirs);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inOneCipher")
    void anOnionOfOursTakesTheSameWay(Recorded recorded) throws Exception {
        JsonNode exchange = recorded.json;
        List<Layer> layers = Layer.of(exchange);
        Layer last = layers.getLast();
        List<byte[]> random = new ArrayList<>();
        for (Layer layer : layers.reversed()) {
            random.add(layer.ephemeralSecret);
            random.add(Arrays.copyOf(layer.ciphertext, layer.cipher.nonceSize()));
        }
        List<Hop> path =
                layers.subList(0, layers.size() - 1).stream()
                        .map(l -> new Hop(ed25519(l.ed25519()), l.remote()))
                        .toList();
        Destination to = new Destination.Node(ed25519(last.ed25519()), last.remote());
        byte[] payload = Fixtures.bytes(exchange.get("payload"));
        ReplayedRandom drawn = new ReplayedRandom(random);
        try (OnionRequest request = OnionRequest.build(path, to, payload, last.cipher, drawn)) {
            drawn.assertUsedUp();
            Outer outer = OnionLayer.parse(request.body());
            for (Layer layer : layers) {
                assertThat(outer.ephemeral()).isEqualTo(layer.ephemeral);
                assertThat(outer.cipher()).isEqualTo(layer.cipher);
                try (X25519KeyPair node = layer.nodeKeys()) {
                    Route route = OnionLayer.open(outer, node);
                    if (route instanceof Route.Relay relay) {
                        outer = new Outer(relay.inner(), relay.ephemeral(), relay.cipher(), 0);
                    } else {
                        assertThat(((Route.Final) route).payload()).isEqualTo(payload);
                    }
                }
            }
            assertThat(request.openNodeReply(Fixtures.bytes(exchange.get("response"))).status())
                    .isPositive();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedByTheGuard")
    void whatTheGuardRefusedIsRefusedInItsWords(Recorded recorded) {
        JsonNode exchange = recorded.json;
        String answer = answer(exchange);
        byte[] body = Base64.getDecoder().decode(text(exchange, "body_b64"));
        // What a JSON parser complains about is its own.
        String words = answer.contains("json.exception") ? answer.split("\\[")[0] : answer;
        assertThatThrownBy(() -> OnionLayer.parseAtGuard(body))
                .isInstanceOf(MalformedOnionException.class)
                .hasMessageStartingWith(words);
    }

    private static Ed25519PublicKey ed25519(String hex) {
        return Ed25519PublicKey.ofHex(hex);
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).stringValue();
    }

    /** An exchange, shown by its name. */
    private record Recorded(JsonNode json) {
        @Override
        public String toString() {
            return text(json, "name");
        }
    }

    /** A recorded layer. */
    private record Layer(
            int node,
            LayerCipher cipher,
            byte[] ephemeralSecret,
            X25519PublicKey ephemeral,
            byte[] plain,
            byte[] ciphertext) {

        static List<Layer> of(JsonNode exchange) throws MalformedOnionException {
            List<Layer> layers = new ArrayList<>();
            for (JsonNode json : exchange.get("layers")) {
                layers.add(
                        new Layer(
                                exchange.get("path").get(layers.size()).intValue(),
                                LayerCipher.named(text(json, "enc_type")),
                                HexFormat.of().parseHex(text(json, "eph_sk")),
                                X25519PublicKey.ofHex(text(json, "eph_pk")),
                                Base64.getDecoder().decode(text(json, "plaintext_b64")),
                                Base64.getDecoder().decode(text(json, "ciphertext_b64"))));
            }
            return layers;
        }

        boolean isForItsNode() {
            if (node < 0) {
                return false;
            }
            try (X25519KeyPair keys = nodeKeys()) {
                cipher.decryptAsNode(keys, ephemeral, ciphertext);
                return true;
            } catch (DecryptionException e) {
                return false;
            }
        }

        String ed25519() {
            return text(NODES.get(node), "ed_pk");
        }

        X25519PublicKey remote() {
            return X25519PublicKey.ofHex(text(NODES.get(node), "x_pk"));
        }

        X25519KeyPair nodeKeys() {
            return X25519KeyPair.fromSecret(
                    Secret.owning(HexFormat.of().parseHex(text(NODES.get(node), "x_sk"))));
        }

        ReplyKey replyKey() throws Exception {
            return new ReplyKey(
                    cipher, X25519KeyPair.fromSecret(Secret.copyOf(ephemeralSecret)), remote());
        }
    }
}
