/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.server.http.BusyException;
import app.snug.server.http.HttpServer;
import app.snug.server.http.Reply;
import app.snug.server.http.Room;
import app.snug.server.http.TlsCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PeerConnectionsTest {

    /** The start of a record of 16 KiB. */
    private static final byte[] RECORD = {22, 3, 3, 0x40, 0};

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aHandshakeThatTricklesInIsGivenUpInTime() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
                PeerConnections connections = new PeerConnections()) {
            var unused = timer.submit(() -> trickle(server.accept(), timer));
            assertThatThrownBy(() ->
                            connections.post(
                                    "127.0.0.1",
                                    server.getLocalPort(),
                                    "/",
                                    Map.of(),
                                    new byte[0],
                                    Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            PeerException.class,
                            e -> assertThat(e.kind()).isEqualTo(PeerException.Kind.SILENT));
            timer.shutdownNow();
        }
    }

    @Test
    void anAnswerForWhichThereIsNoMemoryIsNotRead() throws Exception {
        TlsCertificate certificate = TlsCertificate.generate(Instant.now(), new SecureRandom());
        Room none =
                bytes -> {
                    throw new BusyException();
                };
        try (HttpServer server =
                        HttpServer.start(
                                new HttpServer.Settings(
                                        "127.0.0.1", 0, certificate, "test", List.of()),
                                Map.of("POST /", exchange -> Reply.text(200, "much")));
                PeerConnections connections = new PeerConnections()) {
            assertThatThrownBy(() ->
                            connections.post(
                                    "127.0.0.1",
                                    server.port(),
                                    "/",
                                    Map.of(),
                                    new byte[0],
                                    Duration.ofMinutes(1),
                                    none))
                    .isInstanceOfSatisfying(
                            PeerException.class,
                            e -> assertThat(e.kind()).isEqualTo(PeerException.Kind.CONGESTED));
        }
    }

    private static Void trickle(Socket socket, ScheduledExecutorService timer) throws IOException {
        socket.getOutputStream().write(RECORD);
        timer.scheduleAtFixedRate(
                () -> {
                    try {
                        socket.getOutputStream().write(0);
                    } catch (IOException e) {
                        timer.shutdown();
                    }
                },
                50,
                50,
                TimeUnit.MILLISECONDS);
        return null;
    }
}
