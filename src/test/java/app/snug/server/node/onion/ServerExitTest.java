/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.onion;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.onion.OnionLayer.Route.ToServer;
import app.snug.server.http.BusyException;
import app.snug.server.http.HttpServer;
import app.snug.server.http.Reply;
import app.snug.server.http.Room;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerExitTest {

    private static final String TARGET = "/oxen/v4/lsrpc";

    /** What is asked for waits here until a test opens it. */
    private final CountDownLatch gate = new CountDownLatch(1);

    private final CountDownLatch arrived = new CountDownLatch(50);
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        server =
                HttpServer.start(
                        new HttpServer.Settings("127.0.0.1", 0, null, "Server", List.of()),
                        Map.of(
                                "POST " + TARGET,
                                exchange -> Reply.text(200, "here"),
                                "POST /loki/v3/lsrpc",
                                exchange -> {
                                    arrived.countDown();
                                    return waiting();
                                }));
    }

    @AfterEach
    void close() {
        gate.countDown();
        server.close();
    }

    private Reply waiting() {
        try {
            gate.await();
            return Reply.text(200, "at last");
        } catch (InterruptedException e) {
            return Reply.text(503, "");
        }
    }

    private InetSocketAddress alive() {
        return new InetSocketAddress("127.0.0.1", server.port());
    }

    private static InetSocketAddress dead() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    private static ServerExit.Outcome.Answered ask(ServerExit exit, String host, String target) {
        return ask(exit, host, target, Room.UNCOUNTED);
    }

    private static ServerExit.Outcome.Answered ask(
            ServerExit exit, String host, String target, Room room) {
        return (ServerExit.Outcome.Answered)
                exit.forward(new ToServer(new byte[9], host, 80, "http", target), room);
    }

    @Test
    void oneDeadAddressOfAHostDoesNotMatter() throws Exception {
        InetSocketAddress dead = dead();
        try (ServerExit exit = new ServerExit((host, port) -> List.of(dead, alive()))) {
            assertThat(ask(exit, "example.org", TARGET).status()).isEqualTo(200);
        }
        try (ServerExit exit = new ServerExit((host, port) -> List.of(dead))) {
            ServerExit.Outcome.Answered answer = ask(exit, "example.org", TARGET);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .matches(
                            "Failed to connect to example\\.org port 80 after \\d{1,5} ms:"
                                    + " Couldn't connect to server");
        }
    }

    @Test
    void memoryForAnAnswerIsTakenBeforeItIsRead() throws Exception {
        List<Long> taken = new ArrayList<>();
        Room none =
                bytes -> {
                    taken.add(bytes);
                    throw new BusyException();
                };
        try (ServerExit exit = new ServerExit((host, port) -> List.of(alive()))) {
            ServerExit.Outcome.Answered answer = ask(exit, "example.org", TARGET, none);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo("Next hop congested");
        }
        assertThat(taken).containsExactly(4L);
    }

    @Test
    void aNameThatIsLookedUpTooLongIsGivenUp() {
        ServerExit.Resolver slow =
                (host, port) -> {
                    waiting();
                    return List.of(alive());
                };
        try (ServerExit exit = new ServerExit(slow, Duration.ofMillis(50))) {
            assertThat(ask(exit, "example.org", TARGET).status()).isEqualTo(504);
        }
    }

    @Test
    void aSlowHostKeepsNobodyFromOthers() throws Exception {
        try (ServerExit exit = new ServerExit((host, port) -> List.of(alive()));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServerExit.Outcome.Answered>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(threads.submit(() -> ask(exit, "slow.example.org", "/loki/v3/lsrpc")));
            }
            arrived.await();
            assertThat(ask(exit, "SLOW.example.org", TARGET).status()).isEqualTo(502);
            assertThat(ask(exit, "example.org", TARGET).status()).isEqualTo(200);
            gate.countDown();
            for (Future<ServerExit.Outcome.Answered> answer : waiting) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
            assertThat(ask(exit, "slow.example.org", TARGET).status()).isEqualTo(200);
        }
    }
}
