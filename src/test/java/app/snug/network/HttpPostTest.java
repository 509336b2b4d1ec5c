/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long an answer is waited for. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpPostTest {

    private static final int PIECES = 12;
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(2), Duration.ofMinutes(5));

    private final HttpPost http =
            HttpPost.trusting(null, Duration.ofSeconds(20), new SecureRandom());
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final AtomicInteger sent = new AtomicInteger();
    private HttpServer server;
    private volatile int most = PIECES;

    /** Says a byte four times a second, up to {@link #most}. */
    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, PIECES);
                    OutputStream out = exchange.getResponseBody();
                    clock.scheduleAtFixedRate(() -> say(out), 0, 250, TimeUnit.MILLISECONDS);
                });
        server.start();
    }

    private void say(OutputStream out) {
        if (sent.get() < most) {
            try {
                out.write(sent.incrementAndGet());
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @AfterEach
    void close() {
        clock.shutdownNow();
        server.stop(0);
        http.close();
    }

    private HttpPost.Response send(Patience patience) throws Exception {
        return http.send(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                new byte[] {1},
                null,
                100,
                patience,
                Progress.NONE,
                Progress.NONE);
    }

    @Test
    void anAnswerThatTakesLongIsAwaitedAsLongAsMoreOfItComes() throws Exception {
        assertThat(send(PATIENCE).body()).hasSize(PIECES);
    }

    @Test
    void anAnswerThatStopsHalfWayIsGivenUpLongBeforeTheEnd() {
        most = PIECES / 2;
        assertThatThrownBy(() -> send(PATIENCE)).isInstanceOf(HttpTimeoutException.class);
        assertThat(sent.get()).isEqualTo(PIECES / 2);
    }

    @Test
    void noAnswerOutlastsTheWhole() {
        assertThatThrownBy(() -> send(new Patience(Duration.ofMinutes(5), Duration.ofSeconds(1))))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(sent.get()).isLessThan(PIECES);
    }
}
