/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenewalTest {

    private static final Instant UPLOADED = Instant.parse("2026-11-24T12:00:00Z");

    private static Duration after(Duration kept) {
        return Duration.between(UPLOADED, Renewal.due(UPLOADED, Optional.of(UPLOADED.plus(kept))));
    }

    @Test
    void whatIsKeptForTwoWeeksIsUploadedAgainThreeDaysAhead() {
        assertThat(after(Duration.ofDays(14))).isEqualTo(Duration.ofDays(11));
    }

    @Test
    void whatIsKeptForDaysIsUploadedAgainWhenAQuarterOfThemIsLeft() {
        assertThat(after(Duration.ofDays(4))).isEqualTo(Duration.ofDays(3));
        assertThat(after(Duration.ofDays(1))).isEqualTo(Duration.ofHours(18));
    }

    @Test
    void nothingIsUploadedAgainMoreThanTwiceADay() {
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(Duration.ofHours(12));
        assertThat(after(Duration.ofDays(-100))).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void withoutAWordOfTheServerItIsDoneAfterTwelveDays() {
        assertThat(Renewal.due(UPLOADED, Optional.empty()))
                .isEqualTo(UPLOADED.plus(Duration.ofDays(12)));
    }
}
