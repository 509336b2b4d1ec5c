/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.SwarmId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of a path, over many random networks. */
class PathRulesTest {

    private static final int NETWORKS = 300;
    private static final int PATHS = 20;

    private final List<Ed25519KeyPair> keys = new ArrayList<>();

    PathRulesTest() {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 30; i++) {
            keys.add(Ed25519KeyPair.generate(random));
        }
    }

    private List<ServiceNode> network(Random random, int size, int subnets) {
        List<ServiceNode> nodes = new ArrayList<>();
        for (Ed25519KeyPair pair : keys.subList(0, size)) {
            nodes.add(
                    new ServiceNode(
                            pair.publicKey(),
                            pair.toX25519().publicKey(),
                            "198.51.%d.%d"
                                    .formatted(random.nextInt(subnets), 1 + random.nextInt(254)),
                            22_021,
                            SwarmId.NONE));
        }
        return nodes;
    }

    @Test
    void hopsAreDistinctInDistinctSubnetsAndNeverTheDestination() {
        Random random = new Random(1);
        for (int i = 0; i < NETWORKS; i++) {
            int size = 4 + random.nextInt(27);
            List<ServiceNode> nodes = network(random, size, 2 + random.nextInt(20));
            boolean distinct = random.nextBoolean();
            PathRules rules = new PathRules(distinct);
            for (int j = 0; j < PATHS; j++) {
                ServiceNode guard = nodes.get(random.nextInt(size));
                ServiceNode destination = nodes.get(random.nextInt(size));
                Set<Ed25519PublicKey> excluded = Set.of(destination.ed25519());
                Optional<Path> drawn = rules.draw(guard, nodes, excluded, random);
                assertThat(drawn.isPresent())
                        .isEqualTo(isPossible(guard, destination, nodes, distinct));
                drawn.ifPresent(path -> {
                    assertThat(path.guard()).isEqualTo(guard);
                    assertThat(new HashSet<>(path.nodes())).hasSize(3);
                    assertThat(path.contains(destination.ed25519())).isFalse();
                    if (distinct) {
                        assertThat(path.nodes().stream().map(n -> Addresses.subnet(n.host())))
                                .doesNotHaveDuplicates();
                    }
                });
            }
        }
    }

    /** By trying every pair. */
    private static boolean isPossible(
            ServiceNode guard, ServiceNode destination, List<ServiceNode> nodes, boolean distinct) {
        if (guard.equals(destination)) {
            return false;
        }
        for (ServiceNode middle : nodes) {
            for (ServiceNode exit : nodes) {
                List<ServiceNode> hops = List.of(guard, middle, exit);
                boolean good =
                        new HashSet<>(hops).size() == 3
                                && !hops.contains(destination)
                                && (!distinct
                                        || hops.stream()
                                                        .map(n -> Addresses.subnet(n.host()))
                                                        .distinct()
                                                        .count()
                                                == 3);
                if (good) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void everyNodeIsUsedInEveryPlaceBehindTheGuard() {
        Random random = new Random(2);
        List<ServiceNode> nodes = network(random, 10, 200);
        Set<ServiceNode> middles = new HashSet<>();
        Set<ServiceNode> exits = new HashSet<>();
        ServiceNode guard = nodes.getFirst();
        for (int i = 0; i < 1_000; i++) {
            Path path =
                    new PathRules(false)
                            .draw(guard, nodes, Collections.emptySet(), random)
                            .orElseThrow();
            middles.add(path.middle());
            exits.add(path.exit());
        }
        List<ServiceNode> others = nodes.subList(1, nodes.size());
        assertThat(middles).containsExactlyInAnyOrderElementsOf(others);
        assertThat(exits).containsExactlyInAnyOrderElementsOf(others);
    }
}
