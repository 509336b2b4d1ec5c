/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.X25519PublicKey;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The small JSON objects of onions, read within bounds. */
final class Json {

    private static final int MAX_DEPTH = 16;
    private static final String EPHEMERAL_KEY = "ephemeral_key";

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .build();

    private final JsonNode node;

    private Json(JsonNode node) {
        this.node = node;
    }

    static Json parse(byte[] text) throws MalformedOnionException {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || !node.isObject()) {
                throw new MalformedOnionException("not a JSON object");
            }
            return new Json(node);
        } catch (JacksonException e) {
            throw new MalformedOnionException("not JSON");
        }
    }

    /** A JSON string literal. */
    static String quote(String text) {
        return MAPPER.writeValueAsString(text);
    }

    boolean has(String name) {
        return node.has(name);
    }

    JsonNode get(String name) {
        return node.path(name);
    }

    String string(String name) throws MalformedOnionException {
        String value = optionalString(name);
        if (value == null) {
            throw new MalformedOnionException("no " + name);
        }
        return value;
    }

    @Nullable String optionalString(String name) throws MalformedOnionException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new MalformedOnionException(name + " is no text");
        }
        return value.stringValue();
    }

    int integer(String name, int otherwise) throws MalformedOnionException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new MalformedOnionException(name + " is no number");
        }
        return value.intValue();
    }

    boolean bool(String name, boolean otherwise) throws MalformedOnionException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new MalformedOnionException(name + " is neither true nor false");
        }
        return value.booleanValue();
    }

    /** In any spelling. */
    X25519PublicKey ephemeralKey() throws MalformedOnionException {
        return EphemeralKeyText.read(string(EPHEMERAL_KEY))
                .orElseThrow(() -> new MalformedOnionException(EPHEMERAL_KEY + " is no key"));
    }

    X25519PublicKey hexEphemeralKey() throws MalformedOnionException {
        return X25519PublicKey.of(key(EPHEMERAL_KEY));
    }

    /** 64 hexadecimal digits, refused in the words of storage servers, whose 32 is of bytes. */
    byte[] key(String name) throws MalformedOnionException {
        String hex = string(name);
        byte[] key;
        try {
            key = HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new MalformedOnionException("Hex key data is invalid: data is not hex");
        }
        if (key.length != X25519PublicKey.SIZE) {
            throw new MalformedOnionException(
                    "Hex key data is invalid: expected 32 hex digits, received " + hex.length());
        }
        return key;
    }
}
