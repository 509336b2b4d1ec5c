/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

/** Base 32 with the human-oriented alphabet, without padding; node names are written in it. */
final class Base32z {

    private static final String ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769";

    private Base32z() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int bits = 0;
        int held = 0;
        for (byte b : bytes) {
            held = held << 8 | b & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt(held >>> bits & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt(held << 5 - bits & 31));
        }
        return text.toString();
    }
}
