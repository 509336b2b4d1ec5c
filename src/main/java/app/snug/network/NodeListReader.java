/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.storage.SwarmId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Node lists as the chain's daemon writes them ({@code protocol/02} §1.3). */
final class NodeListReader {

    /** Far above the size of any real network. */
    static final int MOST_NODES = 20_000;

    private static final BigInteger LARGEST_SWARM =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private NodeListReader() {}

    /** The parameters that ask for just what {@link #read} needs. */
    static ObjectNode parameters() {
        ObjectNode fields = Json.object();
        for (String name :
                List.of(
                        "public_ip",
                        "storage_port",
                        "pubkey_x25519",
                        "pubkey_ed25519",
                        "swarm_id",
                        "requested_unlock_height",
                        "height")) {
            fields.put(name, true);
        }
        ObjectNode params = Json.object();
        params.put("active_only", true);
        params.set("fields", fields);
        return params;
    }

    /** The answer to {@link #parameters}: {@code {"service_node_states": […]}}. */
    static List<ServiceNode> readResult(JsonNode result) throws MalformedAnswerException {
        return read(result.path("service_node_states")).stream()
                .map(FallbackList.Entry::node)
                .toList();
    }

    /** Incomplete, impossible and repeated entries are dropped. */
    static List<FallbackList.Entry> read(JsonNode list) throws MalformedAnswerException {
        if (!list.isArray()) {
            throw new MalformedAnswerException("no list of nodes");
        }
        if (list.size() > MOST_NODES) {
            throw new MalformedAnswerException("a list of too many nodes");
        }
        List<FallbackList.Entry> entries = new ArrayList<>(list.size());
        Set<Ed25519PublicKey> seen = new HashSet<>();
        for (JsonNode value : list.values()) {
            node(value)
                    .filter(n -> seen.add(n.ed25519()))
                    .map(n ->
                            new FallbackList.Entry(
                                    n, value.path("requested_unlock_height").longValue(0)))
                    .ifPresent(entries::add);
        }
        return entries;
    }

    private static Optional<ServiceNode> node(JsonNode value) {
        String host = value.path("public_ip").stringValue("");
        int port = value.path("storage_port").intValue(0);
        if (!Addresses.isUsable(host) || port < 1 || port > 65_535) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ServiceNode(
                            Ed25519PublicKey.ofHex(Json.text(value, "pubkey_ed25519")),
                            X25519PublicKey.ofHex(Json.text(value, "pubkey_x25519")),
                            host,
                            port,
                            swarm(value)));
        } catch (MalformedAnswerException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static SwarmId swarm(JsonNode value) {
        JsonNode id = value.path("swarm_id");
        if (id.isIntegralNumber()) {
            BigInteger number = id.bigIntegerValue();
            if (number.signum() >= 0 && number.compareTo(LARGEST_SWARM) <= 0) {
                return new SwarmId(number.longValue());
            }
        }
        return swarmId(value.path("swarm")).orElse(SwarmId.NONE);
    }

    /** A swarm's number in hexadecimal. */
    static Optional<SwarmId> swarmId(JsonNode hex) {
        String text = hex.stringValue("");
        if (text.isEmpty() || text.length() > 16) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SwarmId(Long.parseUnsignedLong(text, 16)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The same list again, for the memory on disk. */
    static ObjectNode write(List<ServiceNode> nodes) {
        ObjectNode result = Json.object();
        var list = result.putArray("service_node_states");
        for (ServiceNode node : nodes) {
            ObjectNode value = list.addObject();
            value.put("public_ip", node.host());
            value.put("storage_port", node.port());
            value.put("pubkey_ed25519", node.ed25519().hex());
            value.put("pubkey_x25519", node.x25519().hex());
            value.put("swarm", node.swarm().hex());
        }
        return result;
    }
}
