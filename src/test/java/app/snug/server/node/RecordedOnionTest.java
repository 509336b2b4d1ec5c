/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.protocol.onion.LayerCipher;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.onion.ServerExit;
import app.snug.testing.Fixtures;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Onions that C++ storage servers peeled and answered, peeled and answered by our nodes. */
class RecordedOnionTest {

    private static final byte[] OPAQUE = {
        'o',
        'p',
        'a',
        'q',
        'u',
        'e',
        ' ',
        's',
        'e',
        'r',
        'v',
        'e',
        'r',
        ' ',
        'a',
        'n',
        's',
        'w',
        'e',
        'r',
        ' ',
        0,
        (byte) 0xff
    };

    /** The port in the recorded onions where somebody listens. */
    private static final int RECORDED_SERVER = 17_050;

    private record Seen(String path, String type, String agent, byte[] body) {}

    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private RecordedNetwork network;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        network =
                new RecordedNetwork(
                        new ServerExit((host, port) ->
                                List.of(
                                        port == RECORDED_SERVER
                                                ? server.getAddress()
                                                : new InetSocketAddress(host, port))));
    }

    @AfterEach
    void close() {
        network.close();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            seen.add(
                    new Seen(
                            exchange.getRequestURI().getPath(),
                            exchange.getRequestHeaders().getFirst("Content-Type"),
                            exchange.getRequestHeaders().getFirst("User-Agent"),
                            exchange.getRequestBody().readAllBytes()));
            boolean found = !exchange.getRequestURI().getPath().contains("err");
            byte[] answer = found ? OPAQUE : "nothing here".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(found ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Test
    void everyRecordedOnionEndsAsItDidWithTheStorageServersOfTheNetwork() throws Exception {
        SoftAssertions all = new SoftAssertions();
        int number = 0;
        for (JsonNode exchange : Fixtures.read("onion.json").get("exchanges")) {
            network.clock.set(Instant.ofEpochMilli(exchange.get("at_ms").longValue()));
            compare(all, number++, exchange);
        }
        assertThat(number).isEqualTo(47);
        all.assertAll();
    }

    private void compare(SoftAssertions all, int number, JsonNode exchange) throws Exception {
        NodeEntry guard = network.node(exchange.get("path").get(0).intValue());
        byte[] body = Base64.getDecoder().decode(exchange.get("body_b64").stringValue());
        RawClient.Answer answer = network.client.post(guard, "/onion_req/v2", body);
        String what =
                "#" + number + " " + exchange.get("name").stringValue() + ": " + answer.text();
        all.assertThat(answer.status()).as(what).isEqualTo(exchange.get("status").intValue());
        all.assertThat(answer.type()).as(what).isEqualTo("text/plain");
        if (exchange.has("server_saw")) {
            compareServed(all, what, exchange.get("server_saw"));
        }
        JsonNode plain = exchange.get("response_plain");
        if (plain != null) {
            JsonNode opened = open(answer.body(), exchange);
            all.assertThat(comparable(opened))
                    .as(what + opened)
                    .isEqualTo(
                            comparable(RawClient.JSON.readTree(plain.get("text").stringValue())));
        } else if (exchange.has("decrypt_error")) {
            all.assertThat(open(answer.body(), exchange).toString())
                    .isEqualTo("{\"body\":\"Invalid json\",\"status\":400}");
        } else {
            all.assertThat(words(answer.body())).as(what).isEqualTo(words(plain(exchange)));
        }
    }

    private void compareServed(SoftAssertions all, String what, JsonNode expected) {
        Seen request = seen.remove();
        JsonNode headers = expected.get("headers");
        all.assertThat(request.path()).as(what).isEqualTo(expected.get("path").stringValue());
        all.assertThat(request.type())
                .as(what)
                .isEqualTo(headers.get("Content-Type").stringValue());
        all.assertThat(request.agent()).as(what).isEqualTo(headers.get("User-Agent").stringValue());
        all.assertThat(Base64.getEncoder().encodeToString(request.body()))
                .as(what)
                .isEqualTo(expected.get("body_b64").stringValue());
    }

    private static byte[] plain(JsonNode exchange) {
        JsonNode response = exchange.get("response");
        return response.has("b64")
                ? Base64.getDecoder().decode(response.get("b64").stringValue())
                : response.get("text").stringValue().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Without the words of their JSON parser and the number of milliseconds that something took.
     */
    private static String words(byte[] answer) {
        return new String(answer, StandardCharsets.ISO_8859_1)
                .replaceAll("(Error parsing onion request: )(\\[json|not JSON).*", "$1")
                .replaceAll(" after \\d+ ms", " after some ms");
    }

    private static JsonNode open(byte[] answer, JsonNode exchange) throws Exception {
        JsonNode layers = exchange.get("layers");
        JsonNode last = layers.get(exchange.get("layers").size() - 1);
        JsonNode base64 = exchange.get("control").get("base64");
        byte[] cipher =
                base64 != null && !base64.booleanValue()
                        ? answer
                        : Base64.getDecoder().decode(answer);
        byte[] secret = HexFormat.of().parseHex(last.get("eph_sk").stringValue());
        int number = exchange.get("path").get(exchange.get("path").size() - 1).intValue();
        JsonNode node = Fixtures.read("network.json").get("nodes").get(number);
        try (Secret owned = Secret.owning(secret);
                X25519KeyPair ephemeral = X25519KeyPair.fromSecret(owned)) {
            return RawClient.JSON.readTree(
                    LayerCipher.named(last.get("enc_type").stringValue())
                            .decryptAsClient(
                                    ephemeral,
                                    app.snug.crypto.X25519PublicKey.of(
                                            HexFormat.of()
                                                    .parseHex(node.get("x_pk").stringValue())),
                                    cipher));
        }
    }

    private JsonNode comparable(JsonNode opened) {
        Recorded recorded = new Recorded(network, network.clock.millis());
        JsonNode body = opened.get("body");
        ObjectNode result = RawClient.JSON.createObjectNode();
        result.set("status", opened.get("status"));
        result.put("text", body.isString());
        boolean json = body.isString() && body.stringValue().startsWith("{");
        result.set(
                "body",
                recorded.comparable(json ? RawClient.JSON.readTree(body.stringValue()) : body));
        return result;
    }
}
