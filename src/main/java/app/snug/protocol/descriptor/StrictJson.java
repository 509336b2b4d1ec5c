/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.protocol.descriptor.DescriptorException.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object from a stranger: bounded, no key twice, nothing behind it. */
record StrictJson(JsonNode node) {

    private static final int LARGEST = 1 << 20;
    private static final int MOST_ELEMENTS = 1_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(8)
                                                    .maxNumberLength(20)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Reads an element of a list. */
    @FunctionalInterface
    interface Reader<T> {
        T read(StrictJson json) throws DescriptorException;
    }

    static StrictJson parse(byte[] json) throws DescriptorException {
        if (json.length > LARGEST) {
            throw malformed("It is larger than 1 MiB.");
        }
        try {
            return of(MAPPER.readTree(json), "The file");
        } catch (JacksonException e) {
            // The cause would quote what was read.
            throw malformed("It is not JSON, or cut off.");
        }
    }

    private static StrictJson of(JsonNode node, String what) throws DescriptorException {
        if (!node.isObject()) {
            throw malformed(what + " must be a JSON object.");
        }
        return new StrictJson(node);
    }

    void only(String... names) throws DescriptorException {
        Set<String> known = Set.of(names);
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw malformed("It has an unknown key “" + Node.printable(name) + "”.");
            }
        }
    }

    boolean has(String name) {
        return node.has(name);
    }

    String text(String name) throws DescriptorException {
        JsonNode value = node.path(name);
        if (!value.isString()) {
            throw malformed("“" + name + "” is missing or no text.");
        }
        return value.stringValue();
    }

    long number(String name) throws DescriptorException {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw malformed("“" + name + "” is missing or no whole number.");
        }
        return value.longValue();
    }

    StrictJson object(String name) throws DescriptorException {
        return of(node.path(name), "“" + name + "”");
    }

    /** The elements; none if the list is not there. */
    <T> List<T> list(String name, Reader<T> reader) throws DescriptorException {
        JsonNode list = node.path(name);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST_ELEMENTS) {
            throw malformed("“" + name + "” must be a list of at most 1000.");
        }
        List<T> elements = new ArrayList<>(list.size());
        for (JsonNode element : list.values()) {
            elements.add(reader.read(of(element, "Every element of “" + name + "”")));
        }
        return elements;
    }

    private static DescriptorException malformed(String sentence) {
        return new DescriptorException(Flaw.MALFORMED, sentence);
    }
}
