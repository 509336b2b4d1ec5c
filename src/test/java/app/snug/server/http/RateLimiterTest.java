/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong time = new AtomicLong();
    private final RateLimiter limiter = new RateLimiter(RateLimiter.Limit.DEFAULT, time::get);

    private void exhaust(String client) {
        for (int i = 0; i < 600; i++) {
            assertThat(limiter.allows(client)).isTrue();
        }
        assertThat(limiter.allows(client)).isFalse();
    }

    @Test
    void sixHundredAtOnceAndThenThreeHundredASecond() {
        exhaust("10.0.0.1");
        time.addAndGet(SECOND / 300 + 1);
        assertThat(limiter.allows("10.0.0.1")).isTrue();
        assertThat(limiter.allows("10.0.0.1")).isFalse();
        time.addAndGet(SECOND);
        for (int i = 0; i < 300; i++) {
            assertThat(limiter.allows("10.0.0.1")).isTrue();
        }
        assertThat(limiter.allows("10.0.0.1")).isFalse();
    }

    @Test
    void oneClientDoesNotPayForAnother() {
        exhaust("10.0.0.1");
        exhaust("10.0.0.2");
    }

    @Test
    void thoseWhoPausedDoNotSaveUpMoreThanTheBurst() {
        exhaust("10.0.0.1");
        time.addAndGet(SECOND * 3_600);
        exhaust("10.0.0.1");
    }

    @Test
    void moreThanTenThousandClientsAtOnceAreNotHeardUntilSomeHaveBeenQuiet() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(limiter.allows("client " + i)).isTrue();
        }
        assertThat(limiter.allows("one more")).isFalse();
        assertThat(limiter.allows("client 0")).isTrue();
        time.addAndGet(10 * SECOND);
        assertThat(limiter.allows("one more")).isTrue();
    }
}
