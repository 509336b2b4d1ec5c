/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.X25519PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The spellings of {@code ephemeral_key} that servers outside the network take, told apart by their
 * length: 64 hexadecimal digits (nodes take no other), 43 or 44 characters of base64, 52 of
 * z-base-32.
 */
final class EphemeralKeyText {

    private static final int HEX = 64;
    private static final int BASE64 = 43;
    private static final int BASE64_PADDED = 44;
    private static final int BASE32Z = 52;
    private static final String BASE32Z_ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769";

    private EphemeralKeyText() {}

    static Optional<X25519PublicKey> read(String text) {
        try {
            byte[] key =
                    switch (text.length()) {
                        case HEX -> HexFormat.of().parseHex(text);
                        case BASE64, BASE64_PADDED -> Base64.getDecoder().decode(text);
                        case BASE32Z -> base32z(text);
                        default -> new byte[0];
                    };
            return key.length == X25519PublicKey.SIZE
                    ? Optional.of(X25519PublicKey.of(key))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] base32z(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        int held = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = BASE32Z_ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("not z-base-32");
            }
            held = held << 5 | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (held >>> bits);
                held &= (1 << bits) - 1;
            }
        }
        if (held != 0) {
            throw new IllegalArgumentException("bits behind the end");
        }
        return bytes;
    }
}
