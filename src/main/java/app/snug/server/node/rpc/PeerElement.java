/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What another member says of itself, as far as results have it ({@code protocol/02} §7.6). A
 * member is a stranger too: nothing else of its words goes into our reply.
 */
final class PeerElement {

    /** Most bytes; there may be tens of thousands of hashes in it. */
    private static final int MAX_SIZE = 1 << 20;

    private static final int MAX_REASON = 200;
    private static final int MAX_CODE = 16;
    private static final int SIGNATURE_DIGITS = 88;
    private static final int NAMESPACE_DIGITS = 6;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Copies a value; null if it is none of its kind. */
    @FunctionalInterface
    private interface Kind {
        @Nullable JsonNode copy(JsonNode value);
    }

    /** What a result of {@code store} has. */
    private static final Map<String, Kind> PLAIN =
            Map.ofEntries(
                    Map.entry("already", PeerElement::flag),
                    Map.entry("bad_peer_response", PeerElement::flag),
                    Map.entry("code", value -> text(value, MAX_CODE)),
                    Map.entry("expiry", PeerElement::number),
                    Map.entry("failed", PeerElement::flag),
                    Map.entry("hash", PeerElement::hash),
                    Map.entry("query_failure", PeerElement::flag),
                    Map.entry("reason", value -> text(value, MAX_REASON)),
                    Map.entry("signature", PeerElement::signature),
                    Map.entry("timeout", PeerElement::flag));

    /** What results of methods that alter something have besides. */
    private static final Map<String, Kind> LISTS =
            Map.of(
                    "count", PeerElement::number,
                    "deleted", PeerElement::lists,
                    "expiry", PeerElement::numbers,
                    "unchanged", PeerElement::times,
                    "updated", PeerElement::lists);

    private PeerElement() {}

    /**
     * @param lists whether lists of hashes belong in it
     * @return null if it is no result
     */
    static @Nullable ObjectNode of(byte[] result, boolean lists) {
        JsonNode json = result.length > MAX_SIZE ? null : Json.parse(result);
        if (json == null || !json.isObject()) {
            return null;
        }
        Map<String, Kind> kinds = new TreeMap<>(PLAIN);
        if (lists) {
            kinds.putAll(LISTS);
        }
        ObjectNode copy = JSON.objectNode();
        for (Map.Entry<String, Kind> kind : kinds.entrySet()) {
            JsonNode value = json.get(kind.getKey());
            if (value == null) {
                continue;
            }
            JsonNode copied = kind.getValue().copy(value);
            if (copied == null) {
                return null;
            }
            copy.set(kind.getKey(), copied);
        }
        return copy.has("failed") || copy.has("signature") ? copy : null;
    }

    /** Members say 1 among themselves. */
    private static @Nullable JsonNode flag(JsonNode value) {
        boolean one = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() == 1;
        return one || value.isBoolean() ? value : null;
    }

    private static @Nullable JsonNode number(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() ? value : null;
    }

    private static @Nullable JsonNode text(JsonNode value, int most) {
        boolean fits = value.isString() && value.stringValue().length() <= most;
        // Half a surrogate pair cannot be written.
        return fits && StandardCharsets.UTF_8.newEncoder().canEncode(value.stringValue())
                ? value
                : null;
    }

    private static @Nullable JsonNode signature(JsonNode value) {
        return value.isString()
                        && value.stringValue().length() <= SIGNATURE_DIGITS
                        && Parameters.base64(value.stringValue()) != null
                ? value
                : null;
    }

    private static @Nullable JsonNode hash(JsonNode value) {
        return value.isString() && Parameters.isHash(value.stringValue()) ? value : null;
    }

    private static @Nullable JsonNode numbers(JsonNode value) {
        return value.isArray() ? array(value, PeerElement::number) : number(value);
    }

    /** Hashes, or those of each namespace. */
    private static @Nullable JsonNode lists(JsonNode value) {
        return value.isObject()
                ? object(value, PeerElement::isNamespace, PeerElement::hashes)
                : hashes(value);
    }

    private static @Nullable JsonNode hashes(JsonNode value) {
        return value.isArray() ? array(value, PeerElement::hash) : null;
    }

    private static @Nullable JsonNode times(JsonNode value) {
        return value.isObject() ? object(value, Parameters::isHash, PeerElement::number) : null;
    }

    private static boolean isNamespace(String name) {
        return name.length() <= NAMESPACE_DIGITS && name.matches("-?[0-9]+");
    }

    private static @Nullable JsonNode array(JsonNode value, Kind kind) {
        ArrayNode copy = JSON.arrayNode(value.size());
        for (JsonNode item : value) {
            JsonNode copied = kind.copy(item);
            if (copied == null) {
                return null;
            }
            copy.add(copied);
        }
        return copy;
    }

    @FunctionalInterface
    private interface Name {
        boolean is(String name);
    }

    private static @Nullable JsonNode object(JsonNode value, Name name, Kind kind) {
        ObjectNode copy = JSON.objectNode();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode copied = name.is(field.getKey()) ? kind.copy(field.getValue()) : null;
            if (copied == null) {
                return null;
            }
            copy.set(field.getKey(), copied);
        }
        return copy;
    }
}
