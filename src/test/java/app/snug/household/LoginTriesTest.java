/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static app.snug.household.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginTriesTest {

    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final LoginTries tries = new LoginTries(clock, new SecureRandom());

    @Test
    void aLoginIsTriedTenTimesThenOnceInFiveMinutes() throws Exception {
        failFromEverywhere("ada", 10);
        assertRefused(Refusal.TOO_MANY_TRIES, () -> begin("ada", "192.0.2.200"));
        clock.travel(Duration.ofMinutes(5).minusMillis(1));
        assertRefused(Refusal.TOO_MANY_TRIES, () -> begin("ada", "192.0.2.200"));
        clock.travel(Duration.ofMillis(1));
        begin("ada", "192.0.2.200");
        assertRefused(Refusal.TOO_MANY_TRIES, () -> begin("ada", "192.0.2.200"));
    }

    @Test
    void afterADayAllTenTriesAreBackAndNoMore() throws Exception {
        failFromEverywhere("ada", 10);
        clock.travel(Duration.ofHours(24));
        failFromEverywhere("ada", 10);
        assertRefused(Refusal.TOO_MANY_TRIES, () -> begin("ada", "192.0.2.200"));
    }

    @Test
    void anAddressTriesTwentyTimesThenOnceAMinute() throws Exception {
        for (int i = 0; i < 20; i++) {
            begin("somebody " + i, "192.0.2.7");
        }
        assertRefused(Refusal.TOO_MANY_TRIES, () -> begin("ada", "192.0.2.7"));
        begin("ada", "192.0.2.8");
        clock.travel(Duration.ofMinutes(1));
        begin("ada", "192.0.2.7");
    }

    @Test
    void addressesOfOneIpv6NetworkAreCountedTogether() throws Exception {
        for (int i = 0; i < 20; i++) {
            begin("somebody " + i, "2001:db8:1:2::" + i);
        }
        assertRefused(Refusal.TOO_MANY_TRIES, () -> begin("ada", "2001:db8:1:2:ffff::1"));
        begin("ada", "2001:db8:1:3::1");
    }

    @Test
    void aSuccessForgivesWhatCameBefore() throws Exception {
        for (int i = 0; i < 9; i++) {
            begin("ada", "192.0.2.1");
        }
        begin("ada", "192.0.2.1").succeeded();
        failFromEverywhere("ada", 10);
    }

    @Test
    void aStrangerDoesNotKeepAMemberOutAtHome() throws Exception {
        begin("ada", "192.0.2.1").succeeded();
        failFromEverywhere("ada", 10);
        assertRefused(Refusal.TOO_MANY_TRIES, () -> begin("ada", "192.0.2.200"));
        begin("ada", "192.0.2.1");
    }

    @Test
    void aTryThatWasNotMadeDoesNotCount() throws Exception {
        for (int i = 0; i < 100; i++) {
            begin("ada", "192.0.2.1").dropped();
        }
        begin("ada", "192.0.2.1");
    }

    @Test
    void manyAtOnceGainNothing() throws Exception {
        AtomicInteger granted = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                String from = "192.0.2." + i;
                threads.execute(() -> {
                    try {
                        begin("ada", from);
                        granted.incrementAndGet();
                    } catch (RefusedException e) {
                        // What is counted here is the others.
                    }
                });
            }
        }
        assertThat(granted).hasValue(10);
    }

    @Test
    void aKnownBrowserIsCountedByItselfAndNotByItsAddress() throws Exception {
        for (int i = 0; i < 20; i++) {
            begin("somebody " + i, "192.0.2.1");
        }
        failFromEverywhere("ada", 10);
        assertRefused(Refusal.TOO_MANY_TRIES, () -> begin("ada", "192.0.2.1"));
        for (int i = 0; i < 10; i++) {
            tries.begin("ada", "192.0.2.1", Optional.of("a browser"));
        }
        assertRefused(
                Refusal.TOO_MANY_TRIES,
                () -> tries.begin("ada", "192.0.2.1", Optional.of("a browser")));
        tries.begin("ada", "192.0.2.1", Optional.of("another")).succeeded();
    }

    private LoginTries.Try begin(String login, String from) throws RefusedException {
        return tries.begin(login, from, Optional.empty());
    }

    private void failFromEverywhere(String login, int times) throws RefusedException {
        for (int i = 0; i < times; i++) {
            begin(login, "198.51.100." + i);
        }
    }
}
