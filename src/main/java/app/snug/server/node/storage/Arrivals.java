/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells those who wait that a message has come. */
final class Arrivals {

    private record Place(int node, AccountId owner, Namespace namespace) {}

    private final Map<Place, Set<Runnable>> waiting = new ConcurrentHashMap<>();

    /**
     * From now on, until closed.
     *
     * @param news must be quick
     */
    MessageStore.Watch watch(
            int node, AccountId owner, Collection<Namespace> namespaces, Runnable news) {
        List<Place> places =
                namespaces.stream().distinct().map(n -> new Place(node, owner, n)).toList();
        for (Place place : places) {
            waiting.compute(
                    place,
                    (unused, known) -> {
                        Set<Runnable> all = known == null ? ConcurrentHashMap.newKeySet() : known;
                        all.add(news);
                        return all;
                    });
        }
        return () ->
                places.forEach(place ->
                        waiting.computeIfPresent(
                                place,
                                (unused, known) -> {
                                    known.remove(news);
                                    return known.isEmpty() ? null : known;
                                }));
    }

    void arrived(int node, StoredMessage message) {
        Set<Runnable> all = waiting.get(new Place(node, message.owner(), message.namespace()));
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }
}
