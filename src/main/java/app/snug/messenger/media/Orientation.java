/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import java.awt.geom.AffineTransform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture has to be turned to stand upright: the one thing of EXIF that is kept.
 *
 * @param value 1 to 8, as EXIF counts
 */
record Orientation(int value) {

    static final Orientation UPRIGHT = new Orientation(1);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;
    private static final int MOST_ENTRIES = 512;

    boolean turned() {
        return value >= 5;
    }

    /** Reads it from a block of EXIF; upright if it is not there or the block is broken. */
    static Orientation read(byte[] bytes, int from, int length) {
        if (length < 14) {
            return UPRIGHT;
        }
        ByteBuffer block = ByteBuffer.wrap(bytes, from, length).slice();
        int mark = block.getShort(0);
        block.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int first = block.getInt(4);
        if (first < 8 || first > length - 2) {
            return UPRIGHT;
        }
        int count = Math.min(block.getShort(first) & 0xffff, MOST_ENTRIES);
        for (int i = 0; i < count; i++) {
            int entry = first + 2 + i * ENTRY;
            if (entry + ENTRY > length) {
                break;
            }
            if ((block.getShort(entry) & 0xffff) == TAG && block.getShort(entry + 2) == SHORT) {
                int value = block.getShort(entry + 8);
                return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** A block of EXIF that says this and nothing else. */
    byte[] block() {
        return ByteBuffer.allocate(26)
                .putShort((short) 0x4d4d)
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) TAG)
                .putShort((short) SHORT)
                .putInt(1)
                .putShort((short) value)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** From stored pixels to upright ones. */
    AffineTransform upright(int width, int height) {
        return switch (value) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }
}
