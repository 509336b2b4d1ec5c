/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.server.node.membership.NodeEntry;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The list of nodes, as the daemon of a chain would give it. */
class NodeListTest extends AccountTest {

    private static List<NodeEntry> nodes() {
        return net().network.nodes();
    }

    private static JsonNode list(Map<String, Object> params) {
        return done(new Request("oxend_request")
                        .with("endpoint", "get_service_nodes")
                        .with("params", params))
                .get("result");
    }

    private static List<String> keys(JsonNode list) {
        return StreamSupport.stream(list.get("service_node_states").spliterator(), false)
                .map(state -> state.get("service_node_pubkey").stringValue())
                .toList();
    }

    @Test
    void onlyTheNodesAskedForAreListedInTheOrderAskedFor() {
        String first = nodes().get(0).legacy().hex();
        String last = nodes().get(2).legacy().hex();
        String nobody = "ab".repeat(32);
        assertThat(keys(list(Map.of("service_node_pubkeys", List.of(last, nobody, first)))))
                .containsExactly(last, first);
        assertThat(keys(list(Map.of("service_node_pubkeys", List.of(nobody))))).isEmpty();
        assertThat(keys(list(Map.of("service_node_pubkeys", List.of())))).hasSize(3);
    }

    @Test
    void whoPollsIsToldWhetherTheListIsTheSame() {
        String version = list(Map.of()).get("block_hash").stringValue();
        JsonNode same = list(Map.of("poll_block_hash", version));
        assertThat(same.get("unchanged").booleanValue()).isTrue();
        assertThat(same.has("service_node_states")).isFalse();
        JsonNode other = list(Map.of("poll_block_hash", "ab".repeat(32)));
        assertThat(other.get("unchanged").booleanValue()).isFalse();
        assertThat(keys(other)).hasSize(3);
        for (String none : List.of("", "0".repeat(64))) {
            assertThat(list(Map.of("poll_block_hash", none)).has("unchanged")).isFalse();
        }
    }
}
