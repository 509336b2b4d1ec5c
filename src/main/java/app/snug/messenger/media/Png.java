/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.PictureRefusedException;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.zip.CRC32;

/** PNG, also animated: the chunks that make the picture stay, words and times go. */
final class Png {

    static final int SIGNATURE = 8;

    /** Checksum, length and name. */
    private static final int AROUND = 12;

    private static final Set<String> PICTURE =
            Set.of("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD");
    private static final Set<String> ANIMATION = Set.of("acTL", "fcTL", "fdAT");
    private static final String PROFILE = "iCCP";
    private static final int LARGEST_PROFILE = 1 << 20;
    private static final int HEADER = 13;

    private final byte[] file;
    private final ByteArrayOutputStream clean = new ByteArrayOutputStream();
    private final ByteArrayOutputStream still = new ByteArrayOutputStream();
    private Orientation orientation = Orientation.UPRIGHT;
    private int width;
    private int height;
    private int frames;
    private boolean pixels;

    private Png(byte[] file) {
        this.file = file;
    }

    static Parsed parse(byte[] file) throws PictureRefusedException {
        return new Png(file).parse();
    }

    private Parsed parse() throws PictureRefusedException {
        Scan scan = new Scan(file);
        scan.skip(SIGNATURE);
        clean.write(file, 0, SIGNATURE);
        still.write(file, 0, SIGNATURE);
        String name;
        do {
            int start = scan.at();
            int length = scan.length();
            name = scan.name();
            int body = scan.at();
            scan.skip(length);
            requireSum(start, length, scan.length32());
            chunk(name, body, length);
            keep(name, start, length);
        } while (!name.equals("IEND"));
        if (!pixels) {
            throw Scan.damaged("no pixels");
        }
        return new Parsed(
                clean.toByteArray(),
                still.toByteArray(),
                width,
                height,
                orientation,
                frames > 0,
                new byte[0]);
    }

    private void requireSum(int start, int length, int stated) throws PictureRefusedException {
        CRC32 sum = new CRC32();
        sum.update(file, start + 4, length + 4);
        if ((int) sum.getValue() != stated) {
            throw Scan.damaged("a chunk that was altered");
        }
    }

    private void chunk(String name, int body, int length) throws PictureRefusedException {
        if ((width == 0) != name.equals("IHDR")) {
            throw Scan.damaged("no header, or two");
        }
        switch (name) {
            case "IHDR" -> {
                if (length != HEADER) {
                    throw Scan.damaged("no header");
                }
                Scan header = new Scan(file, body, body + length);
                width = header.length();
                height = header.length();
                Pixels.require(width, height, Pixels.MOST);
            }
            case "IDAT" -> pixels = true;
            case "fcTL" -> {
                Scan frame = new Scan(file, body, body + length);
                frame.skip(4);
                long most = (long) width * height;
                Pixels.require(frame.length(), frame.length(), most);
                frames++;
                Pixels.requireWork(most, frames);
            }
            case "eXIf" -> orientation = Orientation.read(file, body, length);
            default -> {
                boolean needed = Character.isUpperCase(name.charAt(0));
                if (needed && !PICTURE.contains(name)) {
                    throw Scan.damaged("a chunk that nobody knows");
                }
            }
        }
    }

    private void keep(String name, int start, int length) {
        if (PICTURE.contains(name)) {
            still.write(file, start, length + AROUND);
        }
        if (name.equals("eXIf") && !orientation.equals(Orientation.UPRIGHT)) {
            write(clean, name, orientation.block());
        }
        if (PICTURE.contains(name)
                || ANIMATION.contains(name)
                || (name.equals(PROFILE) && length <= LARGEST_PROFILE)) {
            clean.write(file, start, length + AROUND);
        }
    }

    private static void write(ByteArrayOutputStream out, String name, byte[] body) {
        byte[] named = new byte[4 + body.length];
        for (int i = 0; i < 4; i++) {
            named[i] = (byte) name.charAt(i);
        }
        System.arraycopy(body, 0, named, 4, body.length);
        CRC32 sum = new CRC32();
        sum.update(named);
        number(out, body.length);
        out.writeBytes(named);
        number(out, (int) sum.getValue());
    }

    private static void number(ByteArrayOutputStream out, int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >> shift);
        }
    }
}
