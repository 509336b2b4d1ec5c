/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was edited while others, whom we could not hear, pushed so often that a merge passes our
 * message over ({@code protocol/04} §3). Put onto their data it makes the edit anew; of what both
 * changed, theirs is the newer.
 *
 * @param diff names what was changed
 * @param after the data after it
 * @param before the data before it; null if that is not known any more. Then theirs counts wherever
 *     they have anything, and what we removed stays.
 */
record OvertakenEdit(BencodeDict diff, BencodeDict after, @Nullable BencodeDict before)
        implements UnaryOperator<BencodeDict> {

    static OvertakenEdit between(BencodeDict before, BencodeDict after) {
        BencodeDict old = ConfigTree.prune(before);
        BencodeDict now = ConfigTree.prune(after);
        return new OvertakenEdit(ConfigDiff.between(old, now), now, old);
    }

    /**
     * What a message brought that was not pushed before the program ended; nothing if it names all
     * there is, as one that was merged does.
     */
    static @Nullable OvertakenEdit of(ConfigMessage message) {
        boolean isMerged =
                message.diff().equals(ConfigDiff.between(BencodeDict.EMPTY, message.data()));
        return isMerged ? null : new OvertakenEdit(message.diff(), message.data(), null);
    }

    @Override
    public BencodeDict apply(BencodeDict theirs) {
        BencodeDict from = before == null ? theirs : before;
        BencodeDict known = before == null ? BencodeDict.EMPTY : before;
        BencodeDict edited = ConfigDiff.apply(from, diff, after);
        return ConfigDiff.apply(edited, ConfigDiff.between(known, theirs), theirs);
    }
}
