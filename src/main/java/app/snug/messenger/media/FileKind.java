/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import java.nio.charset.StandardCharsets;

/**
 * What a file is, by its first bytes; names and what senders claim decide nothing. Whatever could
 * carry scripts, such as SVG, HTML or PDF, is {@link #OTHER}.
 */
public enum FileKind {
    JPEG("image/jpeg", Use.PICTURE),
    PNG("image/png", Use.PICTURE),
    GIF("image/gif", Use.PICTURE),
    WEBP("image/webp", Use.PICTURE),
    MP4("video/mp4", Use.VIDEO),
    QUICKTIME("video/quicktime", Use.VIDEO),
    WEBM("video/webm", Use.VIDEO),
    MP4_AUDIO("audio/mp4", Use.AUDIO),
    WEBM_AUDIO("audio/webm", Use.AUDIO),
    OGG("audio/ogg", Use.AUDIO),
    MP3("audio/mpeg", Use.AUDIO),
    AAC("audio/aac", Use.AUDIO),
    WAV("audio/wav", Use.AUDIO),
    FLAC("audio/flac", Use.AUDIO),
    OTHER("application/octet-stream", Use.DOWNLOAD);

    /** What a page does with it. */
    public enum Use {
        PICTURE,
        VIDEO,
        AUDIO,
        /** Saved, never shown. */
        DOWNLOAD
    }

    private final String contentType;
    private final Use use;

    FileKind(String contentType, Use use) {
        this.contentType = contentType;
        this.use = use;
    }

    public String contentType() {
        return contentType;
    }

    public Use use() {
        return use;
    }

    public static FileKind of(byte[] file) {
        if (starts(file, 0, 0xff, 0xd8, 0xff)) {
            return JPEG;
        }
        if (starts(file, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return PNG;
        }
        if (text(file, 0, "GIF87a") || text(file, 0, "GIF89a")) {
            return GIF;
        }
        if (text(file, 0, "RIFF")) {
            return text(file, 8, "WEBP") ? WEBP : text(file, 8, "WAVE") ? WAV : OTHER;
        }
        if (text(file, 4, "ftyp")) {
            return isoMedia(file);
        }
        if (starts(file, 0, 0x1a, 0x45, 0xdf, 0xa3)) {
            return matroska(file);
        }
        if (text(file, 0, "OggS")) {
            return find(file, "theora", 0, 512) < 0 ? OGG : OTHER;
        }
        if (text(file, 0, "fLaC")) {
            return FLAC;
        }
        return mpegAudio(file);
    }

    /** Video if a track of it is. */
    private static FileKind isoMedia(byte[] file) {
        for (String still : new String[] {"heic", "heix", "mif1", "msf1", "avif", "avis"}) {
            if (text(file, 8, still)) {
                return OTHER;
            }
        }
        boolean sound = text(file, 8, "M4A ") || text(file, 8, "M4B ");
        for (int at = find(file, "hdlr", 0, file.length);
                at >= 0;
                at = find(file, "hdlr", at + 4, file.length)) {
            if (text(file, at + 12, "vide")) {
                return text(file, 8, "qt  ") ? QUICKTIME : MP4;
            }
            sound |= text(file, at + 12, "soun");
        }
        return sound ? MP4_AUDIO : text(file, 8, "qt  ") ? QUICKTIME : MP4;
    }

    private static FileKind matroska(byte[] file) {
        if (find(file, "webm", 0, 64) < 0) {
            return OTHER;
        }
        int head = 64 << 10;
        boolean video = find(file, "V_VP", 0, head) >= 0 || find(file, "V_AV1", 0, head) >= 0;
        boolean audio = find(file, "A_OPUS", 0, head) >= 0 || find(file, "A_VORBIS", 0, head) >= 0;
        return audio && !video ? WEBM_AUDIO : WEBM;
    }

    private static FileKind mpegAudio(byte[] file) {
        if (text(file, 0, "ID3")) {
            return MP3;
        }
        if (file.length < 4 || (file[0] & 0xff) != 0xff) {
            return OTHER;
        }
        int second = file[1] & 0xff;
        if ((second & 0xf6) == 0xf0) {
            return AAC;
        }
        boolean layer3 = (second & 0xe6) == 0xe2 && (second & 0x18) != 0x08;
        int third = file[2] & 0xff;
        boolean rates = (third & 0xf0) != 0xf0 && (third & 0x0c) != 0x0c;
        return layer3 && rates ? MP3 : OTHER;
    }

    private static boolean starts(byte[] file, int from, int... bytes) {
        if (file.length < from + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((file[from + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean text(byte[] file, int from, String text) {
        return starts(file, from, text.chars().toArray());
    }

    private static int find(byte[] file, String text, int from, int before) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int last = Math.min(before, file.length) - wanted.length;
        for (int at = from; at <= last; at++) {
            if (file[at] == wanted[0] && text(file, at, text)) {
                return at;
            }
        }
        return -1;
    }
}
