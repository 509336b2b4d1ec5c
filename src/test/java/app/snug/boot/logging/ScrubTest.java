/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubTest {

    @Test
    void anAccountIdIsTakenOut() {
        assertThat(Scrub.line("from 05" + "ab".repeat(32) + " to /talk/05" + "cd".repeat(32)))
                .isEqualTo("from (account) to /talk/(account)");
    }

    @Test
    void ofAKeyEnoughStaysToTellItFromAnother() {
        assertThat(Scrub.line("node " + "0123456789abcdef".repeat(4) + " lags"))
                .isEqualTo("node 01234567… lags");
    }

    @Test
    void cookiesAndCiphertextAreTakenOut() {
        assertThat(Scrub.line("PsORlUrhPYukoSIPt2z7vhPFYG4W4NZY.00kRJ-4PJxcg_fj2VGlbZXvYOB8Paq="))
                .isEqualTo("….…");
    }

    @Test
    void whatIsCalledASecretIsTakenForOne() {
        assertThat(Scrub.line("{\"passphrase\":\"warm lamp\",\"x\":1} Cookie: snug=a.b; y=2"))
                .isEqualTo("{\"passphrase\":\"… lamp\",\"x\":1} Cookie: …; y=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.boot.web.AnnotationConfigServletWebServerApplicationContext",
                "The embedded PostgreSQL did not start; its log is"
                        + " /var/lib/snug/postgres/data-18/PG_VERSION",
                "Account 12: message 4711 waits: SWARM_UNREACHABLE",
                "one-time code k7m2-9xqv-04hn-b8dz",
                "seed http://127.0.0.1:22020/json_rpc"
            })
    void whatAnOperatorNeedsStays(String line) {
        assertThat(Scrub.line(line)).isEqualTo(line);
    }
}
