/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.rpc.Passed;
import app.snug.server.node.storage.Delivery;
import app.snug.server.node.storage.MessageStore;
import app.snug.server.node.storage.Order;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Brings messages to members that were away when they were stored, again and again until the
 * message expires, so that in the end every member has the same ones.
 */
public final class Deliveries {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long RETRY_MS = Duration.ofSeconds(60).toMillis();
    private static final long STOP_SECONDS = 2;
    private static final int ROUND = 200;
    private static final int BUNDLE_BYTES = 1 << 20;

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
            List<Delivery> due = store.due(clock.millis(), ROUND);
            if (!due.isEmpty()) {
                deliver(due);
            }
            store.dueOrders(clock.millis(), ROUND).forEach(this::passOn);
            handOff.round();
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

    private void deliver(List<Delivery> due) {
        Map<StoredMessage, Set<Ed25519PublicKey>> missing = new LinkedHashMap<>();
        due.forEach(delivery -> missing.put(delivery.message(), new HashSet<>()));
        byMember(due)
                .forEach((member, messages) ->
                        push(member, messages)
                                .forEach(m ->
                                        missing.getOrDefault(m, new HashSet<>())
                                                .add(member.ed25519())));
        long next = clock.millis() + RETRY_MS;
        missing.forEach((message, lacking) -> store.settle(message, lacking, next));
    }

    /** Whatever the member answers, it knows now; unless one of us has an older descriptor. */
    private void passOn(Order order) {
        Set<Ed25519PublicKey> left = new HashSet<>();
        byte[] body = new PassedOn(new Passed(order.issuedAt(), true), order.request()).encode();
        for (NodeEntry member : lacking(order.owner(), order.peers())) {
            if (!isTold(member, body)) {
                left.add(member.ed25519());
            }
        }
        store.settle(order.withPeers(left), clock.millis() + RETRY_MS);
    }

    private boolean isTold(NodeEntry member, byte[] body) {
        try {
            byte[] answer = client.ask(member, SwarmPaths.COMMAND, body, TIMEOUT);
            return StatusReply.decode(answer).isHeard();
        } catch (PeerException e) {
            return false;
        }
    }

    private Map<NodeEntry, List<StoredMessage>> byMember(List<Delivery> due) {
        Map<NodeEntry, List<StoredMessage>> byMember = new LinkedHashMap<>();
        for (Delivery delivery : due) {
            StoredMessage message = delivery.message();
            for (NodeEntry member : lacking(message.owner(), delivery.missing())) {
                byMember.computeIfAbsent(member, key -> new ArrayList<>()).add(message);
            }
        }
        return byMember;
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

    /** What the member did not take. */
    private List<StoredMessage> push(NodeEntry member, List<StoredMessage> messages) {
        List<StoredMessage> bundle = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < messages.size(); i++) {
            StoredMessage message = messages.get(i);
            bundle.add(message);
            size += MessageBundle.size(message);
            if (size >= BUNDLE_BYTES || i == messages.size() - 1) {
                if (!push(member, MessageBundle.encode(bundle))) {
                    return messages.subList(i + 1 - bundle.size(), messages.size());
                }
                bundle.clear();
                size = 0;
            }
        }
        return List.of();
    }

    private boolean push(NodeEntry member, byte[] bundle) {
        try {
            byte[] answer = client.ask(member, SwarmPaths.MESSAGES, bundle, TIMEOUT);
            return StatusReply.decode(answer).status() == 200;
        } catch (PeerException e) {
            return false;
        }
    }
}
