/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeDictBuilder;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * The data of a config: dictionaries of scalars, sets and dictionaries, where nothing is ever empty
 * but a string and the whole ({@code protocol/04} §1.1).
 */
final class ConfigTree {

    /** The deepest config of the protocol has five levels. */
    private static final int MAX_DEPTH = 32;

    /** Integers first, then strings, both ascending: the order of a set. */
    static final Comparator<BencodeValue> SCALARS =
            (one, other) ->
                    switch (one) {
                        case BencodeInteger a when other instanceof BencodeInteger b ->
                                Long.compare(a.bits(), b.bits());
                        case BencodeString a when other instanceof BencodeString b ->
                                a.compareTo(b);
                        default -> one instanceof BencodeInteger ? -1 : 1;
                    };

    enum Kind {
        SCALAR,
        SET,
        DICT
    }

    private ConfigTree() {}

    static Kind kind(BencodeValue value) {
        return switch (value) {
            case BencodeInteger integer -> Kind.SCALAR;
            case BencodeString string -> Kind.SCALAR;
            case BencodeList set -> Kind.SET;
            case BencodeDict dict -> Kind.DICT;
        };
    }

    /**
     * @throws MalformedConfigException if something below the top is empty, or a set is none
     */
    static void check(BencodeDict data) throws MalformedConfigException {
        check(data, 0);
    }

    private static void check(BencodeDict data, int depth) throws MalformedConfigException {
        if (depth > MAX_DEPTH) {
            throw new MalformedConfigException("data too deep");
        }
        for (int i = 0; i < data.size(); i++) {
            BencodeValue value = data.value(i);
            if (isEmpty(value)) {
                throw new MalformedConfigException("empty set or dictionary");
            }
            switch (value) {
                case BencodeDict dict -> check(dict, depth + 1);
                case BencodeList set -> checkSet(set);
                default -> checkScalar(value);
            }
        }
    }

    /** Scalars only, strictly ascending. */
    static void checkSet(BencodeList set) throws MalformedConfigException {
        for (int i = 0; i < set.size(); i++) {
            BencodeValue element = set.values().get(i);
            checkScalar(element);
            if (i > 0 && SCALARS.compare(set.values().get(i - 1), element) >= 0) {
                throw new MalformedConfigException("set out of order");
            }
        }
    }

    private static void checkScalar(BencodeValue value) throws MalformedConfigException {
        if (kind(value) != Kind.SCALAR
                || (value instanceof BencodeInteger integer && integer.beyondLong())) {
            throw new MalformedConfigException("not a scalar");
        }
    }

    /** The same data without empty sets and dictionaries below the top. */
    static BencodeDict prune(BencodeDict data) {
        if (!needsPruning(data)) {
            return data;
        }
        BencodeDictBuilder pruned = BencodeDict.builder();
        for (int i = 0; i < data.size(); i++) {
            BencodeValue value = data.value(i);
            BencodeValue kept = value instanceof BencodeDict dict ? prune(dict) : value;
            if (!isEmpty(kept)) {
                pruned.put(data.key(i), kept);
            }
        }
        return pruned.build();
    }

    private static boolean needsPruning(BencodeDict data) {
        for (int i = 0; i < data.size(); i++) {
            BencodeValue value = data.value(i);
            if (isEmpty(value) || (value instanceof BencodeDict dict && needsPruning(dict))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEmpty(BencodeValue value) {
        return switch (value) {
            case BencodeDict dict -> dict.isEmpty();
            case BencodeList set -> set.isEmpty();
            default -> false;
        };
    }

    static BencodeList union(BencodeList set, BencodeList more) {
        TreeSet<BencodeValue> all = sorted(set);
        all.addAll(more.values());
        return listOf(all);
    }

    static BencodeList difference(BencodeList set, BencodeList less) {
        TreeSet<BencodeValue> left = sorted(set);
        less.forEach(left::remove);
        return listOf(left);
    }

    private static TreeSet<BencodeValue> sorted(BencodeList set) {
        TreeSet<BencodeValue> sorted = new TreeSet<>(SCALARS);
        sorted.addAll(set.values());
        return sorted;
    }

    private static BencodeList listOf(TreeSet<BencodeValue> set) {
        return new BencodeList(new ArrayList<>(set));
    }

    /** The dictionary at a path; empty if there is none. */
    static BencodeDict dictAt(BencodeDict root, BencodeString... path) {
        BencodeDict at = root;
        for (BencodeString key : path) {
            at = at.get(key) instanceof BencodeDict dict ? dict : BencodeDict.EMPTY;
        }
        return at;
    }

    /** A copy with another dictionary at a path; what becomes empty on the way disappears. */
    static BencodeDict withDictAt(BencodeDict root, BencodeDict value, BencodeString... path) {
        return withDictAt(root, value, 0, path);
    }

    private static BencodeDict withDictAt(
            BencodeDict root, BencodeDict value, int level, BencodeString... path) {
        if (level == path.length) {
            return value;
        }
        BencodeString key = path[level];
        BencodeDict inner = withDictAt(dictAt(root, key), value, level + 1, path);
        return inner.isEmpty() ? root.without(key) : root.with(key, inner);
    }
}
