/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the entries of a dictionary, in any order; quickest in byte order. */
public final class BencodeDictBuilder {

    private final List<BencodeString> keys = new ArrayList<>();
    private final List<BencodeValue> values = new ArrayList<>();

    BencodeDictBuilder() {}

    /** Sets a key; a value it had is replaced. */
    public BencodeDictBuilder put(BencodeString key, BencodeValue value) {
        int last = keys.size() - 1;
        if (last < 0 || keys.get(last).compareTo(key) < 0) {
            keys.add(key);
            values.add(value);
            return this;
        }
        int at = Collections.binarySearch(keys, key);
        if (at >= 0) {
            values.set(at, value);
        } else {
            keys.add(-at - 1, key);
            values.add(-at - 1, value);
        }
        return this;
    }

    public BencodeDictBuilder put(String key, BencodeValue value) {
        return put(BencodeString.of(key), value);
    }

    public BencodeDictBuilder put(String key, byte[] value) {
        return put(key, BencodeString.of(value));
    }

    public BencodeDictBuilder put(String key, String value) {
        return put(key, BencodeString.of(value));
    }

    public BencodeDictBuilder put(String key, long value) {
        return put(key, BencodeInteger.of(value));
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    public BencodeDict build() {
        return keys.isEmpty()
                ? BencodeDict.EMPTY
                : new BencodeDict(
                        keys.toArray(BencodeString[]::new), values.toArray(BencodeValue[]::new));
    }
}
