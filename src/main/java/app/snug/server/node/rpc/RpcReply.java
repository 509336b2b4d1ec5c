/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.nio.charset.StandardCharsets;

/**
 * What a call answers.
 *
 * @param status as in HTTP
 * @param body UTF-8
 * @param json whether the body is JSON, else plain text
 * @param empty whether it is a read that found nothing
 */
public record RpcReply(int status, byte[] body, boolean json, boolean empty) {

    public static RpcReply text(int status, String body) {
        return new RpcReply(status, body.getBytes(StandardCharsets.UTF_8), false, false);
    }

    static RpcReply json(int status, byte[] body) {
        return new RpcReply(status, body, true, false);
    }

    RpcReply asEmpty(boolean isEmpty) {
        return new RpcReply(status, body, json, isEmpty);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
