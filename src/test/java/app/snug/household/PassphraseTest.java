/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static app.snug.household.Household.secret;
import static app.snug.household.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.household.Members.Refusal;
import org.junit.jupiter.api.Test;

class PassphraseTest {

    @Test
    void onlyTheLengthCounts() throws Exception {
        assertThat(Passphrase.chosen(secret("aaaaaaaaaa"))).isEqualTo(secret("aaaaaaaaaa"));
        assertThat(Passphrase.chosen(secret("x".repeat(1024)))).isEqualTo(secret("x".repeat(1024)));
        assertRefused(Refusal.PASSPHRASE_TOO_SHORT, () -> Passphrase.chosen(secret("a".repeat(9))));
        assertRefused(
                Refusal.PASSPHRASE_TOO_LONG, () -> Passphrase.chosen(secret("x".repeat(1025))));
    }

    @Test
    void lengthIsCountedInCodePoints() throws Exception {
        assertThat(Passphrase.chosen(secret("\ud83e\udd89".repeat(10)))).isNotNull();
        assertRefused(
                Refusal.PASSPHRASE_TOO_SHORT,
                () -> Passphrase.chosen(secret("\ud83e\udd89".repeat(9))));
    }

    @Test
    void theSameWordsFromAnotherKeyboardAreTheSame() throws Exception {
        assertThat(Passphrase.entered(secret("caf\u00e9 au lait")))
                .isEqualTo(Passphrase.entered(secret("cafe\u0301 au lait")));
    }

    @Test
    void caseAndSpacesCount() throws Exception {
        assertThat(Passphrase.entered(secret("Correct horse")))
                .isNotEqualTo(Passphrase.entered(secret("correct horse")))
                .isNotEqualTo(Passphrase.entered(secret("Correct horse ")));
    }
}
