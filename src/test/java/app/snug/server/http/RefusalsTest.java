/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused for its head alone. Nobody is cut here while a test lasts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusalsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private HttpServer server;

    private static final class Gated implements Route {
        @Override
        public Reply refusal(String client) {
            return Reply.text(429, "Too Many Requests\n");
        }

        @Override
        public Reply answer(Exchange exchange) {
            throw new AssertionError();
        }
    }

    @BeforeEach
    void open() throws Exception {
        server =
                HttpServer.start(
                        new HttpServer.Settings(
                                "127.0.0.1",
                                0,
                                null,
                                "test",
                                List.of(),
                                new HttpServer.Limits(10, LONG, LONG, 1 << 20)),
                        Map.of(
                                "POST /open",
                                exchange -> Reply.text(200, "read " + exchange.body().length),
                                "POST /gated",
                                new Gated()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static void send(OutputStream out, String path, int length) throws Exception {
        String head =
                "POST %s HTTP/1.1\r\nHost: node\r\nContent-Length: %d\r\n\r\n"
                        .formatted(path, length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static AnswerReader.Answer answer(InputStream in) throws Exception {
        return new AnswerReader(in, 1_000, Room.UNCOUNTED).read(AnswerReader.first(in));
    }

    @ParameterizedTest
    @CsvSource({"/open, 413", "/gated, 429", "/nowhere, 404"})
    void theAnswerComesThoughNoByteOfTheBodyDoes(String path, int status) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket.getOutputStream(), path, 20_000_000);
            assertThat(answer(socket.getInputStream()).status()).isEqualTo(status);
        }
    }

    @Test
    void whoSendsTheBodyAllTheSameMayGoOn() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String path : List.of("/gated", "/nowhere", "/open")) {
                send(socket.getOutputStream(), path, 100_000);
                socket.getOutputStream().write(new byte[100_000]);
                AnswerReader.Answer answer = answer(in);
                assertThat(answer.keepsAlive()).isTrue();
                assertThat(answer.status())
                        .isEqualTo(
                                switch (path) {
                                    case "/gated" -> 429;
                                    case "/nowhere" -> 404;
                                    default -> 200;
                                });
            }
        }
    }
}
