/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a call answers.
 *
 * @param status as in HTTP
 * @param empty whether it is a read that found nothing
 */
public record RpcReply(int status, byte[] body, Form form, boolean empty) {

    /** What the body is; text and JSON are UTF-8. */
    public enum Form {
        TEXT,
        JSON,
        BYTES
    }

    public static RpcReply text(int status, String body) {
        return new RpcReply(status, body.getBytes(StandardCharsets.UTF_8), Form.TEXT, false);
    }

    static RpcReply json(int status, byte[] body) {
        return new RpcReply(status, body, Form.JSON, false);
    }

    static RpcReply bytes(byte[] body) {
        return new RpcReply(200, body, Form.BYTES, false);
    }

    RpcReply asEmpty(boolean isEmpty) {
        return new RpcReply(status, body, form, isEmpty);
    }

    public boolean json() {
        return form == Form.JSON;
    }

    /** As JSON can hold it: bytes in base64. */
    public String text() {
        return form == Form.BYTES
                ? Base64.getEncoder().encodeToString(body)
                : new String(body, StandardCharsets.UTF_8);
    }
}
