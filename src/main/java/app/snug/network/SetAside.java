/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Nodes that failed and are asked only where no other is left: for ten minutes, and twice as long
 * each further time, up to an hour. Who fails is not always to blame, and a small network cannot do
 * without anybody for long, so nobody is forgotten.
 */
final class SetAside {

    static final Duration FIRST = Duration.ofMinutes(10);
    static final Duration LONGEST = Duration.ofHours(1);

    private record Entry(Instant since, Duration time) {

        boolean isOver(Instant now) {
            // Either way: the local clock may have been set back since.
            return Duration.between(since, now).abs().compareTo(time) >= 0;
        }
    }

    private final InstantSource clock;
    private final Map<Ed25519PublicKey, Entry> entries = new ConcurrentHashMap<>();

    SetAside(InstantSource clock) {
        this.clock = clock;
    }

    void add(Ed25519PublicKey node) {
        Instant now = clock.instant();
        entries.merge(
                node,
                new Entry(now, FIRST),
                (before, first) ->
                        new Entry(
                                now,
                                before.isOver(now) ? longerThan(before.time()) : before.time()));
    }

    private static Duration longerThan(Duration time) {
        Duration twice = time.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    /** It did well. */
    void remove(Ed25519PublicKey node) {
        entries.remove(node);
    }

    void removeIf(Predicate<Ed25519PublicKey> gone) {
        entries.keySet().removeIf(gone);
    }

    boolean contains(Ed25519PublicKey node) {
        return !since(node).equals(Instant.MIN);
    }

    /** Those in good standing first, then whoever was set aside the longest ago. */
    Comparator<ServiceNode> goodFirst() {
        return Comparator.comparing(node -> since(node.ed25519()));
    }

    private Instant since(Ed25519PublicKey node) {
        Entry entry = entries.get(node);
        return entry == null || entry.isOver(clock.instant()) ? Instant.MIN : entry.since();
    }
}
