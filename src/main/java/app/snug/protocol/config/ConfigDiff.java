/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeDictBuilder;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.config.ConfigTree.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two states of a config's data ({@code protocol/04} §2.2): a dictionary
 * parallel to the data that names the changed leaves and holds no values, but for those of sets.
 */
final class ConfigDiff {

    private static final BencodeString ASSIGNED = BencodeString.EMPTY;
    private static final BencodeString REMOVED = BencodeString.of("-");
    private static final int MAX_DEPTH = 33;

    private ConfigDiff() {}

    /** Both without anything empty in them. */
    static BencodeDict between(BencodeDict old, BencodeDict now) {
        if (old == now) {
            return BencodeDict.EMPTY;
        }
        BencodeDictBuilder diff = BencodeDict.builder();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            int order = order(old, i, now, j);
            if (order < 0) {
                diff.put(old.key(i), removed(old.value(i)));
                i++;
            } else if (order > 0) {
                diff.put(now.key(j), added(now.value(j)));
                j++;
            } else {
                BencodeValue change = changed(old.value(i), now.value(j));
                if (change != null) {
                    diff.put(now.key(j), change);
                }
                i++;
                j++;
            }
        }
        return diff.build();
    }

    /** Which key comes first; past its end a dictionary has the last. */
    private static int order(BencodeDict one, int i, BencodeDict other, int j) {
        if (i == one.size()) {
            return 1;
        }
        return j == other.size() ? -1 : one.key(i).compareTo(other.key(j));
    }

    private static BencodeValue removed(BencodeValue value) {
        return switch (value) {
            case BencodeDict dict -> between(dict, BencodeDict.EMPTY);
            case BencodeList set -> BencodeList.of(BencodeList.EMPTY, set);
            default -> REMOVED;
        };
    }

    private static BencodeValue added(BencodeValue value) {
        return switch (value) {
            case BencodeDict dict -> between(BencodeDict.EMPTY, dict);
            case BencodeList set -> BencodeList.of(set, BencodeList.EMPTY);
            default -> ASSIGNED;
        };
    }

    private static @Nullable BencodeValue changed(BencodeValue old, BencodeValue now) {
        if (old == now) {
            return null;
        }
        if (old instanceof BencodeDict a && now instanceof BencodeDict b) {
            BencodeDict inner = between(a, b);
            return inner.isEmpty() ? null : inner;
        }
        if (old instanceof BencodeList a && now instanceof BencodeList b) {
            BencodeList more = ConfigTree.difference(b, a);
            BencodeList less = ConfigTree.difference(a, b);
            return more.isEmpty() && less.isEmpty() ? null : BencodeList.of(more, less);
        }
        return old.equals(now) ? null : added(now);
    }

    /**
     * The data after a diff's changes.
     *
     * @param source the data of the message that carried the diff: assigned values come from there
     */
    static BencodeDict apply(BencodeDict data, BencodeDict diff, BencodeDict source) {
        BencodeDictBuilder result = BencodeDict.builder();
        int i = 0;
        int j = 0;
        while (i < data.size() || j < diff.size()) {
            int order = order(data, i, diff, j);
            if (order < 0) {
                result.put(data.key(i), data.value(i));
                i++;
                continue;
            }
            BencodeString key = diff.key(j);
            BencodeValue before = order == 0 ? data.value(i) : null;
            BencodeValue after = applied(before, diff.value(j), source.get(key));
            if (after != null) {
                result.put(key, after);
            }
            i += order == 0 ? 1 : 0;
            j++;
        }
        return result.build();
    }

    private static @Nullable BencodeValue applied(
            @Nullable BencodeValue before, BencodeValue change, @Nullable BencodeValue source) {
        // A later change of the same device has removed it or made it another kind.
        if (source == null || ConfigTree.kind(source) != ConfigTree.kind(change)) {
            return null;
        }
        return switch (change) {
            case BencodeDict inner ->
                    apply(
                            before instanceof BencodeDict dict ? dict : BencodeDict.EMPTY,
                            inner,
                            (BencodeDict) source);
            case BencodeList lists ->
                    ConfigTree.difference(
                            ConfigTree.union(
                                    before instanceof BencodeList set ? set : BencodeList.EMPTY,
                                    (BencodeList) lists.values().get(0)),
                            (BencodeList) lists.values().get(1));
            default -> change.equals(REMOVED) ? null : source;
        };
    }

    static void check(BencodeDict diff) throws MalformedConfigException {
        check(diff, 0);
    }

    private static void check(BencodeDict diff, int depth) throws MalformedConfigException {
        if (depth > MAX_DEPTH) {
            throw new MalformedConfigException("diff too deep");
        }
        for (int i = 0; i < diff.size(); i++) {
            switch (diff.value(i)) {
                case BencodeDict inner -> check(inner, depth + 1);
                case BencodeList lists -> checkLists(lists);
                case BencodeString mark -> {
                    if (!mark.equals(ASSIGNED) && !mark.equals(REMOVED)) {
                        throw new MalformedConfigException("unknown change");
                    }
                }
                case BencodeInteger integer -> throw new MalformedConfigException("unknown change");
            }
        }
    }

    private static void checkLists(BencodeList lists) throws MalformedConfigException {
        if (lists.size() != 2) {
            throw new MalformedConfigException("change of a set without its two lists");
        }
        for (BencodeValue list : lists) {
            if (ConfigTree.kind(list) != Kind.SET) {
                throw new MalformedConfigException("change of a set without its two lists");
            }
            ConfigTree.checkSet((BencodeList) list);
        }
    }
}
