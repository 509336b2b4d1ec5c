/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Secret;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownBrowsersTest {

    private final SecureRandom random = new SecureRandom();
    private final KnownBrowsers browsers = server();

    private KnownBrowsers server() {
        return new KnownBrowsers(new ServerKey(Secret.random(32, random)), random);
    }

    @Test
    void aBrowserIsKnownToThoseWhoLoggedInThereAndToThisServerAlone() {
        String kept = browsers.remember("", "ada");
        assertThat(browsers.known(kept, "ada")).isPresent();
        assertThat(browsers.known(kept, "ben")).isEmpty();
        assertThat(server().known(kept, "ada")).isEmpty();
        String shared = browsers.remember(kept, "ben");
        assertThat(browsers.known(shared, "ada")).isEqualTo(browsers.known(shared, "ben"));
    }

    @Test
    void whatItKeepsNamesNobodyAndIsAnotherInEachBrowser() {
        String kept = browsers.remember("", "ada");
        assertThat(kept).hasSize(16 + 1 + 43).doesNotContain("ada");
        String tag = kept.substring(17);
        assertThat(browsers.remember("", "ada")).doesNotContain(tag);
    }

    @Test
    void itNeverGrowsAndForgetsWhoCameLeastRecently() {
        String kept = "";
        for (int i = 0; i < 10; i++) {
            kept = browsers.remember(kept, "member " + i);
            kept = browsers.remember(kept, "member " + i);
        }
        assertThat(kept).hasSize(16 + 4 * 44);
        assertThat(browsers.known(kept, "member 6")).isPresent();
        assertThat(browsers.known(kept, "member 5")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "x", "\u0000", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAA.", "...."})
    void whatWeHaveNotGivenIsWorthNothing(String madeUp) {
        assertThat(browsers.known(madeUp, "ada")).isEmpty();
        assertThat(browsers.known(madeUp.repeat(1000), "ada")).isEmpty();
        assertThat(browsers.known(browsers.remember(madeUp, "ada"), "ada")).isPresent();
    }
}
