/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

import app.snug.protocol.storage.SwarmId;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The node list as a chain daemon answers it: {@code get_service_nodes} ({@code protocol/02} §1.3).
 */
public final class ServiceNodeList {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * What is the same for the whole network.
     *
     * @param hardfork and revision, as {@code hf} in every reply
     * @param version of the storage servers: major, minor, patch
     * @param height what stands for the height of the chain
     */
    public record Constants(List<Integer> hardfork, List<Integer> version, long height) {}

    private final Membership membership;
    private final Constants constants;
    private final SecureRandom random;

    public ServiceNodeList(Membership membership, Constants constants, SecureRandom random) {
        this.membership = membership;
        this.constants = constants;
        this.random = random;
    }

    /** What stands for the height of the chain. */
    public long height() {
        return constants.height();
    }

    /** The result object; parameters of a wrong type count as absent. */
    public ObjectNode answer(@Nullable JsonNode parameters) {
        NetworkMap map = membership.current();
        JsonNode params = parameters == null ? JSON.objectNode() : parameters;
        ObjectNode result = JSON.objectNode();
        result.put("status", "OK");
        result.put("height", constants.height());
        result.put("target_height", constants.height());
        result.put("hardfork", constants.hardfork().getFirst());
        result.put("snode_revision", constants.hardfork().getLast());
        result.put("block_hash", map.version());
        JsonNode polled = params.get("poll_block_hash");
        if (polled != null && polled.isString() && polled.stringValue().equals(map.version())) {
            return result.put("unchanged", true);
        }
        Set<String> fields = fields(params.get("fields"));
        ArrayNode states = result.putArray("service_node_states");
        for (NodeEntry node : chosen(map, params)) {
            ObjectNode state = describe(node);
            if (!fields.isEmpty() && !fields.contains("all")) {
                state.retain(fields);
            }
            states.add(state);
        }
        return result;
    }

    private List<NodeEntry> chosen(NetworkMap map, JsonNode params) {
        List<NodeEntry> nodes = new ArrayList<>(map.nodes());
        JsonNode activeOnly = params.get("active_only");
        if (activeOnly != null && activeOnly.isBoolean() && activeOnly.booleanValue()) {
            nodes.removeIf(node -> node.swarm().equals(SwarmId.NONE));
        }
        JsonNode limit = params.get("limit");
        if (limit == null || !limit.isInt() || limit.intValue() == 0) {
            return nodes;
        }
        Collections.shuffle(nodes, random);
        int count = limit.intValue();
        return count < 0 || count >= nodes.size() ? nodes : nodes.subList(0, count);
    }

    /** The names asked for, as an object of {@code name: true} or an array; empty means all. */
    private static Set<String> fields(@Nullable JsonNode asked) {
        Set<String> names = new HashSet<>();
        if (asked == null) {
            return names;
        }
        if (asked.isObject()) {
            for (var field : asked.properties()) {
                JsonNode wanted = field.getValue();
                if (wanted.isBoolean() && wanted.booleanValue()) {
                    names.add(field.getKey());
                }
            }
        } else if (asked.isArray()) {
            for (JsonNode name : asked) {
                if (name.isString()) {
                    names.add(name.stringValue());
                }
            }
        }
        return names;
    }

    private ObjectNode describe(NodeEntry node) {
        boolean active = !node.swarm().equals(SwarmId.NONE);
        ObjectNode state = JSON.objectNode();
        state.put("active", active);
        state.put("funded", true);
        state.put("pubkey_ed25519", node.ed25519().hex());
        state.put("pubkey_x25519", node.x25519().hex());
        state.put("public_ip", node.host());
        state.put("requested_unlock_height", 0);
        state.put("service_node_pubkey", node.legacy().hex());
        state.put("storage_lmq_port", node.omqPort());
        state.put("storage_port", node.port());
        ArrayNode version = state.putArray("storage_server_version");
        constants.version().forEach(version::add);
        state.put("swarm", node.swarm().hex());
        state.put("swarm_id", new BigInteger(Long.toUnsignedString(node.swarm().value())));
        return state;
    }
}
