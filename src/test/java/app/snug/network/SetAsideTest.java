/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Nobody is out for good. */
class SetAsideTest {

    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final SetAside aside = new SetAside(clock);
    private final Ed25519PublicKey node = Ed25519KeyPair.generate(new SecureRandom()).publicKey();

    @Test
    void aNodeComesBackAfterTenMinutes() {
        aside.add(node);
        clock.travel(SetAside.FIRST.minusSeconds(1));
        assertThat(aside.contains(node)).isTrue();
        clock.travel(Duration.ofSeconds(1));
        assertThat(aside.contains(node)).isFalse();
    }

    @Test
    void eachFurtherTimeIsTwiceAsLongUpToAnHour() {
        Duration expected = SetAside.FIRST;
        for (int i = 0; i < 6; i++) {
            aside.add(node);
            clock.travel(expected.minusSeconds(1));
            assertThat(aside.contains(node)).isTrue();
            clock.travel(Duration.ofSeconds(1));
            assertThat(aside.contains(node)).isFalse();
            expected = expected.multipliedBy(2);
            if (expected.compareTo(SetAside.LONGEST) > 0) {
                expected = SetAside.LONGEST;
            }
        }
    }

    @Test
    void failingOnceMoreMeanwhileBeginsTheTimeAnewAndMakesItNoLonger() {
        aside.add(node);
        clock.travel(Duration.ofMinutes(9));
        aside.add(node);
        clock.travel(Duration.ofMinutes(9));
        assertThat(aside.contains(node)).isTrue();
        clock.travel(Duration.ofMinutes(1));
        assertThat(aside.contains(node)).isFalse();
    }

    @Test
    void doingWellEndsItAndIsForgiven() {
        aside.add(node);
        aside.remove(node);
        assertThat(aside.contains(node)).isFalse();
        aside.add(node);
        clock.travel(SetAside.FIRST);
        assertThat(aside.contains(node)).isFalse();
    }

    @Test
    void aClockSetBackFarKeepsNobodyOut() {
        aside.add(node);
        clock.travel(Duration.ofDays(-30));
        assertThat(aside.contains(node)).isFalse();
    }
}
