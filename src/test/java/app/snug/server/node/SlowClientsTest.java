/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.StorageLimits;
import app.snug.server.http.HttpServer;
import app.snug.server.http.RateLimiter;
import app.snug.server.node.membership.NodeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who takes long does not keep others out for long. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {

    private static final int CONNECTIONS = 10;
    private static final int REQUESTS = 12;
    private static final String INFO = "{\"method\":\"info\",\"params\":{}}";

    @TempDir private Path directory;
    private TestNetwork net;

    @BeforeEach
    void open() throws Exception {
        net = network("short", Duration.ofMillis(2500), Duration.ofMillis(1500));
    }

    private TestNetwork network(String name, Duration pause, Duration body) throws Exception {
        HttpServer.Limits limits =
                new HttpServer.Limits(CONNECTIONS, pause, body, HttpServer.Limits.DEFAULT.memory());
        return new TestNetwork(
                directory.resolve(name),
                settings ->
                        settings.withNodes(1, 1)
                                .withBehaviour(
                                        NodeSettings.DEFAULT
                                                .withConnections(limits)
                                                .withLimit(new RateLimiter.Limit(REQUESTS, 0))));
    }

    @AfterEach
    void close() {
        net.close();
    }

    private NodeEntry node() {
        return net.network.nodes().getFirst();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String rest(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "cut";
        }
    }

    /** Writes a byte every so often until the other side has enough of it. */
    private String trickle(String head) throws Exception {
        try (Socket socket = net.client.connect(node());
                ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1)) {
            OutputStream out = socket.getOutputStream();
            send(out, head);
            everySoOften(timer, out);
            String answer = rest(socket.getInputStream());
            timer.shutdownNow();
            return answer;
        }
    }

    private static void everySoOften(ScheduledExecutorService timer, OutputStream out) {
        timer.scheduleAtFixedRate(
                () -> {
                    try {
                        send(out, "1");
                    } catch (IOException e) {
                        timer.shutdown();
                    }
                },
                100,
                100,
                TimeUnit.MILLISECONDS);
    }

    @Test
    void aBodyThatTricklesInIsCut() throws Exception {
        String answer =
                trickle(
                        "POST /storage_rpc/v1 HTTP/1.1\r\nHost: node\r\n"
                                + "Content-Length: 100000\r\n\r\n");
        assertThat(answer)
                .satisfiesAnyOf(
                        text -> assertThat(text).startsWith("HTTP/1.1 408"),
                        text -> assertThat(text).isEqualTo("cut"));
        assertThat(net.client.rpc(node(), INFO).status()).isEqualTo(200);
    }

    @Test
    void aBodyOfUnknownLengthThatTricklesInIsCut() throws Exception {
        String answer =
                trickle(
                        "POST /onion_req/v2 HTTP/1.1\r\nHost: node\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n186A0\r\n");
        assertThat(answer)
                .satisfiesAnyOf(
                        text -> assertThat(text).startsWith("HTTP/1.1 408"),
                        text -> assertThat(text).isEqualTo("cut"));
    }

    @Test
    void aBodyThatStopsComingIsCut() throws Exception {
        try (Socket socket = net.client.connect(node())) {
            send(
                    socket.getOutputStream(),
                    "POST /storage_rpc/v1 HTTP/1.1\r\nHost: node\r\nContent-Length: 9\r\n\r\n{");
            assertThat(rest(socket.getInputStream())).doesNotContain("200");
        }
    }

    @Test
    void aHandshakeThatTricklesInIsCut() throws Exception {
        // A record of a handshake with 16 KiB, of which one byte comes at a time.
        byte[] start = {22, 3, 1, 0x40, 0, 1, 0, 0x3f, (byte) 0xfc};
        try (Socket socket = new Socket(node().host(), node().port());
                ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1)) {
            OutputStream out = socket.getOutputStream();
            out.write(start);
            everySoOften(timer, out);
            assertThat(rest(socket.getInputStream())).isIn("", "cut");
            timer.shutdownNow();
        }
        assertThat(net.client.rpc(node(), INFO).status()).isEqualTo(200);
    }

    @Test
    void whoeverHoldsAllConnectionsWithoutAskingLosesThem() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(node().host(), node().port());
                idle.add(socket);
            }
            assertThat(net.client.rpc(node(), INFO).status()).isEqualTo(200);
            for (Socket socket : idle) {
                assertThat(rest(socket.getInputStream())).isIn("", "cut");
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    /** Says how much will come; the node is at it when this returns. */
    private void announce(Socket socket, int length) throws IOException {
        send(
                socket.getOutputStream(),
                "POST /storage_rpc/v1 HTTP/1.1\r\nHost: node\r\nExpect: 100-continue\r\n"
                        + "Content-Length: "
                        + length
                        + "\r\n\r\n");
        byte[] go = socket.getInputStream().readNBytes("HTTP/1.1 100 \r\n\r\n".length());
        assertThat(new String(go, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
    }

    @Test
    void whatIsOnlyAnnouncedTakesNoMemoryFromOthers() throws Exception {
        net.close();
        // Nobody is cut here before all are at it, however busy this machine is.
        net = network("patient", Duration.ofSeconds(30), Duration.ofMinutes(1));
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 7; i++) {
                idle.add(net.client.connect(node()));
            }
            assertThat(net.client.rpc(node(), INFO).status()).isEqualTo(200);
            for (Socket socket : idle) {
                boolean last = socket == idle.getLast();
                announce(socket, last ? 4 << 20 : StorageLimits.MAX_REQUEST_BYTES);
            }
            assertThat(net.client.rpc(node(), INFO).status()).isEqualTo(200);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void whoAsksTooMuchIsToldWithoutBeingRead() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(net.client.rpc(node(), INFO).status()).isEqualTo(200);
        }
        try (Socket socket = net.client.connect(node())) {
            send(
                    socket.getOutputStream(),
                    "POST /storage_rpc/v1 HTTP/1.1\r\nHost: node\r\nContent-Length: 9\r\n\r\n{");
            assertThat(rest(socket.getInputStream())).doesNotContain("200");
        }
        assertThat(net.client.get(node(), "/metrics").text())
                .contains("snug_node_limited_total{who=\"client\"} 1\n");
    }
}
