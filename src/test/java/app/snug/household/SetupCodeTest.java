/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static app.snug.household.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.household.Members.Refusal;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SetupCodeTest {

    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final SetupCode code = new SetupCode(clock, new SecureRandom());

    @Test
    void itIsReadableAndAnotherOneEachTime() {
        assertThat(code.readable()).matches("[0-9a-z]{4}(-[0-9a-z]{4}){3}");
        assertThat(new SetupCode(clock, new SecureRandom()).readable())
                .isNotEqualTo(code.readable());
    }

    @Test
    void itMayBeTypedCarelessly() throws Exception {
        code.check(code.readable());
        code.check(" " + code.readable().toUpperCase(Locale.ROOT).replace("-", " "));
        code.check(code.readable().replace("-", "").replace('0', 'O').replace('1', 'l'));
    }

    @Test
    void wrongOnesAreRefused() {
        for (String wrong : new String[] {"", "-", "k7m2-9xqv-04hn-b8dz", "x".repeat(100_000)}) {
            assertRefused(Refusal.WRONG_CODE, () -> code.check(wrong));
        }
    }

    @Test
    void wrongOnesAreLimitedAndTheRightOneIsAlwaysTaken() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertRefused(Refusal.WRONG_CODE, () -> code.check("wrong"));
        }
        assertRefused(Refusal.TOO_MANY_TRIES, () -> code.check("wrong"));
        code.check(code.readable());
        clock.travel(Duration.ofSeconds(10));
        assertRefused(Refusal.WRONG_CODE, () -> code.check("wrong"));
        assertRefused(Refusal.TOO_MANY_TRIES, () -> code.check("wrong"));
    }
}
