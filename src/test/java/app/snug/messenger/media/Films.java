/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import static app.snug.messenger.media.Samples.SECRET;
import static app.snug.messenger.media.Samples.join;
import static app.snug.messenger.media.Samples.text;

import java.nio.ByteBuffer;

/** Films and HEIC pictures as cameras and telephones write them. */
final class Films {

    static final String FRAMES = "frames of a lake";
    private static final String FIX = "59.3293,18.0686 " + SECRET;

    /** 26 November 2026, in seconds since 1904. */
    private static final int TIME = 0xe7adbeef;

    private Films() {}

    static byte[] box(String type, byte[]... parts) {
        byte[] body = join(parts);
        return join(numbers(8 + body.length), text(type), body);
    }

    static byte[] numbers(int... values) {
        ByteBuffer all = ByteBuffer.allocate(values.length * 4);
        for (int value : values) {
            all.putInt(value);
        }
        return all.array();
    }

    private static byte[] times(String type, int version, int rest) {
        return version == 1
                ? box(type, numbers(1 << 24, 0, TIME, 0, TIME), new byte[rest])
                : box(type, numbers(0, TIME, TIME), new byte[rest]);
    }

    private static byte[] handler(String kind, String name) {
        return box("hdlr", numbers(0, 0), text(kind), text("appl"), new byte[8], text(name + "\0"));
    }

    /** Two chunks of one place, each of two samples of as many bytes. */
    private static byte[] track(String kind, int version, int at, int size, byte[]... more) {
        byte[] encoder = new byte[32];
        byte[] camera = text("\u000fCamera of " + SECRET);
        System.arraycopy(camera, 0, encoder, 0, 24);
        byte[] described =
                box("avc1", new byte[6], new byte[] {0, 1}, new byte[34], encoder, new byte[4]);
        byte[] table =
                box(
                        "stbl",
                        box("stsd", numbers(0, 1), described),
                        box("stsz", numbers(0, 0, 4, size, size, size, size)),
                        box("stsc", numbers(0, 1, 1, 2, 1)),
                        box("stco", numbers(0, 2, at, at + 2 * size)));
        return box(
                "trak",
                times("tkhd", version, 60),
                box(
                        "mdia",
                        times("mdhd", version, 8),
                        handler(kind, "Lens of " + SECRET),
                        box("minf", table)),
                join(more));
    }

    /**
     * With what a telephone says beside it, a track of measurements, and a name at its end.
     *
     * @param version of the boxes with times
     */
    static byte[] talkative(int version) {
        byte[] head = box("ftyp", text("qt  "), numbers(0), text("qt  "));
        byte[] frames = text(FRAMES);
        byte[] fixes = text(FIX.substring(0, FIX.length() / 4 * 4));
        byte[] wide = box("wide");
        int at = head.length + wide.length + 8;
        byte[] data = box("mdat", frames, fixes);
        byte[] keys = box("keys", numbers(0, 1), box("mdta", text("com.apple.quicktime.location")));
        byte[] film =
                box(
                        "moov",
                        times("mvhd", version, 80),
                        track("vide", version, at, frames.length / 4, box("udta", text(SECRET))),
                        track("meta", version, at + frames.length, fixes.length / 4),
                        box("udta", box("\u00a9xyz", text(SECRET))),
                        box("meta", handler("mdta", ""), keys, box("ilst", text(SECRET))));
        byte[] packet = box("uuid", text("0123456789abcdef"), text("<x>" + SECRET + "</x>"));
        return join(head, wide, data, film, packet, box("free", text(SECRET)), text(SECRET));
    }

    /** A picture with EXIF and XMP, some of it beside its other items. */
    static byte[] talkativeHeic() {
        byte[] head = box("ftyp", text("heic"), numbers(0), text("mif1heic"));
        byte[] picture = text(FRAMES);
        byte[] exif = join(numbers(0), Samples.exif(6));
        byte[] xmp = text("<x:xmpmeta>" + SECRET + "</x:xmpmeta>");
        byte[] kinds =
                box(
                        "iinf",
                        new byte[] {0, 0, 0, 0, 0, 3},
                        item(1, "hvc1"),
                        item(2, "Exif"),
                        item(3, "mime"));
        int places = 4 + 2 + 2 + 3 * (2 + 2 + 2 + 2 + 4 + 4) + 8;
        byte[] properties =
                box("iprp", box("ipco", box("ispe", new byte[12]), box("udes", text(SECRET))));
        byte[] beside = box("idat", xmp);
        byte[] main = box("pitm", new byte[] {0, 0, 0, 0, 0, 1});
        byte[] kind = handler("pict", SECRET);
        byte[] note = box("xml ", text(SECRET));
        int meta =
                12
                        + kind.length
                        + main.length
                        + kinds.length
                        + places
                        + properties.length
                        + beside.length
                        + note.length;
        int at = head.length + meta + 8;
        byte[] where =
                box(
                        "iloc",
                        numbers(1 << 24),
                        new byte[] {0x44, 0, 0, 3},
                        place(1, 0, at, picture.length),
                        place(2, 0, at + picture.length, exif.length),
                        place(3, 1, 0, xmp.length));
        return join(
                head,
                box("meta", numbers(0), kind, main, kinds, where, properties, beside, note),
                box("mdat", picture, exif));
    }

    private static byte[] item(int id, String kind) {
        return box("infe", numbers(2 << 24), new byte[] {0, (byte) id, 0, 0}, text(kind + "\0"));
    }

    private static byte[] place(int id, int method, int at, int length) {
        return join(new byte[] {0, (byte) id, 0, (byte) method, 0, 0, 0, 1}, numbers(at, length));
    }
}
