/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.PictureRefusedException;
import java.io.ByteArrayOutputStream;

/** WebP, moving or not: picture, transparency and movement stay, the rest goes. */
final class Webp {

    private static final int HEAD = 12;
    private static final int ICC = 0x20;
    private static final int ALPHA = 0x10;
    private static final int EXIF = 0x08;
    private static final int ANIMATION = 0x02;
    private static final int FRAME_HEAD = 16;
    private static final int LARGEST_PROFILE = 1 << 20;

    private final byte[] file;
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    private final ByteArrayOutputStream image = new ByteArrayOutputStream();
    private Orientation orientation = Orientation.UPRIGHT;
    private int width;
    private int height;
    private int imageWidth;
    private int imageHeight;
    private int flags;
    private boolean extended;
    private int frames;
    private boolean pixels;
    private boolean profile;

    private Webp(byte[] file) {
        this.file = file;
    }

    static Parsed parse(byte[] file) throws PictureRefusedException {
        return new Webp(file).parse();
    }

    private Parsed parse() throws PictureRefusedException {
        Scan scan = new Scan(file);
        scan.skip(4);
        int size = scan.lengthLe();
        scan.skip(4);
        if (size < 4 || size > file.length - 8) {
            scan.skip(size < 4 ? file.length : size);
        }
        Scan inside = new Scan(file, HEAD, 8 + size);
        while (inside.left() > 0) {
            String name = inside.name();
            int length = inside.lengthLe();
            int body = inside.at();
            inside.skip(length);
            if (inside.left() > 0) {
                inside.skip(length & 1);
            }
            chunk(name, body, length);
        }
        if (!pixels) {
            throw Scan.damaged("no pixels");
        }
        boolean animated = frames > 0;
        return new Parsed(
                file(chunks, flags & (ALPHA | ANIMATION) | (profile ? ICC : 0), true),
                file(image, flags & ALPHA, false),
                width,
                height,
                orientation,
                animated,
                new byte[0]);
    }

    private void chunk(String name, int body, int length) throws PictureRefusedException {
        if (width == 0 && !name.equals("VP8X") && !isImage(name)) {
            throw Scan.damaged("no header");
        }
        switch (name) {
            case "VP8X" -> canvas(body, length);
            case "VP8 ", "VP8L", "ALPH" -> {
                size(name, body, length);
                put(chunks, name, body, length);
                put(image, name, body, length);
            }
            case "ANIM" -> put(chunks, name, body, length);
            case "ANMF" -> frame(body, length);
            case "ICCP" -> {
                if (extended && length <= LARGEST_PROFILE) {
                    profile = true;
                    put(chunks, name, body, length);
                }
            }
            case "EXIF" -> exif(body, length);
            default -> {
                // Nothing that the picture needs.
            }
        }
    }

    private static boolean isImage(String name) {
        return name.equals("VP8 ") || name.equals("VP8L");
    }

    private void canvas(int body, int length) throws PictureRefusedException {
        if (extended || width != 0) {
            throw Scan.damaged("two headers");
        }
        Scan header = new Scan(file, body, body + length);
        flags = header.u8();
        header.skip(3);
        width = header.u24le() + 1;
        height = header.u24le() + 1;
        Pixels.require(width, height, Pixels.MOST_WHOLE);
        extended = true;
    }

    /** What an image says of itself may not be more than the header promised. */
    private void size(String name, int body, int length) throws PictureRefusedException {
        if (!isImage(name)) {
            return;
        }
        Scan header = new Scan(file, body, body + length);
        int w;
        int h;
        if (name.equals("VP8L")) {
            if (header.u8() != 0x2f) {
                throw Scan.damaged("no pixels");
            }
            int bits = header.u16le() | header.u16le() << 16;
            w = (bits & 0x3fff) + 1;
            h = (bits >>> 14 & 0x3fff) + 1;
        } else {
            header.skip(3);
            if (header.u8() != 0x9d || header.u8() != 0x01 || header.u8() != 0x2a) {
                throw Scan.damaged("no pixels");
            }
            w = header.u16le() & 0x3fff;
            h = header.u16le() & 0x3fff;
        }
        Pixels.require(w, h, extended ? (long) width * height : Pixels.MOST_WHOLE);
        if (width == 0) {
            width = w;
            height = h;
        }
        if (!pixels) {
            imageWidth = w;
            imageHeight = h;
        }
        pixels = true;
    }

    private void frame(int body, int length) throws PictureRefusedException {
        frames++;
        Pixels.requireWork((long) width * height, frames);
        Scan scan = new Scan(file, body, body + length);
        scan.skip(FRAME_HEAD);
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        while (scan.left() > 0) {
            String name = scan.name();
            int size = scan.lengthLe();
            int at = scan.at();
            scan.skip(size);
            if (scan.left() > 0) {
                scan.skip(size & 1);
            }
            if (isImage(name) || name.equals("ALPH")) {
                size(name, at, size);
                put(inner, name, at, size);
                if (frames == 1) {
                    put(image, name, at, size);
                }
            }
        }
        head(chunks, "ANMF", FRAME_HEAD + inner.size());
        chunks.write(file, body, FRAME_HEAD);
        chunks.writeBytes(inner.toByteArray());
    }

    private void exif(int body, int length) {
        boolean named = new Scan(file, body, body + length).isNext(body, "Exif\0\0");
        int head = named ? 6 : 0;
        orientation = Orientation.read(file, body + head, length - head);
    }

    private byte[] file(ByteArrayOutputStream inside, int its, boolean complete) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean turned = complete && !orientation.equals(Orientation.UPRIGHT);
        if (extended) {
            head(all, "VP8X", 10);
            all.write(its | (turned ? EXIF : 0));
            all.writeBytes(new byte[3]);
            number(all, (complete ? width : imageWidth) - 1, 3);
            number(all, (complete ? height : imageHeight) - 1, 3);
        }
        all.writeBytes(inside.toByteArray());
        if (turned && extended) {
            byte[] block = orientation.block();
            head(all, "EXIF", block.length);
            all.writeBytes(block);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(all.size() + HEAD);
        head(out, "RIFF", all.size() + 4);
        out.writeBytes(new byte[] {'W', 'E', 'B', 'P'});
        out.writeBytes(all.toByteArray());
        return out.toByteArray();
    }

    private void put(ByteArrayOutputStream out, String name, int body, int length) {
        head(out, name, length);
        out.write(file, body, length);
        if ((length & 1) == 1) {
            out.write(0);
        }
    }

    private static void head(ByteArrayOutputStream out, String name, int length) {
        for (int i = 0; i < 4; i++) {
            out.write(name.charAt(i));
        }
        number(out, length, 4);
    }

    private static void number(ByteArrayOutputStream out, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(value >> 8 * i);
        }
    }
}
