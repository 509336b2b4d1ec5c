/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

import app.snug.protocol.storage.SwarmId;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;

/**
 * The nodes that are in a swarm, 51 bytes each ({@code protocol/02} §1.4): Ed25519 key, swarm, IPv4
 * address, two ports, version. Swarm by swarm, so that all nodes give the same bytes.
 */
public final class PackedNodes {

    private static final int SIZE = 51;
    private static final int MAX_NUMBER = 255;

    private PackedNodes() {}

    /**
     * @param version of the storage servers: major, minor, patch
     */
    public static byte[] of(NetworkMap map, List<Integer> version) {
        List<NodeEntry> nodes =
                map.nodes().stream()
                        .filter(node -> !node.swarm().equals(SwarmId.NONE))
                        .sorted(
                                Comparator.comparing(NodeEntry::swarm)
                                        .thenComparing(node -> node.legacy().hex()))
                        .toList();
        ByteBuffer packed = ByteBuffer.allocate(nodes.size() * SIZE);
        for (NodeEntry node : nodes) {
            packed.put(node.ed25519().bytes())
                    .putLong(node.swarm().value())
                    .put(InetAddress.ofLiteral(node.host()).getAddress())
                    .putShort((short) node.port())
                    .putShort((short) node.omqPort());
            version.forEach(number -> packed.put((byte) Math.min(number, MAX_NUMBER)));
        }
        return packed.array();
    }
}
