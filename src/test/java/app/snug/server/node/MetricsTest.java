/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node tells its operator, and nobody else. */
class MetricsTest extends AccountTest {

    @Test
    void requestsAreCountedAndNobodyIsAmongTheCounts() {
        store("counted");
        read(Namespace.DEFAULT);
        ask(new Request("secret_" + anna.account().hex()));
        RawClient.Answer answer = net().client.get(node(), "/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("text/plain");
        assertThat(answer.text())
                .contains("snug_node_requests_total{method=\"store\",status=\"200\"} ")
                .contains("snug_node_requests_total{method=\"none\",status=\"400\"} ")
                .contains("# TYPE snug_node_kept_bytes gauge")
                .contains("snug_node_ready 1")
                .doesNotContain(anna.account().hex(), "secret", "127.0.0.1")
                .doesNotContainPattern("[0-9a-f]{32}");
        assertThat(answer.text().lines())
                .allMatch(line -> line.matches("(# TYPE )?snug_node_[a-z_]+(\\{.*\\})? [a-z0-9]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "172.16.0.9"})
    void theHouseSeesThem(String client) {
        assertThat(MetricsRoute.isWithinTheHouse(client)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "2606:4700::1111"})
    void strangersDoNot(String client) {
        assertThat(MetricsRoute.isWithinTheHouse(client)).isFalse();
    }
}
