/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.testing.Fixtures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SwarmMapFixturesTest {

    @Test
    void everyAccountIsInTheSwarmThatStorageServersPutItIn() {
        JsonNode network = Fixtures.read("network.json");
        List<SwarmId> swarms = new ArrayList<>();
        for (JsonNode node : network.get("nodes")) {
            swarms.add(new SwarmId(Long.parseUnsignedLong(node.get("swarm").stringValue(), 16)));
        }
        SwarmMap map = SwarmMap.of(swarms);
        assertThat(network.get("swarm_mapping")).isNotEmpty();
        for (JsonNode mapping : network.get("swarm_mapping")) {
            AccountId account = new AccountId(mapping.get(0).stringValue());
            assertThat(map.of(account).hex()).isEqualTo(mapping.get(1).stringValue());
        }
    }
}
