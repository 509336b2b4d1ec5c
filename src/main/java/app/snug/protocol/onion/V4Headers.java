/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Headers of a V4 request or response, in the order written. Names are tokens as in HTTP, compared
 * without regard to case; values hold no control characters.
 */
public final class V4Headers {

    public static final int MAX_COUNT = 64;

    public static final V4Headers NONE = new V4Headers(Map.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private final Map<String, String> values;

    private V4Headers(Map<String, String> values) {
        this.values = values;
    }

    /**
     * @throws IllegalArgumentException if a name or value cannot be a header's, or there are more
     *     than {@link #MAX_COUNT}
     */
    public static V4Headers of(Map<String, String> values) {
        Map<String, String> copy = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        if (copy.size() > MAX_COUNT) {
            throw new IllegalArgumentException("More than " + MAX_COUNT + " headers");
        }
        copy.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || CONTROL.matcher(value).find()) {
                throw new IllegalArgumentException("Not a header");
            }
        });
        return new V4Headers(copy);
    }

    static V4Headers read(JsonNode json) throws MalformedOnionException {
        if (json.isMissingNode() || json.isNull()) {
            return NONE;
        }
        if (!json.isObject()) {
            throw new MalformedOnionException("V4: headers are no object");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : json.properties()) {
            JsonNode value = header.getValue();
            if (!value.isString() && !value.isNumber()) {
                throw new MalformedOnionException("V4: a header is no text");
            }
            values.put(header.getKey(), value.isString() ? value.stringValue() : value.toString());
        }
        try {
            return of(values);
        } catch (IllegalArgumentException e) {
            throw new MalformedOnionException("V4: not headers");
        }
    }

    public Optional<String> get(String name) {
        for (Map.Entry<String, String> header : values.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return Optional.of(header.getValue());
            }
        }
        return Optional.empty();
    }

    public Map<String, String> asMap() {
        return values;
    }

    String json() {
        List<String> members = new ArrayList<>();
        values.forEach((name, value) -> members.add(Json.quote(name) + ":" + Json.quote(value)));
        return "{" + String.join(",", members) + "}";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof V4Headers that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names alone: values may be signatures. */
    @Override
    public String toString() {
        return "V4Headers" + values.keySet();
    }
}
