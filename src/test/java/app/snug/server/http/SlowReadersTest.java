/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks for much and does not read it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowReadersTest {

    /** More than a system keeps for a connection. */
    private static final byte[] LARGE = new byte[16 << 20];

    /** Two of them for one address. */
    private static final long MEMORY = 4L * LARGE.length;

    private static final Duration LONG = Duration.ofMinutes(10);

    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpServer server;

    private void start(Duration pause) throws IOException {
        server =
                HttpServer.start(
                        new HttpServer.Settings(
                                "127.0.0.1",
                                0,
                                null,
                                "test",
                                List.of(),
                                new HttpServer.Limits(100, pause, LONG, MEMORY)),
                        Map.of(
                                "GET /large",
                                exchange -> new Reply(200, Reply.BYTES, LARGE),
                                "GET /taken",
                                this::taken,
                                "GET /small",
                                exchange -> Reply.text(200, "small")));
    }

    /** As a server does that has its answer from elsewhere. */
    private Reply taken(Exchange exchange) {
        try {
            exchange.room().take(LARGE.length);
            outcomes.add("room");
            return new Reply(200, Reply.BYTES, LARGE);
        } catch (BusyException e) {
            outcomes.add("busy");
            return Reply.text(503, "no room");
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket ask(String path) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        socket.getOutputStream()
                .write(
                        "GET %s HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n"
                                .formatted(path)
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private AnswerReader.Answer answer(String path) throws IOException {
        BufferedInputStream in = new BufferedInputStream(ask(path).getInputStream());
        return new AnswerReader(in, LARGE.length, Room.UNCOUNTED).read(AnswerReader.first(in));
    }

    @Test
    void theyKeepNobodyFromSmallAnswersAndAreCutForTheLargeOfOthers() throws Exception {
        start(Duration.ofSeconds(3));
        for (int i = 0; i < 20; i++) {
            ask("/large");
        }
        assertThat(answer("/small").status()).isEqualTo(200);
        AnswerReader.Answer large = null;
        while (large == null || large.status() == 503) {
            // Those who came before may find room first.
            large = answer("/large");
        }
        assertThat(large.body()).hasSize(LARGE.length);
    }

    @Test
    void oneIsCutBeforeAThirdAnswerIsTakenIntoMemory() throws Exception {
        start(Duration.ofSeconds(3));
        List<Socket> stuck = List.of(ask("/taken"), ask("/taken"));
        assertThat(outcomes.take()).isEqualTo("room");
        assertThat(outcomes.take()).isEqualTo("room");
        AnswerReader.Answer third = answer("/taken");
        assertThat(third.status()).isEqualTo(200);
        assertThat(third.body()).hasSize(LARGE.length);
        assertThat(stuck).anySatisfy(socket -> assertThat(rest(socket)).isLessThan(LARGE.length));
    }

    private static long rest(Socket socket) throws IOException {
        long read = 0;
        try {
            for (int n = 0; n >= 0; n = socket.getInputStream().read(new byte[16 << 10])) {
                read += n;
            }
        } catch (SocketException e) {
            // Cut.
            return read;
        }
        return read;
    }

    @Test
    void whoReadsGivesItsRoomToTheNext() throws Exception {
        start(LONG);
        for (int i = 0; i < 10; i++) {
            assertThat(answer("/taken").body()).hasSize(LARGE.length);
        }
        assertThat(outcomes).hasSize(10).containsOnly("room");
    }
}
