/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The boxes of a file of the ISO base media format (ISO 14496-12), or of QuickTime from which it
 * comes. What is taken out of it is written over, so that all else stays where other boxes say it
 * is.
 */
final class Boxes {

    /** Of a well-made film there are some hundreds. */
    private static final int MOST = 20_000;

    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;

    private final byte[] file;
    private int count;
    private long filled;

    /**
     * @param file is written to
     */
    Boxes(byte[] file) {
        this.file = file;
    }

    /**
     * A box.
     *
     * @param start of its header
     * @param body behind its header
     */
    record Box(String type, int start, int body, int end) {

        boolean is(String name) {
            return type.equals(name);
        }
    }

    int length() {
        return file.length;
    }

    /** The children of a box. */
    List<Box> in(Box box) throws UnreadableMediaException {
        return between(box.body(), box.end());
    }

    /** The children of a box that has a version. */
    List<Box> inFull(Box box) throws UnreadableMediaException {
        require(box.body(), 4, box.end());
        return between(box.body() + 4, box.end());
    }

    Optional<Box> child(Box box, String type) throws UnreadableMediaException {
        return in(box).stream().filter(child -> child.is(type)).findFirst();
    }

    List<Box> between(int from, int end) throws UnreadableMediaException {
        List<Box> boxes = new ArrayList<>();
        int at = from;
        // Some programs end a list with a zero instead of a box.
        while (end - at >= HEADER) {
            Box box = header(at, end);
            boxes.add(box);
            at = box.end();
        }
        return boxes;
    }

    /** The box that begins there. */
    Box header(int at, int end) throws UnreadableMediaException {
        if (++count > MOST) {
            throw new UnreadableMediaException("Too many boxes");
        }
        require(at, HEADER, end);
        long size = u32(at);
        int body = at + HEADER;
        if (size == 1) {
            require(at, LARGE_HEADER, end);
            size = u64(body);
            body = at + LARGE_HEADER;
        } else if (size == 0) {
            size = end - at;
        }
        if (size < body - at || size > end - at) {
            throw new UnreadableMediaException("A box that is longer than its place");
        }
        String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
        return new Box(type, at, body, at + (int) size);
    }

    String text(int at, int end) throws UnreadableMediaException {
        require(at, 4, end);
        return new String(file, at, 4, StandardCharsets.ISO_8859_1);
    }

    int u8(int at, int end) throws UnreadableMediaException {
        require(at, 1, end);
        return file[at] & 0xff;
    }

    int u16(int at, int end) throws UnreadableMediaException {
        require(at, 2, end);
        return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
    }

    long u32(int at, int end) throws UnreadableMediaException {
        require(at, 4, end);
        return u32(at);
    }

    /**
     * @param size 0 to 8 bytes; of none the value is 0
     */
    long number(int at, int size, int end) throws UnreadableMediaException {
        require(at, size, end);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | file[at + i] & 0xff;
        }
        return value;
    }

    private long u32(int at) {
        return (file[at] & 0xffL) << 24
                | (file[at + 1] & 0xff) << 16
                | (file[at + 2] & 0xff) << 8
                | file[at + 3] & 0xff;
    }

    private long u64(int at) {
        return u32(at) << 32 | u32(at + 4);
    }

    static void require(int at, int size, int end) throws UnreadableMediaException {
        if (at < 0 || size > end - at) {
            throw new UnreadableMediaException("A box is cut off");
        }
    }

    /** Leaves room where a box was. */
    void clear(Box box) {
        byte[] free = {'f', 'r', 'e', 'e'};
        System.arraycopy(free, 0, file, box.start() + 4, free.length);
        fill(box.body(), box.end(), 0);
    }

    /** All from there on, as one box if there is room for its header. */
    void clearRest(int at) {
        fill(at, file.length, 0);
        if (file.length - at >= HEADER) {
            clear(new Box("", at, at + HEADER, file.length));
        }
    }

    void fill(int from, int end, int value) {
        Arrays.fill(file, from, end, (byte) value);
    }

    void write(int at, byte[] bytes) {
        System.arraycopy(bytes, 0, file, at, bytes.length);
    }

    /**
     * What lies anywhere in the file but in that box, which says where it is.
     *
     * @throws UnreadableMediaException if it does not
     */
    void fill(long from, long length, int value, Box tables) throws UnreadableMediaException {
        if (from < 0 || length < 0 || from > file.length || length > file.length - from) {
            throw new UnreadableMediaException("Something lies outside of the file");
        }
        if (from < tables.end() && from + length > tables.start()) {
            throw new UnreadableMediaException("Something lies where it should not");
        }
        filled += length;
        if (filled > file.length) {
            throw new UnreadableMediaException("Things lie upon each other");
        }
        fill((int) from, (int) (from + length), value);
    }
}
