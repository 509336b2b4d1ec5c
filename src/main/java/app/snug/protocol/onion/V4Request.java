/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP-like request to a server behind an onion ({@code protocol/02} §5.5). The client encodes,
 * the server parses.
 *
 * @param method in upper case
 * @param endpoint path with query, beginning with {@code /}; printable, at most 8192 characters
 * @param body null where there is none
 */
public record V4Request(String method, String endpoint, V4Headers headers, byte @Nullable [] body) {

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");
    private static final Pattern ENDPOINT = Pattern.compile("/[^\\p{Cntrl}\\s]{0,8191}");

    /**
     * @throws IllegalArgumentException if method or endpoint are not such
     */
    public V4Request(String method, String endpoint, V4Headers headers, byte @Nullable [] body) {
        if (!METHOD.matcher(method).matches() || !ENDPOINT.matcher(endpoint).matches()) {
            throw new IllegalArgumentException("Not a method and an endpoint");
        }
        this.method = method;
        this.endpoint = endpoint;
        this.headers = headers;
        this.body = body;
    }

    public byte[] encode() {
        String meta =
                "{\"endpoint\":"
                        + Json.quote(endpoint)
                        + ",\"method\":"
                        + Json.quote(method)
                        + ",\"headers\":"
                        + headers.json()
                        + "}";
        return new V4Strings(meta.getBytes(StandardCharsets.UTF_8), body).encode();
    }

    /**
     * @param payload of {@link OnionLayer#payload}
     * @throws MalformedOnionException if it is no request
     */
    public static V4Request parse(byte[] payload) throws MalformedOnionException {
        V4Strings strings = V4Strings.parse(payload);
        Json meta = Json.parse(strings.meta());
        V4Headers headers = V4Headers.read(meta.get("headers"));
        try {
            return new V4Request(
                    meta.string("method"), meta.string("endpoint"), headers, strings.body());
        } catch (IllegalArgumentException e) {
            throw new MalformedOnionException("V4: not a method and an endpoint");
        }
    }
}
