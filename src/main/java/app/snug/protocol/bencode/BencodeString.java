/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A string of raw bytes, ordered by unsigned bytes; a shorter prefix comes first. */
public final class BencodeString implements BencodeValue, Comparable<BencodeString> {

    public static final BencodeString EMPTY = new BencodeString(new byte[0]);

    private final byte[] bytes;

    private BencodeString(byte[] bytes) {
        this.bytes = bytes;
    }

    public static BencodeString of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new BencodeString(bytes.clone());
    }

    /** The bytes {@code from} up to, not including, {@code to}. */
    static BencodeString of(byte[] bytes, int from, int to) {
        return from == to ? EMPTY : new BencodeString(Arrays.copyOfRange(bytes, from, to));
    }

    /** In UTF-8. */
    public static BencodeString of(String text) {
        return text.isEmpty() ? EMPTY : new BencodeString(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    byte[] raw() {
        return bytes;
    }

    /** As UTF-8; what is none becomes replacement characters. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(BencodeString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** Not in constant time: for what is public. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BencodeString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The size alone, since the bytes may be secret. */
    @Override
    public String toString() {
        return "BencodeString[" + bytes.length + " bytes]";
    }

    /** Lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }
}
