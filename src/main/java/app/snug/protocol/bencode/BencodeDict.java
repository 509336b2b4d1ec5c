/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, the keys unique and in byte order.
 *
 * <p>Kept as two sorted arrays: small, quick to compare and to copy, and a changed copy shares all
 * values that stayed.
 */
public final class BencodeDict implements BencodeValue {

    public static final BencodeDict EMPTY =
            new BencodeDict(new BencodeString[0], new BencodeValue[0]);

    private final BencodeString[] keys;
    private final BencodeValue[] values;

    BencodeDict(BencodeString[] keys, BencodeValue[] values) {
        this.keys = keys;
        this.values = values;
    }

    /** A dictionary in the making. */
    public static BencodeDictBuilder builder() {
        return new BencodeDictBuilder();
    }

    public int size() {
        return keys.length;
    }

    public boolean isEmpty() {
        return keys.length == 0;
    }

    /** The key at a place, 0 to size−1. */
    public BencodeString key(int index) {
        return keys[index];
    }

    /** The value at a place, 0 to size−1. */
    public BencodeValue value(int index) {
        return values[index];
    }

    /** The keys in order. */
    public List<BencodeString> keys() {
        return new AbstractList<>() {
            @Override
            public BencodeString get(int index) {
                return keys[index];
            }

            @Override
            public int size() {
                return keys.length;
            }
        };
    }

    public @Nullable BencodeValue get(BencodeString key) {
        int at = Arrays.binarySearch(keys, key);
        return at < 0 ? null : values[at];
    }

    public @Nullable BencodeValue get(String key) {
        return get(BencodeString.of(key));
    }

    /** The value of a key; nothing if there is none or it is of another kind. */
    public <T extends BencodeValue> Optional<T> find(String key, Class<T> kind) {
        BencodeValue value = get(key);
        return kind.isInstance(value) ? Optional.of(kind.cast(value)) : Optional.empty();
    }

    /**
     * @throws MalformedBencodeException if the key has no value of this kind
     */
    public <T extends BencodeValue> T require(String key, Class<T> kind)
            throws MalformedBencodeException {
        BencodeValue value = get(key);
        if (!kind.isInstance(value)) {
            throw new MalformedBencodeException("a key is missing or misused");
        }
        return kind.cast(value);
    }

    /** A copy in which the key has this value. */
    public BencodeDict with(BencodeString key, BencodeValue value) {
        int at = Arrays.binarySearch(keys, key);
        if (at >= 0) {
            BencodeValue[] changed = values.clone();
            changed[at] = value;
            return new BencodeDict(keys, changed);
        }
        int place = -at - 1;
        BencodeString[] moreKeys = Arrays.copyOf(keys, keys.length + 1);
        BencodeValue[] moreValues = Arrays.copyOf(values, keys.length + 1);
        System.arraycopy(keys, place, moreKeys, place + 1, keys.length - place);
        System.arraycopy(values, place, moreValues, place + 1, keys.length - place);
        moreKeys[place] = key;
        moreValues[place] = value;
        return new BencodeDict(moreKeys, moreValues);
    }

    public BencodeDict with(String key, BencodeValue value) {
        return with(BencodeString.of(key), value);
    }

    /** A copy without the key. */
    public BencodeDict without(BencodeString key) {
        int at = Arrays.binarySearch(keys, key);
        if (at < 0) {
            return this;
        }
        BencodeString[] fewerKeys = Arrays.copyOf(keys, keys.length - 1);
        BencodeValue[] fewerValues = Arrays.copyOf(values, keys.length - 1);
        System.arraycopy(keys, at + 1, fewerKeys, at, keys.length - 1 - at);
        System.arraycopy(values, at + 1, fewerValues, at, keys.length - 1 - at);
        return new BencodeDict(fewerKeys, fewerValues);
    }

    public BencodeDict without(String key) {
        return without(BencodeString.of(key));
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof BencodeDict that
                        && Arrays.equals(keys, that.keys)
                        && Arrays.equals(values, that.values));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "BencodeDict[" + keys.length + " keys]";
    }
}
