/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import java.util.Iterator;
import java.util.List;

/** Values in order. */
public record BencodeList(List<BencodeValue> values)
        implements BencodeValue, Iterable<BencodeValue> {

    public static final BencodeList EMPTY = new BencodeList(List.of());

    public BencodeList {
        values = List.copyOf(values);
    }

    public static BencodeList of(BencodeValue... values) {
        return new BencodeList(List.of(values));
    }

    public int size() {
        return values.size();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public Iterator<BencodeValue> iterator() {
        return values.iterator();
    }

    /** The element, if it is of this kind. */
    public <T extends BencodeValue> T require(int index, Class<T> kind)
            throws MalformedBencodeException {
        if (index >= values.size() || !kind.isInstance(values.get(index))) {
            throw new MalformedBencodeException("element " + index + " is missing or misplaced");
        }
        return kind.cast(values.get(index));
    }
}
