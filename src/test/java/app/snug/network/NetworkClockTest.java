/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the times that nodes say. */
class NetworkClockTest {

    private static final long ASKED = 1_795_000_000_000L;
    private static final long ROUND_TRIP = 400;

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 30, 200, 390, 400, 401})
    void aTimeThatOursShowedMeanwhileLeavesItAsItIs(long afterAsking) {
        assertThat(NetworkClock.offset(ASKED, ROUND_TRIP, ASKED + afterAsking)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400_000, -60_000, -2, 402, 60_000, 86_400_000})
    void anyOtherIsTakenForSaidInTheMiddleOfTheRoundTrip(long afterAsking) {
        assertThat(NetworkClock.offset(ASKED, ROUND_TRIP, ASKED + afterAsking))
                .isEqualTo(afterAsking - ROUND_TRIP / 2);
    }

    @Test
    void oneOfThreeMovesNothingAndOfTwoTheNearerCounts() {
        assertThat(NetworkClock.median(List.of(0L, 3_600_000L, 0L))).isZero();
        assertThat(NetworkClock.median(List.of(-3_600_000L, 5L))).isEqualTo(5);
    }
}
