/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.storage.Namespace;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an {@link Alteration} did here.
 *
 * @param touched messages deleted or changed, with the expiry that they have now or had
 * @param untouched messages that were meant but stay as they are, with their expiry
 * @param tokens subaccounts changed that had been revoked before
 */
public record Altered(
        SortedMap<Namespace, SortedMap<String, Long>> touched,
        SortedMap<String, Long> untouched,
        int tokens) {

    static Altered nothing() {
        return new Altered(new TreeMap<>(), new TreeMap<>(), 0);
    }

    void touch(Namespace namespace, String hash, long expiry) {
        touched.computeIfAbsent(namespace, unused -> new TreeMap<>()).put(hash, expiry);
    }

    /** In whatever namespace, by hash. */
    public SortedMap<String, Long> all() {
        SortedMap<String, Long> all = new TreeMap<>();
        touched.values().forEach(all::putAll);
        return all;
    }

    public Collection<String> hashes() {
        return all().keySet();
    }
}
