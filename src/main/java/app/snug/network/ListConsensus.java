/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * The nodes that two lists or more have with the same keys and address, so that one liar can
     * neither bring nodes in nor leave any out.
     */
    static List<ServiceNode> majority(List<List<ServiceNode>> lists) {
        Map<Claim, ServiceNode> claimed = new LinkedHashMap<>();
        Map<Ed25519PublicKey, ServiceNode> agreed = new LinkedHashMap<>();
        for (List<ServiceNode> list : lists) {
            Set<Claim> ownClaims = new HashSet<>();
            for (ServiceNode node : list) {
                Claim claim = Claim.of(node);
                if (ownClaims.add(claim) && claimed.putIfAbsent(claim, node) != null) {
                    agreed.putIfAbsent(node.ed25519(), node);
                }
            }
        }
        return List.copyOf(agreed.values());
    }
}
