/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What several node lists agree on ({@code protocol/02} §1.4). */
final class ListConsensus {

    private ListConsensus() {}

    /** A node's identity and address; its swarm may change between two answers. */
    private record Claim(Object ed25519, Object x25519, String host, int port) {
        static Claim of(ServiceNode node) {
            return new Claim(node.ed25519(), node.x25519(), node.host(), node.port());
        }
    }

    /** The nodes that every list has with the same keys and address; the first list's swarms. */
    static List<ServiceNode> intersection(List<List<ServiceNode>> lists) {
        if (lists.isEmpty()) {
            return List.of();
        }
        List<ServiceNode> agreed = new ArrayList<>(lists.getFirst());
        for (List<ServiceNode> other : lists.subList(1, lists.size())) {
            Set<Claim> claims = new HashSet<>();
            other.forEach(n -> claims.add(Claim.of(n)));
            agreed.removeIf(n -> !claims.contains(Claim.of(n)));
        }
        return List.copyOf(agreed);
    }
}
