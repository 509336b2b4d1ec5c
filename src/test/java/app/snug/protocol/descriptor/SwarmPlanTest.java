/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.SwarmId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SwarmPlanTest {

    private static List<Node> network(int size) {
        List<Node> nodes = List.of();
        for (Ed25519PublicKey key : Household.keys(size)) {
            nodes = SwarmPlan.with(nodes, key, "192.0.2.1", 1000 + nodes.size());
        }
        return nodes;
    }

    private static TreeMap<SwarmId, Long> sizes(List<Node> nodes) {
        return nodes.stream()
                .collect(Collectors.groupingBy(Node::swarm, TreeMap::new, Collectors.counting()));
    }

    @Test
    void aSmallNetworkIsOneSwarm() {
        assertThat(sizes(network(1))).containsExactly(Map.entry(new SwarmId(0), 1L));
        assertThat(sizes(network(13))).containsExactly(Map.entry(new SwarmId(0), 13L));
    }

    @Test
    void fourteenNodesAreTwoSwarmsAndTwentyOneAreThree() {
        assertThat(sizes(network(14)).values()).containsExactly(7L, 7L);
        assertThat(sizes(network(14)).lastKey()).isEqualTo(new SwarmId(Long.MIN_VALUE));
        assertThat(sizes(network(21)).values()).containsExactly(7L, 7L, 7L);
    }

    @Test
    void whoStaysHardlyMoves() {
        List<Node> before = network(18);
        List<Node> after = SwarmPlan.without(before, before.getFirst().key());
        assertThat(after).isEqualTo(before.subList(1, 18));
    }

    @Test
    void aSwarmThatBecomesTooSmallIsFilledOrGivenUp() {
        List<Node> nodes = network(14);
        while (nodes.size() > 10) {
            SwarmId first = sizes(nodes).firstKey();
            Node leaving =
                    nodes.stream().filter(n -> n.swarm().equals(first)).findFirst().orElseThrow();
            nodes = SwarmPlan.without(nodes, leaving.key());
            assertThat(sizes(nodes).values()).allMatch(size -> size >= 5);
        }
        assertThat(sizes(nodes).values()).containsExactly(5L, 5L);
        nodes = SwarmPlan.without(nodes, nodes.getFirst().key());
        assertThat(sizes(nodes).values()).containsExactly(9L);
    }

    @Test
    void throughAnyComingAndGoingNoSwarmIsTooSmallAndNobodyIsLost() {
        Random random = new Random(3);
        List<Node> nodes = network(30);
        for (int i = 0; i < 60; i++) {
            nodes =
                    random.nextBoolean() && nodes.size() > 5
                            ? SwarmPlan.without(
                                    nodes, nodes.get(random.nextInt(nodes.size())).key())
                            : SwarmPlan.with(
                                    nodes, Household.pair().publicKey(), "192.0.2.2", 1 + i);
            var sizes = sizes(nodes);
            assertThat(nodes.stream().map(Node::key).distinct()).hasSize(nodes.size());
            assertThat(sizes.size() == 1 || sizes.values().stream().allMatch(size -> size >= 5))
                    .isTrue();
        }
    }
}
