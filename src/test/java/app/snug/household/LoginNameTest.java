/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static app.snug.household.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.household.Members.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginNameTest {

    @ParameterizedTest
    @CsvSource({
        "Ada, ada",
        "'  Ada  ', ADA",
        "Stra\u00dfe, STRASSE",
        "\uff21\uff44\uff41, ada",
        "Zo\u00eb, Zoe\u0308",
        "a\u200dda, ada",
        "\u039f\u0394\u039f\u03a3, \u03bf\u03b4\u03bf\u03c2"
    })
    void namesThatLookAlikeAreTheSame(String one, String other) throws Exception {
        assertThat(LoginName.of(one).key()).isEqualTo(LoginName.of(other).key());
    }

    @Test
    void aNameIsShownAsItsMemberWritesIt() throws Exception {
        assertThat(LoginName.of("  Grand\u0000ma Zoe\u0308 ").shown())
                .isEqualTo("Grandma Zo\u00eb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u0000\u0007", "\u200b\u2060", "\ud800"})
    void aNameNobodyCanSeeIsNone(String given) {
        assertRefused(Refusal.LOGIN_EMPTY, () -> LoginName.of(given));
    }

    @Test
    void aNameHasAtMost64CodePoints() throws Exception {
        assertThat(LoginName.of("\ud83e\udd89".repeat(64)).shown()).hasSize(128);
        assertRefused(Refusal.LOGIN_TOO_LONG, () -> LoginName.of("a".repeat(65)));
        assertRefused(Refusal.LOGIN_TOO_LONG, () -> LoginName.of(" ".repeat(1_000_000)));
        // One character that normalises to eighteen.
        assertRefused(Refusal.LOGIN_TOO_LONG, () -> LoginName.of("\ufdfa".repeat(4)));
    }
}
