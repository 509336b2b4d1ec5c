/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SwarmId;
import app.snug.protocol.storage.SwarmMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All nodes at one moment, and the names of accounts. Immutable; a changed network is a new map.
 */
public final class NetworkMap {

    public static final NetworkMap EMPTY = new NetworkMap(List.of());

    private final List<NodeEntry> nodes;
    private final Map<Ed25519PublicKey, NodeEntry> byKey;
    private final Map<SwarmId, List<NodeEntry>> swarms;
    private final SwarmMap places;
    private final String version;
    private final Names names;

    public NetworkMap(List<NodeEntry> nodes) {
        this(nodes, Names.NONE);
    }

    public NetworkMap(List<NodeEntry> nodes, Names names) {
        this.names = names;
        this.nodes = List.copyOf(nodes);
        this.byKey = new LinkedHashMap<>();
        this.swarms = new LinkedHashMap<>();
        for (NodeEntry node : nodes) {
            byKey.put(node.ed25519(), node);
            if (!node.swarm().equals(SwarmId.NONE)) {
                swarms.computeIfAbsent(node.swarm(), id -> new ArrayList<>()).add(node);
            }
        }
        this.places = SwarmMap.of(swarms.keySet());
        byte[] listed = nodes.toString().getBytes(StandardCharsets.UTF_8);
        this.version = HexFormat.of().formatHex(Blake2b.hash(32, listed));
    }

    public List<NodeEntry> nodes() {
        return nodes;
    }

    public Names names() {
        return names;
    }

    public Optional<NodeEntry> node(Ed25519PublicKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The swarm that keeps the account's messages; none if there are no swarms. */
    public SwarmId swarmOf(AccountId account) {
        return places.isEmpty() ? SwarmId.NONE : places.of(account);
    }

    public List<NodeEntry> members(SwarmId swarm) {
        return swarms.getOrDefault(swarm, List.of());
    }

    /** The other members of this node's swarm. */
    public List<NodeEntry> peersOf(Ed25519PublicKey key) {
        NodeEntry self = byKey.get(key);
        if (self == null) {
            return List.of();
        }
        return members(self.swarm()).stream().filter(n -> !n.ed25519().equals(key)).toList();
    }

    /** Whether the node is in some swarm. */
    public boolean isActive(Ed25519PublicKey key) {
        NodeEntry node = byKey.get(key);
        return node != null && !node.swarm().equals(SwarmId.NONE);
    }

    /**
     * Changes with the map, 64 hexadecimal digits; stands in for the hash of a chain's top block.
     */
    public String version() {
        return version;
    }
}
