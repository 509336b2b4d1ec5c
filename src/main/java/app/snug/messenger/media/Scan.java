/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.PictureRefusedException.Reason;
import java.nio.charset.StandardCharsets;

/** Walks through a file and never beyond its end. */
final class Scan {

    private final byte[] bytes;
    private final int end;
    private int at;

    Scan(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    Scan(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int at() {
        return at;
    }

    int left() {
        return end - at;
    }

    int u8() throws PictureRefusedException {
        require(1);
        return bytes[at++] & 0xff;
    }

    int u16() throws PictureRefusedException {
        return u8() << 8 | u8();
    }

    int u16le() throws PictureRefusedException {
        return u8() | u8() << 8;
    }

    int u24le() throws PictureRefusedException {
        return u16le() | u8() << 16;
    }

    /** A length: over two gigabytes none is. */
    int length() throws PictureRefusedException {
        return notNegative(u16() << 16 | u16());
    }

    /** Any 32 bits. */
    int length32() throws PictureRefusedException {
        return u16() << 16 | u16();
    }

    int lengthLe() throws PictureRefusedException {
        return notNegative(u16le() | u16le() << 16);
    }

    private static int notNegative(int length) throws PictureRefusedException {
        if (length < 0) {
            throw damaged("a length that cannot be");
        }
        return length;
    }

    String name() throws PictureRefusedException {
        require(4);
        at += 4;
        return new String(bytes, at - 4, 4, StandardCharsets.ISO_8859_1);
    }

    void skip(int count) throws PictureRefusedException {
        require(count);
        at += count;
    }

    boolean isNext(int from, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        if (from + wanted.length > end) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Bytes ahead that are not yet walked over. */
    int peek(int ahead) throws PictureRefusedException {
        require(ahead + 1);
        return bytes[at + ahead] & 0xff;
    }

    private void require(int count) throws PictureRefusedException {
        if (count > end - at) {
            throw new PictureRefusedException(Reason.CUT_OFF, "The picture is cut off");
        }
    }

    static PictureRefusedException damaged(String what) {
        return new PictureRefusedException(Reason.DAMAGED, "The picture has " + what);
    }
}
