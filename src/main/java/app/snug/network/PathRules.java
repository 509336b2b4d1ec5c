/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws the hops behind a guard: three distinct nodes, and where the network is public three
 * distinct /24 subnets, so that no owner of one subnet sees both ends. A subnet with more nodes is
 * drawn more often, as in {@code protocol/02} §4.1.
 */
record PathRules(boolean distinctSubnets) {

    boolean mayShareAPath(ServiceNode one, ServiceNode other) {
        return !one.ed25519().equals(other.ed25519())
                && !(distinctSubnets
                        && Addresses.subnet(one.host()).equals(Addresses.subnet(other.host())));
    }

    /**
     * @param excluded nodes that must not be on the path, the destination among them
     */
    Optional<Path> draw(
            ServiceNode guard,
            Collection<ServiceNode> nodes,
            Set<Ed25519PublicKey> excluded,
            RandomGenerator random) {
        if (excluded.contains(guard.ed25519())) {
            return Optional.empty();
        }
        List<ServiceNode> candidates = new ArrayList<>(nodes.size());
        for (ServiceNode node : nodes) {
            if (!excluded.contains(node.ed25519()) && mayShareAPath(guard, node)) {
                candidates.add(node);
            }
        }
        while (!candidates.isEmpty()) {
            ServiceNode middle = candidates.remove(random.nextInt(candidates.size()));
            List<ServiceNode> exits =
                    candidates.stream().filter(n -> mayShareAPath(middle, n)).toList();
            if (!exits.isEmpty()) {
                ServiceNode exit = exits.get(random.nextInt(exits.size()));
                return Optional.of(new Path(guard, middle, exit));
            }
        }
        return Optional.empty();
    }
}
