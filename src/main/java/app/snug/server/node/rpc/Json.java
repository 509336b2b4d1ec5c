/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of strangers read within bounds, and own JSON written straight to bytes. */
final class Json {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_STRING = 10_485_760;
    private static final int MAX_NUMBER = 64;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(MAX_STRING)
                                                    .maxNumberLength(MAX_NUMBER)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /** Writes one value. */
    @FunctionalInterface
    interface Writer {
        void write(JsonGenerator to);
    }

    /** Null if it is no JSON, or too deep. */
    static @Nullable JsonNode parse(byte[] text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? null : node;
        } catch (JacksonException e) {
            return null;
        }
    }

    static byte[] write(Writer value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        try (JsonGenerator generator = MAPPER.createGenerator(out)) {
            value.write(generator);
        }
        return out.toByteArray();
    }

    static byte[] write(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** A field holding a tree. */
    static void field(JsonGenerator to, String name, JsonNode value) {
        to.writeName(name);
        to.writeTree(value);
    }

    static void field(JsonGenerator to, String name, List<Integer> values) {
        to.writeArrayPropertyStart(name);
        values.forEach(to::writeNumber);
        to.writeEndArray();
    }
}
