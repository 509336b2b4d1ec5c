/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import java.util.Arrays;

/** Hides a message's exact length: a byte 0x80, then zeros ({@code protocol/01} §2.2). */
public final class Padding {

    private static final int BLOCK = 160;
    private static final byte END = (byte) 0x80;

    private Padding() {}

    /**
     * To a multiple of 160 bytes, as the newest apps do; at least 0x80 and one zero are added. Apps
     * up to 2025 left out the last zero; both are read.
     */
    public static byte[] pad(byte[] message) {
        byte[] padded = Arrays.copyOf(message, (message.length + 1) / BLOCK * BLOCK + BLOCK);
        padded[message.length] = END;
        return padded;
    }

    /**
     * What was padded. Bytes that end in neither 0x80 nor zeros were never padded and come back as
     * they are.
     *
     * @throws MalformedMessageException if there is nothing but zeros
     */
    public static byte[] unpad(byte[] padded) throws MalformedMessageException {
        int end = padded.length;
        while (end > 0 && padded[end - 1] == 0) {
            end--;
        }
        if (end == 0) {
            throw new MalformedMessageException("padding without end");
        }
        return padded[end - 1] == END ? Arrays.copyOf(padded, end - 1) : padded.clone();
    }
}
