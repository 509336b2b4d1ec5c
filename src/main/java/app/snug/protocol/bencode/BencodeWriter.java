/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import java.util.Arrays;

/** Writes canonical bencode, value by value. The order of a dictionary's keys is the caller's. */
public final class BencodeWriter {

    private static final int START_SIZE = 256;
    private static final int LONGEST_NUMBER = 22;

    private byte[] out = new byte[START_SIZE];
    private int at;

    public BencodeWriter value(BencodeValue value) {
        return switch (value) {
            case BencodeInteger integer -> integer(integer);
            case BencodeString string -> string(string);
            case BencodeList list -> list(list);
            case BencodeDict dict -> dict(dict);
        };
    }

    public BencodeWriter integer(long value) {
        room(LONGEST_NUMBER);
        out[at++] = 'i';
        decimal(value);
        out[at++] = 'e';
        return this;
    }

    public BencodeWriter integer(BencodeInteger value) {
        if (!value.beyondLong()) {
            return integer(value.bits());
        }
        room(LONGEST_NUMBER);
        out[at++] = 'i';
        digits(value.toString());
        out[at++] = 'e';
        return this;
    }

    public BencodeWriter string(BencodeString value) {
        return string(value.raw());
    }

    public BencodeWriter string(String value) {
        return string(BencodeString.of(value));
    }

    public BencodeWriter string(byte[] value) {
        room(LONGEST_NUMBER + value.length);
        decimal(value.length);
        out[at++] = ':';
        System.arraycopy(value, 0, out, at, value.length);
        at += value.length;
        return this;
    }

    public BencodeWriter beginList() {
        return mark('l');
    }

    public BencodeWriter beginDict() {
        return mark('d');
    }

    /** Ends the list or dictionary begun last. */
    public BencodeWriter end() {
        return mark('e');
    }

    /** What is written so far, for a signature over it. */
    public byte[] toByteArray() {
        return Arrays.copyOf(out, at);
    }

    private BencodeWriter list(BencodeList list) {
        beginList();
        for (BencodeValue element : list) {
            value(element);
        }
        return end();
    }

    private BencodeWriter dict(BencodeDict dict) {
        beginDict();
        for (int i = 0; i < dict.size(); i++) {
            string(dict.key(i));
            value(dict.value(i));
        }
        return end();
    }

    private BencodeWriter mark(char kind) {
        room(1);
        out[at++] = (byte) kind;
        return this;
    }

    private void decimal(long value) {
        if (value >= 0 && value < 10) {
            out[at++] = (byte) ('0' + value);
        } else if (value >= 10 && value < 100) {
            out[at++] = (byte) ('0' + value / 10);
            out[at++] = (byte) ('0' + value % 10);
        } else {
            digits(Long.toString(value));
        }
    }

    private void digits(String decimal) {
        for (int i = 0; i < decimal.length(); i++) {
            out[at++] = (byte) decimal.charAt(i);
        }
    }

    private void room(int more) {
        if (more > out.length - at) {
            out = Arrays.copyOf(out, Math.max(Math.multiplyExact(out.length, 2), at + more));
        }
    }
}
