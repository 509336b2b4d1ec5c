/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Writing to a client that reads so many bytes a second and no more. */
class PacedOutputTest {

    private static final byte[] BYTES = new byte[1 << 20];

    static {
        new Random(20_261_127).nextBytes(BYTES);
    }

    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private long now;

    private OutputStream output(int bytesASecond, Duration patience) {
        OutputStream client =
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        throw new AssertionError();
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        now += TimeUnit.SECONDS.toNanos(length) / bytesASecond;
                        read.write(bytes, from, length);
                    }
                };
        return new PacedOutput(client, new Pace(patience, () -> now));
    }

    @Test
    void whoReadsInDecentTimeGetsAll() throws Exception {
        OutputStream out = output(65_536, Duration.ofSeconds(1));
        out.write(BYTES[0]);
        out.write(BYTES, 1, BYTES.length - 1);
        assertThat(read.toByteArray()).isEqualTo(BYTES);
    }

    @Test
    void aSmallAnswerMayTakeAsLongAsThePatience() throws Exception {
        output(10, Duration.ofSeconds(10)).write(BYTES, 0, 100);
        assertThat(read.size()).isEqualTo(100);
    }

    @Test
    void whoTricklesIsGivenUp() {
        OutputStream out = output(32_768, Duration.ofSeconds(2));
        assertThatThrownBy(() -> out.write(BYTES)).isInstanceOf(SocketTimeoutException.class);
        // Two seconds more than the four that so much may take.
        assertThat(read.size()).isBetween(4 * 32_768, 4 * 32_768 + (16 << 10));
    }
}
