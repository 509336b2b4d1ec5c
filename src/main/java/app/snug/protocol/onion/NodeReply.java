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

    /** Opens what came back through the path. */
    interface Opener {
        byte[] open(byte[] cipher) throws DecryptionException;
    }

    static NodeReply read(byte[] httpBody, Opener opener) throws MalformedOnionException {
        byte[] cipher = cipher(httpBody);
        byte[] plain;
        try {
            plain = opener.open(cipher);
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
    private static byte[] cipher(byte[] httpBody) throws MalformedOnionException {
        byte[] text = httpBody;
        if (text.length > 0 && text[0] == '{') {
            text = Json.parse(text).string("result").getBytes(StandardCharsets.US_ASCII);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return httpBody;
        }
    }
}
