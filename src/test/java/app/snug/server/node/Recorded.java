/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.server.node.membership.NodeEntry;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes recorded and own answers comparable: what differs by nature becomes a word. */
final class Recorded {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> PORTS = Set.of("port", "port_https", "storage_port");

    private final RecordedNetwork network;
    private final long now;

    /**
     * @param now what clocks show in this answer, give or take a second
     */
    Recorded(RecordedNetwork network, long now) {
        this.network = network;
        this.now = now;
    }

    JsonNode comparable(JsonNode answer) {
        if (answer.isArray()) {
            ArrayNode items = JSON.arrayNode();
            answer.forEach(item -> items.add(comparable(item)));
            return items;
        }
        if (!answer.isObject()) {
            return answer;
        }
        ObjectNode fields = JSON.objectNode();
        for (var field : answer.properties()) {
            fields.set(field.getKey(), comparable(answer, field.getKey(), field.getValue()));
        }
        return fields;
    }

    private JsonNode comparable(JsonNode object, String name, JsonNode value) {
        boolean time = name.equals("t") || (name.equals("timestamp") && object.has("version"));
        if (time && value.isIntegralNumber() && Math.abs(value.longValue() - now) < 1_000) {
            return JSON.stringNode("now");
        }
        if (name.equals("block_hash") && value.stringValue().matches("[0-9a-f]{64}")) {
            return JSON.stringNode("a hash");
        }
        if (name.equals("service_node_states")) {
            return states(value);
        }
        if (PORTS.contains(name)) {
            return value.isString()
                    ? JSON.stringNode(Integer.toString(port(Integer.parseInt(value.stringValue()))))
                    : JSON.numberNode(port(value.intValue()));
        }
        return comparable(value);
    }

    /** Some nodes in some order: what is a node's own becomes a word where it is that node's. */
    private JsonNode states(JsonNode states) {
        ArrayNode nodes = JSON.arrayNode();
        for (JsonNode state : states) {
            NodeEntry node =
                    network.map()
                            .node(Ed25519PublicKey.ofHex(state.get("pubkey_ed25519").stringValue()))
                            .orElseThrow();
            Map<String, String> own =
                    Map.of(
                            "pubkey_ed25519", node.ed25519().hex(),
                            "pubkey_x25519", node.x25519().hex(),
                            "service_node_pubkey", node.legacy().hex(),
                            "storage_lmq_port", Integer.toString(node.omqPort()),
                            "storage_port", Integer.toString(port(node.port())),
                            "swarm", node.swarm().hex(),
                            "swarm_id", node.swarm().toString());
            ObjectNode fields = (ObjectNode) comparable(state);
            own.forEach((name, value) -> {
                if (fields.has(name) && fields.get(name).asString().equals(value)) {
                    fields.put(name, "the node's");
                }
            });
            nodes.add(fields);
        }
        return nodes;
    }

    private int port(int own) {
        return network.recordedPort(own);
    }
}
