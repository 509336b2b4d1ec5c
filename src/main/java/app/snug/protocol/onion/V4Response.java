/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A server's answer behind an onion ({@code protocol/02} §5.5). The server encodes, the client
 * parses.
 *
 * @param code as of HTTP, 100 to 599
 * @param headers names in lower case by custom
 * @param body may be empty
 */
public record V4Response(int code, V4Headers headers, byte[] body) {

    private static final int LOWEST = 100;
    private static final int HIGHEST = 599;
    private static final byte[] EMPTY = {};

    /**
     * @throws IllegalArgumentException if the code is none
     */
    public V4Response {
        if (code < LOWEST || code > HIGHEST) {
            throw new IllegalArgumentException("Not a status code");
        }
    }

    /** How to read the body; without it, bytes. */
    public Optional<String> contentType() {
        return headers.get("content-type");
    }

    public byte[] encode() {
        String meta = "{\"code\":" + code + ",\"headers\":" + headers.json() + "}";
        return new V4Strings(meta.getBytes(StandardCharsets.UTF_8), body).encode();
    }

    /**
     * @param plain of {@link OnionRequest#openServerReply}
     * @throws MalformedOnionException if it is no response
     */
    public static V4Response parse(byte[] plain) throws MalformedOnionException {
        V4Strings strings = V4Strings.parse(plain);
        Json meta = Json.parse(strings.meta());
        byte[] body = strings.body();
        try {
            return new V4Response(
                    meta.integer("code", 0),
                    V4Headers.read(meta.get("headers")),
                    body == null ? EMPTY : body);
        } catch (IllegalArgumentException e) {
            throw new MalformedOnionException("V4: no status code");
        }
    }
}
