/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.storage.Namespace;
import app.snug.server.http.HttpServer;
import app.snug.server.node.swarm.PeerRoute;
import app.snug.server.node.swarm.StatusReply;
import app.snug.server.node.swarm.SwarmPaths;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A member of a swarm that answers nonsense, or nothing, harms nobody but itself. */
class HostileMembersTest {

    private static final long HOUR = 3_600_000;
    private static final String BAD = "{\"bad_peer_response\":true,\"failed\":true}";
    private static final String SIGNATURE = "A".repeat(86) + "==";
    private static final String HASH = "b".repeat(43);

    @TempDir private Path directory;
    private LooseNetwork net;
    private final Member anna = Member.random();
    private int count;

    @BeforeEach
    void open() throws Exception {
        net = new LooseNetwork(directory, 3);
        net.arrange(0, 0, 0);
        await().until(() -> net.settled() == 3);
    }

    @AfterEach
    void close() {
        net.close();
    }

    private RawClient.Answer store() {
        return net.client.rpc(
                net.node(0), anna.store(new byte[] {(byte) count++}, net.clock.millis(), HOUR));
    }

    private RawClient.Answer delete(String hash) {
        return net.client.rpc(
                net.node(0),
                new Request("delete")
                        .of(anna)
                        .with("messages", List.of(hash))
                        .signed(anna.keys(), "delete" + hash)
                        .toString());
    }

    private JsonNode element(RawClient.Answer answer, int node) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("swarm").get(net.node(node).ed25519().hex());
    }

    private HttpServer answering(int status, List<String> element) throws Exception {
        PeerRoute.Handler handler =
                (sender, request, room) ->
                        new StatusReply(status, element.getFirst().getBytes(StandardCharsets.UTF_8))
                                .encode();
        return net.script(1, Map.of(SwarmPaths.COMMAND, handler));
    }

    private static String good(String more) {
        return "{\"expiry\":1,\"hash\":\""
                + HASH
                + "\",\"signature\":\""
                + SIGNATURE
                + "\""
                + more
                + "}";
    }

    @Test
    void wordsThatNoResultHasAreNotPassedOn() throws Exception {
        List<String> element = new ArrayList<>(List.of(""));
        try (HttpServer member = answering(200, element)) {
            for (String nonsense :
                    List.of(
                            "no json",
                            "[]",
                            "{}",
                            good(",\"already\":\"yes\""),
                            good(",\"reason\":\"\\ud800\""),
                            good(",\"reason\":\"" + "a".repeat(201) + "\""),
                            good(",\"failed\":" + "[".repeat(23) + "]".repeat(23)),
                            good("").replace(HASH, "\\ud800"),
                            good("").replace(HASH, "b".repeat(300_000)),
                            good("").replace(SIGNATURE, "A".repeat(300_000)),
                            good("").replace("1", "1e99"))) {
                element.set(0, nonsense);
                assertThat(element(store(), 1).toString()).as(nonsense).isEqualTo(BAD);
            }
            for (String more :
                    List.of(
                            ",\"x\":\"\\ud800\"",
                            ",\"t\":" + "[".repeat(23) + "]".repeat(23),
                            ",\"deleted\":[\"" + "b".repeat(300_000) + "\"]")) {
                element.set(0, good(more));
                assertThat(element(store(), 1).toString()).isEqualTo(good(""));
            }
            element.set(0, "{\"deleted\":[\"\\ud800\"],\"signature\":\"" + SIGNATURE + "\"}");
            assertThat(element(delete(HASH), 1).toString()).isEqualTo(BAD);
            String deleted = "{\"deleted\":[\"" + HASH + "\"],\"signature\":\"" + SIGNATURE + "\"}";
            element.set(0, deleted);
            assertThat(element(delete(HASH), 1).toString()).isEqualTo(deleted);
        }
    }

    @Test
    void aReasonIsCutBetweenCharacters() throws Exception {
        String face = "\ud83d\ude00";
        try (HttpServer _ = answering(406, List.of("a".repeat(199) + face))) {
            assertThat(element(store(), 1).get("reason").stringValue()).isEqualTo("a".repeat(199));
        }
    }

    @Test
    void whoNeverAnswersKeepsNobodyElseFromWhatTheyMissed() throws Exception {
        net.stop(1);
        net.stop(2);
        String missed = store().json().get("hash").stringValue();
        for (int i = 0; i < 5; i++) {
            delete("" + i + HASH.substring(1));
        }
        try (ServerSocket _ =
                new ServerSocket(net.node(1).port(), 50, InetAddress.ofLiteral("127.0.0.1"))) {
            // It greets the others, who hurry.
            net.start(2);
            // Whoever waited for the silent one would take a minute.
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            net.client
                                    .rpc(
                                            net.node(2),
                                            anna.retrieve(Namespace.DEFAULT, net.clock.millis()))
                                    .text()
                                    .contains(missed));
        }
    }
}
