/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.storage.Delivery;
import app.snug.server.node.storage.MessageStore;
import app.snug.server.node.storage.Order;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.StoredMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Brings messages to members that were away when they were stored, again and again until the
 * message expires, so that in the end every member has the same ones.
 */
public final class Deliveries {

    private static final long RETRY_MS = Duration.ofSeconds(60).toMillis();
    private static final long STOP_SECONDS = 2;
    private static final int ROUND = 200;

    private final MessageStore store;
    private final PeerClient client;
    private final Ed25519PublicKey self;
    private final Supplier<NetworkMap> map;
    private final java.time.InstantSource clock;
    private final HandOff handOff;
    private final ReentrantLock running = new ReentrantLock();

    /**
     * @param map read anew for every round
     */
    public Deliveries(
            Ed25519PublicKey self,
            Supplier<NetworkMap> map,
            MessageStore store,
            PeerClient client,
            HandOff handOff,
            java.time.InstantSource clock) {
        this.handOff = handOff;
        this.store = store;
        this.client = client;
        this.self = self;
        this.map = map;
        this.clock = clock;
    }

    /** Tries everything that is due. Returns at once if a round is going on already. */
    public void round() throws StorageException {
        if (!running.tryLock()) {
            return;
        }
        try {
            long began = clock.millis();
            List<Delivery> due = store.due(began, ROUND);
            List<Order> orders = store.dueOrders(began, ROUND);
            Map<NodeEntry, Visit> visits = visits(due, orders);
            // Nobody waits for a member that does not answer.
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                visits.values().forEach(visit -> threads.execute(() -> visit.pay(client)));
                handOff.round();
            } finally {
                settle(due, orders, visits.values(), began + RETRY_MS);
            }
        } finally {
            running.unlock();
        }
    }

    /** No further rounds; waits a moment for the one going on, so that it is not torn apart. */
    public void stop() {
        try {
            // Never given back: the lock keeps later rounds away.
            boolean unused = running.tryLock(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<NodeEntry, Visit> visits(List<Delivery> due, List<Order> orders) {
        Map<NodeEntry, Visit> visits = new LinkedHashMap<>();
        for (Delivery delivery : due) {
            for (NodeEntry member : lacking(delivery.message().owner(), delivery.missing())) {
                visits.computeIfAbsent(member, Visit::new).add(delivery.message());
            }
        }
        for (Order order : orders) {
            for (NodeEntry member : lacking(order.owner(), order.peers())) {
                visits.computeIfAbsent(member, Visit::new).add(order);
            }
        }
        return visits;
    }

    private void settle(
            List<Delivery> due, List<Order> orders, Collection<Visit> visits, long next) {
        for (Delivery delivery : due) {
            StoredMessage message = delivery.message();
            store.settle(message, those(visits, visit -> visit.lacks(message)), next);
        }
        for (Order order : orders) {
            store.settle(order.withPeers(those(visits, visit -> visit.lacks(order))), next);
        }
    }

    private static Set<Ed25519PublicKey> those(Collection<Visit> visits, Predicate<Visit> which) {
        return visits.stream()
                .filter(which)
                .map(visit -> visit.member().ed25519())
                .collect(Collectors.toSet());
    }

    /**
     * Of these, the members of the account's swarm: who has left it needs nothing any more. If it
     * is this node that has left, the others still need what only it may have.
     */
    private List<NodeEntry> lacking(AccountId account, Set<Ed25519PublicKey> peers) {
        NetworkMap now = map.get();
        return now.members(now.swarmOf(account)).stream()
                .filter(member -> peers.contains(member.ed25519()))
                .filter(member -> !member.ed25519().equals(self))
                .toList();
    }
}
