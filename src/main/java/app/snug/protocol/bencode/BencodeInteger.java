/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

/**
 * An integer, −2⁶³ to 2⁶⁴−1.
 *
 * @param bits the number, in two's complement
 * @param beyondLong the number is 2⁶³ or more: {@code bits} are to be read as unsigned
 */
public record BencodeInteger(long bits, boolean beyondLong) implements BencodeValue {

    public static final BencodeInteger ZERO = new BencodeInteger(0, false);
    public static final BencodeInteger ONE = new BencodeInteger(1, false);

    public BencodeInteger {
        if (beyondLong && bits >= 0) {
            throw new IllegalArgumentException("A number beyond long has its highest bit set");
        }
    }

    public static BencodeInteger of(long value) {
        return new BencodeInteger(value, false);
    }

    /**
     * @param bits read as unsigned
     */
    public static BencodeInteger ofUnsigned(long bits) {
        return new BencodeInteger(bits, bits < 0);
    }

    /**
     * @throws MalformedBencodeException if it is 2⁶³ or more
     */
    public long asLong() throws MalformedBencodeException {
        if (beyondLong) {
            throw new MalformedBencodeException("number out of range");
        }
        return bits;
    }

    /** Decimal. */
    @Override
    public String toString() {
        return beyondLong ? Long.toUnsignedString(bits) : Long.toString(bits);
    }
}
