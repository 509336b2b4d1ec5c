/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads canonical bencode and nothing else: numbers without leading zeros, dictionary keys unique
 * and ascending. Values come whole, or a dictionary entry by entry with its place in the input.
 */
public final class BencodeReader {

    private static final int MAX_DIGITS = 20;

    private final byte[] input;
    private final BencodeLimits limits;
    private int at;
    private int depth;
    private int values;

    /**
     * @param input not changed by anyone while this reads
     * @throws MalformedBencodeException if there are more bytes than the limits allow
     */
    public BencodeReader(byte[] input, BencodeLimits limits) throws MalformedBencodeException {
        if (input.length > limits.bytes()) {
            throw new MalformedBencodeException("too long");
        }
        this.input = input;
        this.limits = limits;
    }

    /** The one value that these bytes are. */
    public static BencodeValue parse(byte[] input) throws MalformedBencodeException {
        return parse(input, BencodeLimits.DEFAULT);
    }

    public static BencodeValue parse(byte[] input, BencodeLimits limits)
            throws MalformedBencodeException {
        BencodeReader reader = new BencodeReader(input, limits);
        BencodeValue value = reader.value();
        reader.end();
        return value;
    }

    public static BencodeDict parseDict(byte[] input) throws MalformedBencodeException {
        return parse(input) instanceof BencodeDict dict ? dict : refuse("not a dictionary");
    }

    /**
     * The beginning of an encoded dictionary up to, not including, a key: what a signature under
     * that key covers ({@code protocol/04} §2.1).
     *
     * @throws MalformedBencodeException if these bytes are no dictionary or it lacks the key
     */
    public static byte[] before(byte[] dict, String key) throws MalformedBencodeException {
        BencodeReader reader = new BencodeReader(dict, BencodeLimits.DEFAULT);
        BencodeString wanted = BencodeString.of(key);
        reader.beginDict();
        int start = reader.position();
        for (BencodeString next = reader.key(null);
                next != null;
                start = reader.position(), next = reader.key(next)) {
            if (next.equals(wanted)) {
                return Arrays.copyOf(dict, start);
            }
            reader.value();
        }
        return refuse("the key is missing");
    }

    /** Bytes read so far. */
    public int position() {
        return at;
    }

    /** What comes next begins with this byte; −1 at the end of the input. */
    public int peek() {
        return at < input.length ? input[at] : -1;
    }

    /**
     * @throws MalformedBencodeException if bytes are left over
     */
    public void end() throws MalformedBencodeException {
        if (at != input.length) {
            throw new MalformedBencodeException("bytes behind the end");
        }
    }

    public BencodeValue value() throws MalformedBencodeException {
        return switch (peek()) {
            case 'i' -> integer();
            case 'l' -> list();
            case 'd' -> dict();
            default -> string();
        };
    }

    public BencodeInteger integer() throws MalformedBencodeException {
        expect('i');
        count();
        boolean negative = peek() == '-';
        if (negative) {
            at++;
        }
        long magnitude = digits('e');
        if (!negative) {
            return BencodeInteger.ofUnsigned(magnitude);
        }
        if (magnitude == 0 || Long.compareUnsigned(magnitude, Long.MIN_VALUE) > 0) {
            throw new MalformedBencodeException("number out of range");
        }
        return BencodeInteger.of(-magnitude);
    }

    public BencodeString string() throws MalformedBencodeException {
        count();
        long size = digits(':');
        if (size < 0 || size > input.length - at) {
            throw new MalformedBencodeException("string longer than the input");
        }
        int from = at;
        at += (int) size;
        return BencodeString.of(input, from, at);
    }

    public BencodeList list() throws MalformedBencodeException {
        beginList();
        if (endOf()) {
            return BencodeList.EMPTY;
        }
        List<BencodeValue> elements = new ArrayList<>();
        do {
            elements.add(value());
        } while (!endOf());
        return new BencodeList(elements);
    }

    public BencodeDict dict() throws MalformedBencodeException {
        beginDict();
        BencodeDictBuilder entries = BencodeDict.builder();
        for (BencodeString key = key(null); key != null; key = key(key)) {
            entries.put(key, value());
        }
        return entries.build();
    }

    public void beginList() throws MalformedBencodeException {
        expect('l');
        deeper();
    }

    public void beginDict() throws MalformedBencodeException {
        expect('d');
        deeper();
    }

    /** Passes the end of the list being read, if that comes next. */
    public boolean endOf() {
        if (peek() != 'e') {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    /**
     * The next key of the dictionary being read; nothing at its end.
     *
     * @param previous the key before; the next must be greater
     */
    public @Nullable BencodeString key(@Nullable BencodeString previous)
            throws MalformedBencodeException {
        if (endOf()) {
            return null;
        }
        BencodeString key = string();
        if (previous != null && previous.compareTo(key) >= 0) {
            throw new MalformedBencodeException("keys out of order");
        }
        return key;
    }

    private void deeper() throws MalformedBencodeException {
        count();
        if (++depth > limits.depth()) {
            throw new MalformedBencodeException("too deep");
        }
    }

    private void count() throws MalformedBencodeException {
        if (++values > limits.values()) {
            throw new MalformedBencodeException("too many values");
        }
    }

    private void expect(char wanted) throws MalformedBencodeException {
        if (peek() != wanted) {
            throw new MalformedBencodeException("another kind of value than expected");
        }
        at++;
    }

    /** An unsigned 64-bit number in decimal and the byte that ends it. */
    private long digits(char end) throws MalformedBencodeException {
        int start = at;
        long number = 0;
        while (at < input.length && input[at] >= '0' && input[at] <= '9') {
            int digit = input[at] - '0';
            if (at - start >= MAX_DIGITS || overflows(number, digit)) {
                throw new MalformedBencodeException("number out of range");
            }
            number = number * 10 + digit;
            at++;
        }
        boolean leadingZero = at - start > 1 && input[start] == '0';
        if (at == start || leadingZero || peek() != end) {
            throw new MalformedBencodeException("not a number");
        }
        at++;
        return number;
    }

    private static boolean overflows(long number, int digit) {
        return number < 0
                || number > 1_844_674_407_370_955_161L
                || (number == 1_844_674_407_370_955_161L && digit > 5);
    }

    private static <T> T refuse(String why) throws MalformedBencodeException {
        throw new MalformedBencodeException(why);
    }
}
