/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.StorageLimits;
import app.snug.server.node.membership.Membership;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.rpc.RpcReply;
import app.snug.server.node.rpc.StorageRpc;
import app.snug.server.node.storage.MessageStore;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.StoreOutcome;
import app.snug.server.node.storage.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What other members of the swarm ask of this node. */
public final class MemberRequests {

    private static final long MAX_LIFE =
            StorageLimits.MAX_TIME_TO_LIVE_PRIVATE
                    .plus(StorageLimits.FORWARDED_SIGNATURE_TOLERANCE)
                    .toMillis();

    /** How far the clock of a member may be ahead. */
    private static final long MAX_AHEAD = StorageLimits.FORWARDED_SIGNATURE_TOLERANCE.toMillis();

    private static final long PATIENCE_SECONDS = 8;

    private final Ed25519PublicKey self;
    private final Membership membership;
    private final StorageRpc rpc;
    private final MessageStore store;
    private final InstantSource clock;

    public MemberRequests(
            Ed25519PublicKey self,
            Membership membership,
            StorageRpc rpc,
            MessageStore store,
            InstantSource clock) {
        this.self = self;
        this.membership = membership;
        this.rpc = rpc;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A client's request, passed on: checked again and carried out here. From whatever node, since
     * it is the client's signature that counts.
     */
    public byte[] command(NodeEntry sender, byte[] request) {
        PassedOn passed;
        try {
            passed = PassedOn.decode(request);
        } catch (IllegalArgumentException e) {
            return refusal(400, "Malformed request");
        }
        RpcReply reply = rpc.answerMember(passed.request(), passed.passed());
        return new StatusReply(reply.status(), reply.body()).encode();
    }

    /**
     * Messages this node may have missed: kept, no signature asked. From whatever node, since
     * accounts move between swarms when nodes come and go. So a node can only add: that something
     * has been stored in times to come is not believed, nor that its owner has changed it.
     */
    public byte[] messages(NodeEntry sender, byte[] bundle) {
        List<StoredMessage> messages;
        try {
            messages = MessageBundle.decode(bundle, StorageLimits.MAX_MESSAGE_BYTES);
        } catch (IllegalArgumentException e) {
            return refusal(400, "Malformed bundle");
        }
        NetworkMap map = membership.current();
        List<StoredMessage> ours =
                messages.stream().filter(message -> isOurs(message, map)).toList();
        List<CompletableFuture<StoreOutcome>> stored =
                ours.stream()
                        .filter(this::isAlive)
                        .map(m -> store.takeOver(m.unchanged(clock.millis() + MAX_AHEAD)))
                        .toList();
        try {
            CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            boolean full =
                    stored.stream().anyMatch(s -> s.join().kind() == StoreOutcome.Kind.NODE_FULL);
            if (full) {
                return refusal(500, "node is full");
            }
            // By a newer descriptor they may be ours yet: the sender is to come again.
            return ours.size() < messages.size()
                    ? refusal(421, "Swarm mismatch")
                    : new StatusReply(200, new byte[0]).encode();
        } catch (ExecutionException | TimeoutException e) {
            return refusal(500, "Failed to store messages");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refusal(503, "shutting down");
        }
    }

    /** A member has started: it gets what waits for it, or all there is. */
    public byte[] hello(NodeEntry sender, byte[] greeting) {
        if (!isPeer(sender)) {
            return refusal(421, "Swarm mismatch");
        }
        if (greeting.length != 1) {
            return refusal(400, "Malformed greeting");
        }
        try {
            if (greeting[0] == 1) {
                store.handOffs().start(List.of(sender.ed25519()));
            }
            store.handOffs().hurry(sender.ed25519());
            return new StatusReply(200, new byte[0]).encode();
        } catch (StorageException e) {
            return refusal(503, "Try again later");
        }
    }

    private boolean isPeer(NodeEntry sender) {
        return membership.current().peersOf(self).contains(sender);
    }

    private boolean isOurs(StoredMessage message, NetworkMap map) {
        return map.node(self)
                .filter(node -> node.swarm().equals(map.swarmOf(message.owner())))
                .isPresent();
    }

    /** And neither kept longer nor sent later than any client could ask. */
    private boolean isAlive(StoredMessage message) {
        long now = clock.millis();
        long slack = StorageLimits.STORE_TOLERANCE.toMillis() + MAX_AHEAD;
        return message.expiry() > now
                && message.expiry() <= now + MAX_LIFE
                && message.timestamp() <= now + slack;
    }

    private static byte[] refusal(int status, String why) {
        return new StatusReply(status, why.getBytes(StandardCharsets.UTF_8)).encode();
    }
}
