/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A server that is closed while it answers. */
@Timeout(30)
class EndTest {

    private static final String REQUEST = "GET /slow HTTP/1.1\r\nHost: node\r\n\r\n";

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayFail = new CountDownLatch(1);

    private Reply failsInTheEnd(Exchange exchange) {
        asked.countDown();
        try {
            assertThat(mayFail.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("This secret has been wiped");
    }

    @Test
    void whatCannotBeAnsweredAnyMoreIsOneQuietLineInTheLog() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(Routes.class);
        Said said = new Said();
        said.start();
        log.addAppender(said);
        try {
            HttpServer server =
                    HttpServer.start(
                            new HttpServer.Settings("127.0.0.1", 0, null, "test", List.of()),
                            Map.of("GET /slow", this::failsInTheEnd));
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
                assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
                server.close();
                mayFail.countDown();
                assertThat(said.something.await(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(said.list)
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getLevel()).isEqualTo(Level.INFO);
                        assertThat(event.getFormattedMessage()).contains("/slow");
                        assertThat(event.getThrowableProxy()).isNull();
                    });
        } finally {
            log.detachAppender(said);
        }
    }

    private static final class Said extends ListAppender<ILoggingEvent> {

        final CountDownLatch something = new CountDownLatch(1);

        @Override
        protected void append(ILoggingEvent event) {
            super.append(event);
            something.countDown();
        }
    }
}
