/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.server.node.membership.PackedNodes;
import java.util.List;

/** {@code active_nodes_bin}: all nodes that are in a swarm, in few bytes. */
final class ActiveNodesMethod implements Method {

    private final NodeContext node;

    ActiveNodesMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("active_nodes_bin");
    }

    @Override
    public Call parse(Parameters parameters) {
        return () -> RpcReply.bytes(PackedNodes.of(node.membership().current(), node.version()));
    }
}
