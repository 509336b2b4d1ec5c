/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Secret;
import app.snug.protocol.storage.MessageHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys that a device has, and the messages that must stay in the swarm for those who have not
 * got them yet. A generation goes once the next one is 60 days older than the newest ({@code
 * protocol/04} §11.4).
 */
final class KeyHistory {

    private static final long EXPIRY = Duration.ofDays(60).toMillis();

    /** What no honest group comes near. The oldest go. */
    private static final int MAX_KEYS = 1_000;

    /** Ascending. */
    private final List<GroupKey> keys = new ArrayList<>();

    private final NavigableMap<Long, Set<MessageHash>> messages = new TreeMap<>();

    boolean isEmpty() {
        return keys.isEmpty();
    }

    GroupKey newest() {
        return keys.getLast();
    }

    /** Ascending. */
    List<GroupKey> keys() {
        return Collections.unmodifiableList(keys);
    }

    List<Secret> newestFirst() {
        return keys.reversed().stream().map(GroupKey::secret).toList();
    }

    /** By generation, ascending. */
    NavigableMap<Long, Set<MessageHash>> messages() {
        return Collections.unmodifiableNavigableMap(messages);
    }

    /** The newest two are of one generation. */
    boolean collides() {
        int size = keys.size();
        return size >= 2 && keys.get(size - 2).generation() == newest().generation();
    }

    /**
     * @param key taken over, or wiped if it is known already or outdated
     */
    void add(MessageHash message, GroupKey key) {
        if (keys.stream().anyMatch(key::isSame)) {
            key.secret().close();
            note(message, key.generation());
            return;
        }
        if (isOutdated(key)) {
            key.secret().close();
            return;
        }
        keys.add(-Collections.binarySearch(keys, key) - 1, key);
        note(message, key.generation());
    }

    /** A message that had nothing for us, but may have for others. */
    void note(MessageHash message, long generation) {
        remember(message, generation);
        expire();
    }

    void remember(MessageHash message, long generation) {
        messages.computeIfAbsent(
                        generation, any -> new TreeSet<>(Comparator.comparing(MessageHash::value)))
                .add(message);
    }

    /** Of a dump, where they stand in order. */
    void restore(GroupKey key) throws MalformedGroupException {
        if (!keys.isEmpty() && newest().compareTo(key) >= 0) {
            throw new MalformedGroupException("keys out of order");
        }
        keys.add(key);
    }

    private boolean isOutdated(GroupKey key) {
        return keys.size() >= 2
                && key.generation() < keys.getFirst().generation()
                && isSuperseded(keys.getFirst());
    }

    private boolean isSuperseded(GroupKey next) {
        return next.storedAt() + EXPIRY < newest().storedAt();
    }

    private void expire() {
        int first = 0;
        for (int next = nextGeneration(0);
                next < keys.size() && isSuperseded(keys.get(next));
                next = nextGeneration(next)) {
            first = next;
        }
        first = Math.max(first, keys.size() - MAX_KEYS);
        List<GroupKey> expired = keys.subList(0, first);
        expired.forEach(key -> key.secret().close());
        expired.clear();
        if (keys.isEmpty()) {
            // To keep a history that we cannot read is for others.
            messages.clear();
        } else {
            messages.headMap(keys.getFirst().generation()).clear();
        }
    }

    /** Where the generation after that of a key begins. */
    private int nextGeneration(int from) {
        int next = from;
        while (next < keys.size() && keys.get(next).generation() == keys.get(from).generation()) {
            next++;
        }
        return next;
    }

    void wipe() {
        keys.forEach(key -> key.secret().close());
    }
}
