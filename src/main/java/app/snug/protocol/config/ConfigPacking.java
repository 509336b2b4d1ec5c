/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Concatenation;
import java.util.Arrays;

/**
 * Makes a message small, then hides its exact size ({@code protocol/04} §5.1): compressed with a
 * {@code z} in front if that is shorter, then zeros in front.
 */
final class ConfigPacking {

    private static final int MAX_UNPACKED = 20_000_000;
    private static final byte[] COMPRESSED = {'z'};

    private ConfigPacking() {}

    static byte[] pack(byte[] message) {
        return pad(compress(message));
    }

    static byte[] compress(byte[] message) {
        byte[] compressed = Compression.compress(message);
        return compressed.length + COMPRESSED.length < message.length
                ? Concatenation.of(COMPRESSED, compressed)
                : message;
    }

    static byte[] pad(byte[] message) {
        byte[] padded = new byte[paddedSize(message.length, ConfigCipher.OVERHEAD)];
        System.arraycopy(message, 0, padded, padded.length - message.length, message.length);
        return padded;
    }

    /** The size before encryption, so that the size after it is one of few. */
    static int paddedSize(int size, int overhead) {
        int encrypted = size + overhead;
        int step =
                encrypted < 5120
                        ? 256
                        : encrypted < 20_480 ? 1024 : encrypted < 40_960 ? 2048 : 5120;
        return (encrypted + step - 1) / step * step - overhead;
    }

    /** Without the zeros in front. */
    static byte[] unpad(byte[] padded) {
        int start = 0;
        while (start < padded.length && padded[start] == 0) {
            start++;
        }
        return Arrays.copyOfRange(padded, start, padded.length);
    }

    /**
     * @param message without padding
     * @throws MalformedConfigException if it is neither a message nor a compressed one of at most
     *     20 MB
     */
    static byte[] decompress(byte[] message) throws MalformedConfigException {
        byte[] plain =
                message.length > 0 && message[0] == COMPRESSED[0]
                        ? Compression.expand(
                                Arrays.copyOfRange(message, 1, message.length), MAX_UNPACKED)
                        : message;
        if (plain.length == 0 || plain[0] != 'd') {
            throw new MalformedConfigException("not a config message");
        }
        return plain;
    }
}
