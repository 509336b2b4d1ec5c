/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SignedTexts;
import app.snug.protocol.storage.StorageLimits;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.StoreOutcome;
import app.snug.server.node.storage.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One message to store.
 *
 * @param timestamp the sender's, Unix milliseconds
 * @param signedAt the time in the signed text
 */
record Store(
        NodeContext node,
        Authentication who,
        Namespace namespace,
        long timestamp,
        long expiry,
        long signedAt,
        byte[] data)
        implements SwarmCall {

    private static final long RETRY_MS = Duration.ofSeconds(15).toMillis();

    @Override
    public Begun begin() {
        RpcReply refusal = refusal(StorageLimits.SIGNATURE_TOLERANCE);
        if (refusal != null) {
            return Begun.refused(refusal);
        }
        StoredMessage message = message(node.store().storing(who.account(), node.now()));
        List<NodeEntry> members = node.membership().current().peersOf(node.key());
        Set<Ed25519PublicKey> peers =
                members.stream().map(NodeEntry::ed25519).collect(Collectors.toUnmodifiableSet());
        CompletableFuture<StoreOutcome> own = node.store().put(message, peers);
        Map<Ed25519PublicKey, Future<Swarm.Answer>> asked =
                members.isEmpty() ? Map.of() : forward(members, message.storedAt());
        SwarmResult result = SwarmResult.ofStore(asked);
        return new Begun(own, () -> reply(message, peers, own, result));
    }

    private RpcReply reply(
            StoredMessage message,
            Set<Ed25519PublicKey> peers,
            CompletableFuture<StoreOutcome> own,
            SwarmResult result) {
        StoreOutcome outcome = Waiting.forResult(own);
        result.own(node.key(), outcome != null && outcome.isKept());
        if (outcome != null && outcome.isKept() && !peers.isEmpty()) {
            node.store().settle(message, result.failed(), node.now() + RETRY_MS);
        }
        byte[] element = element(message, outcome, true);
        return RpcReply.json(
                result.status(),
                Json.write(to -> {
                    to.writeStartObject();
                    to.writeStringProperty("hash", message.hash().value());
                    node.writeHardfork(to);
                    result.write(to, element);
                    node.writeTime(to);
                    to.writeEndObject();
                }));
    }

    @Override
    public RpcReply runForwarded(Passed passed) {
        Duration tolerance = StorageLimits.FORWARDED_SIGNATURE_TOLERANCE;
        if (!Clocks.isNear(passed.at(), node.now(), tolerance)) {
            return RpcReply.text(406, "store passed on at another time");
        }
        RpcReply refusal = refusal(tolerance);
        if (refusal != null) {
            return refusal;
        }
        StoredMessage message = message(passed.at());
        StoreOutcome outcome = Waiting.forResult(node.store().putForwarded(message));
        return RpcReply.json(200, element(message, outcome, false));
    }

    private Map<Ed25519PublicKey, Future<Swarm.Answer>> forward(
            List<NodeEntry> members, long storedAt) {
        return node.swarm().forward(members, new Passed(storedAt, false), forwarded());
    }

    private StoredMessage message(long storedAt) {
        return StoredMessage.of(
                who.account(), namespace, timestamp, expiry, storedAt, storedAt, data);
    }

    private @Nullable RpcReply refusal(Duration tolerance) {
        if (!node.keeps(who.account())) {
            return GetSwarmMethod.wrongSwarm(node, who.account());
        }
        long now = node.now();
        long ttl = expiry - timestamp;
        Duration max =
                namespace.isPublicInbox()
                        ? StorageLimits.MAX_TIME_TO_LIVE_PUBLIC
                        : StorageLimits.MAX_TIME_TO_LIVE_PRIVATE;
        if (ttl < StorageLimits.MIN_TIME_TO_LIVE.toMillis() || ttl > max.toMillis()) {
            return RpcReply.text(403, "Provided expiry/TTL is not valid.");
        }
        long slack = StorageLimits.STORE_TOLERANCE.toMillis();
        if (timestamp > now + slack || expiry < now - slack) {
            return RpcReply.text(406, "Timestamp error: check your clock");
        }
        return namespace.isPublicInbox() ? null : refusedSignature(now, tolerance);
    }

    private @Nullable RpcReply refusedSignature(long now, Duration tolerance) {
        if (!who.isSigned()) {
            return RpcReply.text(
                    401, "store: signature required to store to namespace " + namespace.number());
        }
        if (!Clocks.isNear(signedAt, now, tolerance)) {
            return RpcReply.text(406, "store signature timestamp too far from current time");
        }
        int rights = Subaccount.WRITE | (namespace.isPublicOutbox() ? Subaccount.DELETE : 0);
        try {
            return who.permits(node.store(), rights, SignedTexts.store(namespace, signedAt), false)
                    ? null
                    : RpcReply.text(401, "store signature verification failed");
        } catch (StorageException e) {
            return Failed.reply(e);
        }
    }

    private byte[] element(
            StoredMessage message, @Nullable StoreOutcome outcome, boolean answering) {
        if (outcome == null) {
            return SwarmResult.QUERY_FAILURE;
        }
        return switch (outcome.kind()) {
            case NEW, KNOWN -> Json.write(to -> writeElement(to, message, outcome, answering));
            case OBSOLETE -> SwarmResult.QUERY_FAILURE;
            case ACCOUNT_FULL -> SwarmResult.failure("account is full");
            case NODE_FULL -> SwarmResult.failure("node is full");
        };
    }

    /** Members write 1 for true among themselves; the answering node writes true, and its time. */
    private void writeElement(
            JsonGenerator to, StoredMessage message, StoreOutcome outcome, boolean answering) {
        byte[] hash = message.hash().value().getBytes(StandardCharsets.US_ASCII);
        to.writeStartObject();
        if (outcome.already()) {
            to.writeName("already");
            if (answering) {
                to.writeBoolean(true);
            } else {
                to.writeNumber(1);
            }
        }
        to.writeNumberProperty("expiry", outcome.expiry());
        to.writeStringProperty("hash", message.hash().value());
        to.writeStringProperty("signature", node.sign(hash));
        if (answering) {
            node.writeTime(to);
        }
        to.writeEndObject();
    }

    /** The same request for the other members, who check everything again. */
    private byte[] forwarded() {
        return Json.write(to -> {
            to.writeStartObject();
            to.writeStringProperty("method", "store");
            to.writeObjectPropertyStart("params");
            to.writeBinaryProperty("data", data);
            to.writeNumberProperty("expiry", expiry);
            to.writeNumberProperty("namespace", namespace.number());
            who.write(to);
            if (who.isSigned()) {
                to.writeNumberProperty("sig_timestamp", signedAt);
            }
            to.writeNumberProperty("timestamp", timestamp);
            to.writeEndObject();
            to.writeEndObject();
        });
    }
}
