/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP answer. */
public record Reply(int status, String contentType, Content content, Map<String, String> headers) {

    public static final String TEXT = "text/plain";
    public static final String JSON = "application/json";
    public static final String BYTES = "application/octet-stream";

    public Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
        this(status, contentType, Content.of(body), headers);
    }

    public Reply(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    public static Reply text(int status, String body) {
        return new Reply(status, TEXT, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply json(byte[] body) {
        return new Reply(200, JSON, body);
    }
}
