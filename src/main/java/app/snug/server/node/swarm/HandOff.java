/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.SwarmId;
import app.snug.server.node.membership.Membership;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.rpc.Passed;
import app.snug.server.node.storage.Gaps;
import app.snug.server.node.storage.HandOffs;
import app.snug.server.node.storage.MessageStore;
import app.snug.server.node.storage.Order;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.StoredMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Keeps messages where their accounts' swarms are when nodes come, move or were away ({@code
 * protocol/03} §5). Whoever holds something that a newcomer should have gives it to them, deletions
 * first. A node that starts greets its swarm, which hurries with what it has waiting; one that
 * starts with nothing, or after it was killed, asks for everything.
 */
public final class HandOff {

    private static final long RETRY_MS = Duration.ofSeconds(15).toMillis();
    private static final long CATCH_UP_MS = Duration.ofSeconds(60).toMillis();

    /** So rarely is it asked for everything while there is no room for it. */
    private static final long LONGEST_PAUSE_MS = Duration.ofHours(1).toMillis();

    private static final int BUNDLE_BYTES = 1 << 20;
    private static final int PARTS = 50;

    private final Ed25519PublicKey self;
    private final Membership membership;
    private final MessageStore store;
    private final HandOffs handOffs;
    private final PeerClient client;
    private final InstantSource clock;
    private final Set<Ed25519PublicKey> greeted = new HashSet<>();
    private final Gaps gaps;
    private final BooleanSupplier full;
    private NetworkMap seen = NetworkMap.EMPTY;
    private long asked;
    private long askedAt = Long.MIN_VALUE / 2;
    private long pause = CATCH_UP_MS;

    /**
     * @param full whether this node has no room for more
     */
    public HandOff(
            Ed25519PublicKey self,
            Membership membership,
            MessageStore store,
            PeerClient client,
            BooleanSupplier full,
            InstantSource clock) {
        this.full = full;
        this.self = self;
        this.membership = membership;
        this.store = store;
        this.handOffs = store.handOffs();
        this.gaps = store.gaps();
        this.client = client;
        this.clock = clock;
    }

    /** A look around, and some of the work. One caller at a time. */
    void round() throws StorageException {
        NetworkMap now = membership.current();
        if (!now.isActive(self)) {
            return;
        }
        boolean asks = asks();
        if (now != seen) {
            boolean fresh = handOffs.known().isEmpty();
            greet(now, fresh || gaps.any());
            // Without anything it goes on asking, after a crash too, until half of them have heard.
            if (!fresh || heard(now) * 2 >= now.peersOf(self).size()) {
                handOffs.know(swarms(now), fresh ? List.of() : newcomers(now));
                seen = now;
            }
        } else if (asks) {
            greet(now, true);
        }
        if (gaps.any() && heard(now) == now.peersOf(self).size()) {
            gaps.fill(asked);
        }
        for (HandOffs.Job job : handOffs.due(clock.millis())) {
            give(job, now);
        }
    }

    /**
     * Whether now is the time: what is not here any of the others may have. All of them give all
     * they have then, so while gaps go on opening the pauses grow.
     */
    private boolean asks() {
        long time = clock.millis();
        boolean more = gaps.count() != asked;
        if (!gaps.any() || time < askedAt + (more ? pause : CATCH_UP_MS) || full.getAsBoolean()) {
            return false;
        }
        if (more) {
            boolean quiet = time >= askedAt + 2 * LONGEST_PAUSE_MS;
            pause = quiet ? CATCH_UP_MS : Math.min(2 * pause, LONGEST_PAUSE_MS);
            asked = gaps.count();
            greeted.clear();
        }
        askedAt = time;
        return true;
    }

    /** Those who have not heard it yet. */
    private void greet(NetworkMap now, boolean wantsAll) {
        byte[] greeting = {(byte) (wantsAll ? 1 : 0)};
        for (NodeEntry peer : now.peersOf(self)) {
            if (!greeted.contains(peer.ed25519()) && isTaken(peer, SwarmPaths.HELLO, greeting)) {
                greeted.add(peer.ed25519());
            }
        }
    }

    private long heard(NetworkMap now) {
        return now.peersOf(self).stream().filter(peer -> greeted.contains(peer.ed25519())).count();
    }

    private static Map<Ed25519PublicKey, SwarmId> swarms(NetworkMap map) {
        Map<Ed25519PublicKey, SwarmId> swarms = new LinkedHashMap<>();
        map.nodes().forEach(node -> swarms.put(node.ed25519(), node.swarm()));
        return swarms;
    }

    /**
     * Who may lack something that is here: new members of this swarm, of the one it has just left
     * and of those for which something is still undelivered, members of a new swarm and, if this
     * node's old swarm is no more, everybody.
     */
    private List<Ed25519PublicKey> newcomers(NetworkMap now) throws StorageException {
        Map<Ed25519PublicKey, SwarmId> before = handOffs.known();
        SwarmId home = now.node(self).map(NodeEntry::swarm).orElse(SwarmId.NONE);
        SwarmId oldHome = before.getOrDefault(self, SwarmId.NONE);
        Set<SwarmId> mine = new HashSet<>(List.of(home, oldHome));
        handOffs.undelivered().forEach(account -> mine.add(now.swarmOf(account)));
        boolean dissolved = !oldHome.equals(SwarmId.NONE) && now.members(oldHome).isEmpty();
        List<Ed25519PublicKey> newcomers = new ArrayList<>();
        for (NodeEntry node : now.nodes()) {
            SwarmId swarm = node.swarm();
            boolean came = !swarm.equals(before.get(node.ed25519()));
            boolean concerns = mine.contains(swarm) || !before.containsValue(swarm);
            if (!node.ed25519().equals(self)
                    && !swarm.equals(SwarmId.NONE)
                    && (dissolved || (came && concerns))) {
                newcomers.add(node.ed25519());
            }
        }
        return newcomers;
    }

    private void give(HandOffs.Job first, NetworkMap now) throws StorageException {
        Optional<NodeEntry> peer = now.node(first.peer()).filter(n -> now.isActive(n.ed25519()));
        if (peer.isEmpty()) {
            handOffs.finish(first.peer());
            return;
        }
        HandOffs.Job job = first;
        for (int i = 0; i < PARTS; i++) {
            SwarmId swarm = peer.get().swarm();
            HandOffs.Part part =
                    handOffs.next(job, owner -> now.swarmOf(owner).equals(swarm), clock.millis());
            if (part.next().isAsFarAs(job)) {
                handOffs.finish(first.peer());
                return;
            }
            long tried = clock.millis();
            if (!isGiven(peer.get(), part)) {
                handOffs.advance(job, tried + RETRY_MS);
                return;
            }
            job = part.next();
            handOffs.advance(job, 0);
        }
    }

    private boolean isGiven(NodeEntry peer, HandOffs.Part part) {
        for (Order order : part.orders()) {
            byte[] body =
                    new PassedOn(new Passed(order.issuedAt(), true), order.request()).encode();
            if (!isTaken(peer, SwarmPaths.COMMAND, body)) {
                return false;
            }
        }
        List<StoredMessage> bundle = new ArrayList<>();
        int size = 0;
        for (StoredMessage message : part.messages()) {
            bundle.add(message);
            size += MessageBundle.size(message);
            if (size >= BUNDLE_BYTES) {
                if (!isTaken(peer, SwarmPaths.MESSAGES, MessageBundle.encode(bundle))) {
                    return false;
                }
                bundle.clear();
                size = 0;
            }
        }
        return bundle.isEmpty() || isTaken(peer, SwarmPaths.MESSAGES, MessageBundle.encode(bundle));
    }

    private boolean isTaken(NodeEntry peer, String path, byte[] body) {
        try {
            return StatusReply.decode(client.ask(peer, path, body)).isHeard();
        } catch (PeerException e) {
            return false;
        }
    }
}
