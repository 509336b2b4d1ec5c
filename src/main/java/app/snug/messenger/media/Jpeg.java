/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.PictureRefusedException;
import java.io.ByteArrayOutputStream;

/**
 * JPEG, a row of segments: those that a decoder needs are kept as they are, so the pixels stay the
 * same to the last bit. What hides behind the end, such as a film or a second picture, goes.
 */
final class Jpeg {

    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COMMENT = 0xfe;
    private static final int EXIF_HEAD = 6;

    /** Says how colours are to be read, without the small picture that may be in it. */
    private static final byte[] JFIF = {
        (byte) 0xff, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };

    /**
     * The profiles of cameras and screens are a few hundred bytes, of printers up to a megabyte.
     */
    private static final int LARGEST_PROFILE = 1 << 20;

    private final byte[] file;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final ByteArrayOutputStream profile = new ByteArrayOutputStream();
    private Orientation orientation = Orientation.UPRIGHT;
    private int width;
    private int height;
    private int scans;
    private boolean jfif;

    private Jpeg(byte[] file) {
        this.file = file;
    }

    static Parsed parse(byte[] file) throws PictureRefusedException {
        return new Jpeg(file).parse();
    }

    private Parsed parse() throws PictureRefusedException {
        Scan scan = new Scan(file);
        if (scan.u8() != 0xff || scan.u8() != SOI) {
            throw Scan.damaged("no beginning");
        }
        int marker = next(scan);
        while (marker != EOI) {
            int start = scan.at() - 2;
            int length = scan.u16();
            if (length < 2) {
                throw Scan.damaged("a segment without a length");
            }
            int body = scan.at();
            scan.skip(length - 2);
            segment(marker, body, length - 2);
            if (marker == SOS) {
                pixels(scan);
            }
            if (keeps(marker, body)) {
                kept.write(file, start, scan.at() - start);
            }
            marker = next(scan);
        }
        if (scans == 0 || width == 0) {
            throw Scan.damaged("no pixels");
        }
        byte[] still = assemble(false);
        byte[] colours = profile.size() > LARGEST_PROFILE ? new byte[0] : profile.toByteArray();
        return new Parsed(
                orientation.equals(Orientation.UPRIGHT) && colours.length == 0
                        ? still
                        : assemble(true),
                still,
                width,
                height,
                orientation,
                false,
                colours);
    }

    /** The next marker; bytes to fill up may stand before it. */
    private static int next(Scan scan) throws PictureRefusedException {
        if (scan.u8() != 0xff) {
            throw Scan.damaged("something between its segments");
        }
        int marker = scan.u8();
        while (marker == 0xff) {
            marker = scan.u8();
        }
        if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI)) {
            throw Scan.damaged("a segment that cannot be there");
        }
        return marker;
    }

    private void segment(int marker, int body, int length) throws PictureRefusedException {
        if (isFrame(marker)) {
            Scan header = new Scan(file, body, body + length);
            header.skip(1);
            height = header.u16();
            width = header.u16();
            Pixels.require(width, height, Pixels.MOST);
        } else if (marker == SOS) {
            scans++;
            Pixels.requireWork((long) width * height, scans);
        } else if (marker == APP0) {
            jfif |= is(body, length, "JFIF\0");
        } else if (marker == APP1 && is(body, length, "Exif\0\0")) {
            orientation = Orientation.read(file, body + EXIF_HEAD, length - EXIF_HEAD);
        } else if (marker == APP2 && is(body, length, "ICC_PROFILE\0")) {
            profile.write(0xff);
            profile.write(APP2);
            profile.write(file, body - 2, length + 2);
        }
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0
                && marker <= 0xcf
                && marker != 0xc4
                && marker != 0xc8
                && marker != 0xcc;
    }

    private boolean is(int body, int length, String start) {
        return new Scan(file, body, body + length).isNext(body, start);
    }

    /** What decoders need; profile and orientation are put in anew. */
    private boolean keeps(int marker, int body) {
        if (marker >= APP0 && marker <= APP15) {
            return marker == APP14 && is(body, file.length - body, "Adobe");
        }
        return marker != COMMENT && marker < 0xf0;
    }

    /** Over the pixels to the next marker. */
    private static void pixels(Scan scan) throws PictureRefusedException {
        while (true) {
            if (scan.peek(0) != 0xff) {
                scan.skip(1);
                continue;
            }
            int after = scan.peek(1);
            if (after == 0xff) {
                scan.skip(1);
            } else if (after == 0 || (after >= 0xd0 && after <= 0xd7)) {
                scan.skip(2);
            } else {
                return;
            }
        }
    }

    private byte[] assemble(boolean complete) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(kept.size() + 4096);
        out.write(0xff);
        out.write(SOI);
        if (jfif) {
            out.writeBytes(JFIF);
        }
        if (complete && !orientation.equals(Orientation.UPRIGHT)) {
            byte[] block = orientation.block();
            out.write(0xff);
            out.write(APP1);
            out.write(0);
            out.write(2 + EXIF_HEAD + block.length);
            out.writeBytes(new byte[] {'E', 'x', 'i', 'f', 0, 0});
            out.writeBytes(block);
        }
        if (complete && profile.size() <= LARGEST_PROFILE) {
            out.writeBytes(profile.toByteArray());
        }
        out.writeBytes(kept.toByteArray());
        out.write(0xff);
        out.write(EOI);
        return out.toByteArray();
    }

    /** Behind the beginning and its JFIF header. */
    static byte[] withProfile(byte[] jpeg, byte[] profile) {
        int at = 2 + JFIF.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length + profile.length);
        out.write(jpeg, 0, at);
        out.writeBytes(profile);
        out.write(jpeg, at, jpeg.length - at);
        return out.toByteArray();
    }
}
