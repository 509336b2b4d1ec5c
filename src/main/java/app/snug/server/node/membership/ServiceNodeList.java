/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

import app.snug.protocol.storage.SwarmId;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** Of programs that run beside storage servers, and that nothing here needs. */
    private static final List<Integer> DAEMON_VERSION = List.of(10, 4, 2);

    private static final List<Integer> LOKINET_VERSION = List.of(0, 9, 11);

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
        String polled = polled(params.path("poll_block_hash"));
        if (polled != null) {
            boolean unchanged = polled.equals(map.version());
            result.put("unchanged", unchanged);
            if (unchanged) {
                return result;
            }
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

    /** Null if the client does not poll: it may say so with an empty hash, too. */
    private static @Nullable String polled(JsonNode hash) {
        String text = hash.stringValue("");
        return text.matches("0*") ? null : text;
    }

    /** Those asked for by their keys, in that order; all if none is. */
    private static List<NodeEntry> asked(NetworkMap map, JsonNode keys) {
        if (!keys.isArray() || keys.isEmpty()) {
            return new ArrayList<>(map.nodes());
        }
        Map<String, NodeEntry> byKey = new HashMap<>();
        map.nodes().forEach(node -> byKey.put(node.legacy().hex(), node));
        Set<NodeEntry> asked = new LinkedHashSet<>();
        for (JsonNode key : keys) {
            NodeEntry node = byKey.get(key.stringValue("").toLowerCase(Locale.ROOT));
            if (node != null) {
                asked.add(node);
            }
        }
        return new ArrayList<>(asked);
    }

    private List<NodeEntry> chosen(NetworkMap map, JsonNode params) {
        List<NodeEntry> nodes = asked(map, params.path("service_node_pubkeys"));
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
        version(state, "lokinet_version", LOKINET_VERSION);
        state.put("pubkey_ed25519", node.ed25519().hex());
        state.put("pubkey_x25519", node.x25519().hex());
        state.put("public_ip", node.host());
        state.put("requested_unlock_height", 0);
        state.put("service_node_pubkey", node.legacy().hex());
        version(state, "service_node_version", DAEMON_VERSION);
        state.put("storage_lmq_port", node.omqPort());
        state.put("storage_port", node.port());
        version(state, "storage_server_version", constants.version());
        state.put("swarm", node.swarm().hex());
        state.put("swarm_id", new BigInteger(Long.toUnsignedString(node.swarm().value())));
        return state;
    }

    private static void version(ObjectNode state, String name, List<Integer> numbers) {
        ArrayNode array = state.putArray(name);
        numbers.forEach(array::add);
    }
}
