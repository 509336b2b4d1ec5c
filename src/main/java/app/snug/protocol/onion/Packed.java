/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A ciphertext and the JSON about it in one array: {@code u32le(length) ‖ ciphertext ‖ json}
 * ({@code protocol/02} §5.1).
 */
record Packed(byte[] ciphertext, byte[] json) {

    private static final int LENGTH = 4;

    static byte[] pack(byte[] ciphertext, String json) {
        byte[] tail = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(LENGTH + ciphertext.length + tail.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ciphertext.length)
                .put(ciphertext)
                .put(tail)
                .array();
    }

    static Packed unpack(byte[] packed) throws MalformedOnionException {
        if (packed.length < LENGTH) {
            throw new MalformedOnionException("Unexpected payload size; expected ciphertext size");
        }
        int size = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt();
        int left = packed.length - LENGTH;
        if (size < 0 || size > left) {
            throw new MalformedOnionException(
                    "Unexpected payload size "
                            + left
                            + ", expected >= "
                            + Integer.toUnsignedString(size));
        }
        return new Packed(
                Arrays.copyOfRange(packed, LENGTH, LENGTH + size),
                Arrays.copyOfRange(packed, LENGTH + size, packed.length));
    }
}
