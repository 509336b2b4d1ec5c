/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.DecryptionException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * What a destination node answered.
 *
 * @param status as of HTTP
 * @param body JSON text, or plain text of an error
 */
public record NodeReply(int status, String body) {

    static NodeReply read(byte[] httpBody, ReplyKey key) throws MalformedOnionException {
        byte[] plain;
        try {
            plain = key.open(cipher(httpBody));
        } catch (DecryptionException e) {
            throw new MalformedOnionException("reply does not open");
        }
        Json json = Json.parse(plain);
        int status =
                json.has("status") ? json.integer("status", -1) : json.integer("status_code", -1);
        if (status < 0 || !json.has("body")) {
            throw new MalformedOnionException("reply without status and body");
        }
        JsonNode body = json.get("body");
        return new NodeReply(status, body.isString() ? body.stringValue() : body.toString());
    }

    /** Base64, base64 in an object of older servers, or raw. */
    private static byte[] cipher(byte[] httpBody) {
        try {
            return Base64.getDecoder().decode(inObject(httpBody));
        } catch (IllegalArgumentException e) {
            return httpBody;
        }
    }

    private static byte[] inObject(byte[] httpBody) {
        if (httpBody.length > 0 && httpBody[0] == '{') {
            try {
                String result = Json.parse(httpBody).string("result");
                return result.getBytes(StandardCharsets.ISO_8859_1);
            } catch (MalformedOnionException e) {
                // Raw bytes may begin with a brace as well.
            }
        }
        return httpBody;
    }
}
