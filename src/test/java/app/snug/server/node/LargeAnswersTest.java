/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.Hop;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.OnionRequest;
import app.snug.protocol.storage.Namespace;
import app.snug.server.http.HttpServer;
import app.snug.server.http.Reply;
import app.snug.server.node.membership.NodeEntry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Servers that answer more at once than the nodes on the way could hold. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeAnswersTest {

    private static final int LARGE = 3 << 20;

    /** For one address a little more than one large answer. */
    private static final long MEMORY = 7 << 20;

    private static final String LARGE_TARGET = "/oxen/v4/lsrpc";
    private static final String TOO_LARGE_TARGET = "/loki/v3/lsrpc";

    @TempDir private Path directory;
    private HttpServer server;
    private TestNetwork net;

    @BeforeEach
    void open() throws Exception {
        server =
                HttpServer.start(
                        new HttpServer.Settings("127.0.0.1", 0, null, "Server", List.of()),
                        Map.of(
                                "POST " + LARGE_TARGET,
                                exchange -> new Reply(200, Reply.BYTES, new byte[LARGE]),
                                "POST " + TOO_LARGE_TARGET,
                                exchange -> new Reply(200, Reply.BYTES, new byte[2 * LARGE])));
        Duration patient = Duration.ofMinutes(1);
        HttpServer.Limits limits = new HttpServer.Limits(100, patient, patient, MEMORY);
        net =
                new TestNetwork(
                        directory,
                        settings ->
                                settings.withNodes(3, 1)
                                        .withExits(List.of("127.0.0.1:" + server.port()))
                                        .withBehaviour(
                                                NodeSettings.DEFAULT.withConnections(limits)));
    }

    @AfterEach
    void close() {
        net.close();
        server.close();
    }

    private RawClient.Answer ask(String target) throws Exception {
        List<NodeEntry> path = net.network.nodes();
        X25519PublicKey any = path.getFirst().x25519();
        try (OnionRequest request =
                OnionRequest.build(
                        path.stream().map(node -> new Hop(node.ed25519(), node.x25519())).toList(),
                        new Destination.Server("127.0.0.1", server.port(), "http", target, any),
                        new byte[1],
                        LayerCipher.AES_GCM,
                        new SecureRandom())) {
            return net.client.post(path.getFirst(), "/onion_req/v2", request.body());
        }
    }

    @Test
    void theyComeOneAfterTheOther() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawClient.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(threads.submit(() -> ask(LARGE_TARGET)));
            }
            for (Future<RawClient.Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
                assertThat(answer.get().body()).hasSize(LARGE);
            }
        }
    }

    @Test
    void oneRequestForManyPagesGetsAsManyAsThereIsMemoryFor() {
        Member anna = Member.random();
        NodeEntry node = net.network.nodes().getFirst();
        for (int i = 0; i < 12; i++) {
            byte[] data = new byte[70_000];
            data[0] = (byte) i;
            String store = anna.store(data, net.now(), 3_600_000).toString();
            assertThat(net.client.rpc(node, store).status()).isEqualTo(200);
        }
        String page = anna.retrieve(Namespace.DEFAULT, net.now(), ",\"max_size\":-1");
        String pages = String.join(",", Collections.nCopies(8, page));
        JsonNode results =
                net.client
                        .rpc(
                                node,
                                "{\"method\":\"batch\",\"params\":{\"requests\":[" + pages + "]}}")
                        .json()
                        .get("results");
        List<Integer> codes =
                results.valueStream().map(result -> result.get("code").intValue()).toList();
        assertThat(codes).hasSize(8).contains(200, 503).containsOnly(200, 503);
        assertThat(net.client.rpc(node, page).json().get("messages").size()).isEqualTo(12);
    }

    @Test
    void oneForWhichThereIsNoMemoryIsRefused() throws Exception {
        RawClient.Answer answer = ask(TOO_LARGE_TARGET);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).isEqualTo("Next hop congested");
        assertThat(ask(LARGE_TARGET).status()).isEqualTo(200);
    }
}
