/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.crypto.Secret;
import java.nio.charset.StandardCharsets;

/**
 * A profile picture: where its ciphertext lies and what opens it.
 *
 * @param url at most 223 bytes
 * @param key 32 bytes
 */
public record Picture(String url, Secret key) {

    public static final int MAX_URL_BYTES = 223;
    public static final int KEY_SIZE = 32;

    public Picture {
        int size = url.getBytes(StandardCharsets.UTF_8).length;
        if (size == 0 || size > MAX_URL_BYTES || key.size() != KEY_SIZE) {
            throw new IllegalArgumentException("A picture has a URL up to 223 bytes and a key");
        }
    }
}
