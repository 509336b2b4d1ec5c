/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON from strangers: bounded depth and sizes, and one checked refusal. */
final class Json {

    private static final int DEPTH = 24;
    private static final int LONGEST_TEXT = 16 << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH)
                                                    .maxStringLength(LONGEST_TEXT)
                                                    .maxNumberLength(40)
                                                    .maxNameLength(1000)
                                                    .build())
                                    .build())
                    .build();

    private Json() {}

    static JsonNode parse(byte[] json) throws MalformedAnswerException {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node == null) {
                throw new MalformedAnswerException("empty");
            }
            return node;
        } catch (JacksonException e) {
            // The cause would quote what was sent.
            throw new MalformedAnswerException("no JSON");
        }
    }

    static JsonNode parseObject(byte[] json) throws MalformedAnswerException {
        JsonNode node = parse(json);
        if (!node.isObject()) {
            throw new MalformedAnswerException("no JSON object");
        }
        return node;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static String text(JsonNode of, String key) throws MalformedAnswerException {
        JsonNode value = of.path(key);
        if (!value.isString()) {
            throw new MalformedAnswerException("no text “" + key + "”");
        }
        return value.stringValue();
    }

    /** A whole number that fits 64 bits with sign. */
    static long number(JsonNode of, String key) throws MalformedAnswerException {
        JsonNode value = of.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedAnswerException("no number “" + key + "”");
        }
        return value.longValue();
    }

    /** Base64 with or without padding. */
    static byte[] base64(JsonNode of, String key) throws MalformedAnswerException {
        try {
            return Base64.getDecoder().decode(text(of, key));
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswerException("no base64 “" + key + "”");
        }
    }

    /** Failed, stored before and the like: nodes say {@code true}, their peers 1. */
    static boolean flag(JsonNode of, String key) {
        JsonNode value = of.path(key);
        return value.isBoolean()
                ? value.booleanValue()
                : value.isIntegralNumber() && value.intValue(0) != 0;
    }
}
