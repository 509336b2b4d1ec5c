/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.PictureRefusedException;
import java.io.ByteArrayOutputStream;

/** GIF, moving or not: comments and what programs leave in it go, the movement stays. */
final class Gif {

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int CONTROL = 0xf9;
    private static final int APPLICATION = 0xff;
    private static final int SCREEN = 6;

    private final byte[] file;
    private final Scan scan;
    private final ByteArrayOutputStream clean = new ByteArrayOutputStream();
    private int width;
    private int height;
    private int images;
    private int firstEnds;

    private Gif(byte[] file) {
        this.file = file;
        this.scan = new Scan(file);
    }

    static Parsed parse(byte[] file) throws PictureRefusedException {
        return new Gif(file).parse();
    }

    private Parsed parse() throws PictureRefusedException {
        scan.skip(SCREEN);
        width = scan.u16le();
        height = scan.u16le();
        Pixels.require(width, height, Pixels.MOST_WHOLE);
        int flags = scan.u8();
        scan.skip(2);
        table(flags);
        clean.write(file, 0, scan.at());
        int start = scan.at();
        int kind = scan.u8();
        while (kind != TRAILER) {
            boolean keep =
                    switch (kind) {
                        case EXTENSION -> extension();
                        case IMAGE -> image();
                        default -> throw Scan.damaged("a block that nobody knows");
                    };
            if (keep) {
                clean.write(file, start, scan.at() - start);
            }
            if (kind == IMAGE && images == 1) {
                firstEnds = clean.size();
            }
            start = scan.at();
            kind = scan.u8();
        }
        if (images == 0) {
            throw Scan.damaged("no pixels");
        }
        clean.write(TRAILER);
        byte[] whole = clean.toByteArray();
        ByteArrayOutputStream still = new ByteArrayOutputStream(firstEnds + 1);
        still.write(whole, 0, firstEnds);
        still.write(TRAILER);
        return new Parsed(
                whole,
                still.toByteArray(),
                width,
                height,
                Orientation.UPRIGHT,
                images > 1,
                new byte[0]);
    }

    /** Whether it belongs to the picture: how long an image is shown, how often all are. */
    private boolean extension() throws PictureRefusedException {
        int label = scan.u8();
        int body = scan.at();
        boolean loop =
                label == APPLICATION
                        && (scan.isNext(body, "\u000bNETSCAPE2.0")
                                || scan.isNext(body, "\u000bANIMEXTS1.0"));
        blocks();
        return label == CONTROL || loop;
    }

    private boolean image() throws PictureRefusedException {
        scan.skip(4);
        int w = scan.u16le();
        int h = scan.u16le();
        Pixels.require(w, h, Pixels.MOST_WHOLE);
        images++;
        Pixels.requireWork(Math.max((long) w * h, (long) width * height), images);
        table(scan.u8());
        scan.skip(1);
        blocks();
        return true;
    }

    private void table(int flags) throws PictureRefusedException {
        if ((flags & 0x80) != 0) {
            scan.skip(3 << (flags & 7) + 1);
        }
    }

    private void blocks() throws PictureRefusedException {
        for (int size = scan.u8(); size != 0; size = scan.u8()) {
            scan.skip(size);
        }
    }
}
