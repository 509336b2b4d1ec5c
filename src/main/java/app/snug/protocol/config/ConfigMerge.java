/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.config.LaggedDiff.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes one message out of several that compete, the same on every device ({@code protocol/04} §3).
 */
final class ConfigMerge {

    private ConfigMerge() {}

    /** What became of the candidates. */
    sealed interface Outcome {}

    /** One candidate contains all others, or is preferred where merging is not ours. */
    record Winner(int index) implements Outcome {}

    /** A new message that replays the changes of all. */
    record Merged(ConfigDraft draft) implements Outcome {}

    /** A diff, and the data that its assignments refer to. */
    private record Replay(BencodeDict diff, BencodeDict source) {}

    /**
     * @param candidates at least one
     * @param mayMerge whether we may write messages; if not, the greatest wins
     */
    static Outcome merge(List<ConfigMessage> candidates, boolean mayMerge) {
        List<Integer> kept = withoutRedundant(candidates);
        Comparator<Integer> byVersion = Comparator.comparing(i -> candidates.get(i).version());
        kept.sort(byVersion.reversed());
        if (kept.size() == 1 || !mayMerge) {
            return new Winner(kept.getFirst());
        }
        return new Merged(replay(kept.stream().map(candidates::get).toList()));
    }

    private static List<Integer> withoutRedundant(List<ConfigMessage> candidates) {
        long max = candidates.stream().mapToLong(ConfigMessage::seqno).max().orElseThrow();
        Set<Version> contained = new HashSet<>();
        for (ConfigMessage candidate : candidates) {
            candidate.lagged().forEach(entry -> contained.add(entry.version()));
        }
        Set<Version> seen = new HashSet<>();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Version version = candidates.get(i).version();
            boolean overtaken = isOvertaken(version.seqno(), candidates.get(i).lag(), max);
            if (seen.add(version) && !overtaken && !contained.contains(version)) {
                kept.add(i);
            }
        }
        return kept;
    }

    static boolean isOvertaken(long seqno, int lag, long newest) {
        return seqno + lag <= newest;
    }

    /** From the greatest message's data, all known changes in order. */
    private static ConfigDraft replay(List<ConfigMessage> descending) {
        TreeMap<Version, Replay> changes = new TreeMap<>();
        for (ConfigMessage message : descending) {
            changes.putIfAbsent(message.version(), new Replay(message.diff(), message.data()));
            for (LaggedDiff entry : message.lagged()) {
                changes.putIfAbsent(entry.version(), new Replay(entry.diff(), message.data()));
            }
        }
        BencodeDict data = descending.getFirst().data();
        List<LaggedDiff> lagged = new ArrayList<>();
        for (Map.Entry<Version, Replay> change : changes.entrySet()) {
            Replay replay = change.getValue();
            data = ConfigDiff.apply(data, replay.diff(), replay.source());
            lagged.add(new LaggedDiff(change.getKey(), replay.diff()));
        }
        data = ConfigTree.prune(data);
        long seqno = descending.getFirst().seqno() + 1;
        int lag = descending.getFirst().lag();
        return new ConfigDraft(seqno, data, data, lagged, BencodeDict.EMPTY, lag);
    }
}
