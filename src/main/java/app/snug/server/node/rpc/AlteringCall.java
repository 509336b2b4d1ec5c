/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Concatenation;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.StorageLimits;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.storage.Altered;
import app.snug.server.node.storage.Order;
import app.snug.server.node.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deletes, expires or revokes on every member of the swarm. Who is away does so later: until then
 * the order is kept.
 */
record AlteringCall(NodeContext node, Authentication who, Altering what) implements SwarmCall {

    private static final long RETRY_MS = Duration.ofSeconds(15).toMillis();

    private static final long STEP_MS = 1_000;

    /** So long after the client's request members that were away may still learn of it. */
    private static final long MAX_LATE_MS = Duration.ofDays(31).toMillis();

    @Override
    public Begun begin() {
        long now = node.now();
        RpcReply refusal = refusal(now, StorageLimits.SIGNATURE_TOLERANCE);
        if (refusal != null) {
            return Begun.refused(refusal);
        }
        List<NodeEntry> members = node.membership().current().peersOf(node.key());
        Set<Ed25519PublicKey> peers =
                members.stream().map(NodeEntry::ed25519).collect(Collectors.toUnmodifiableSet());
        byte[] request = forwarded();
        long at = issuedAt(now);
        Order order = new Order(who.account(), request, at, false, peers);
        CompletableFuture<Altered> own = node.store().alter(what.alteration(at), order);
        Map<Ed25519PublicKey, Future<Swarm.Answer>> asked =
                members.isEmpty()
                        ? Map.of()
                        : node.swarm().forward(members, new Passed(at, false), request);
        SwarmResult result = new SwarmResult(asked);
        return new Begun(own, () -> reply(order, own, result));
    }

    private RpcReply reply(Order order, CompletableFuture<Altered> own, SwarmResult result) {
        Altered altered = Waiting.forResult(own);
        byte[] element =
                altered == null ? SwarmResult.QUERY_FAILURE : element(altered, order.issuedAt());
        result.own(node.key(), altered != null);
        if (altered != null && !order.peers().isEmpty()) {
            node.store().settle(order.withPeers(result.silent()), node.now() + RETRY_MS);
        }
        return RpcReply.json(
                status(result, element),
                Json.write(to -> {
                    to.writeStartObject();
                    node.writeHardfork(to);
                    result.write(to, element);
                    node.writeTime(to);
                    to.writeEndObject();
                }));
    }

    /**
     * When it counts as given: after all that is here, whoever's clock that is by. But the members
     * are to find the client's signature fresh then.
     */
    private long issuedAt(long now) {
        long at = node.store().ordering(who.account(), now);
        while (at > now && what.refusal(at, StorageLimits.FORWARDED_SIGNATURE_TOLERANCE) != null) {
            at -= STEP_MS;
        }
        return Math.max(now, at);
    }

    private int status(SwarmResult result, byte[] element) {
        String required = what.required();
        return required == null || result.hasAny(required, element) ? result.status() : 404;
    }

    @Override
    public RpcReply runForwarded(Passed passed) {
        long now = node.now();
        long tolerance = StorageLimits.FORWARDED_SIGNATURE_TOLERANCE.toMillis();
        long earliest = now - (passed.late() ? MAX_LATE_MS : tolerance);
        if (passed.at() > now + tolerance || passed.at() < earliest) {
            return RpcReply.text(406, what.method() + " passed on at another time");
        }
        RpcReply refusal = refusal(passed.at(), StorageLimits.FORWARDED_SIGNATURE_TOLERANCE);
        if (refusal != null) {
            return refusal;
        }
        Order order = new Order(who.account(), forwarded(), passed.at(), passed.late(), Set.of());
        Altered altered =
                Waiting.forResult(node.store().alter(what.alteration(passed.at()), order));
        return RpcReply.json(
                200, altered == null ? SwarmResult.QUERY_FAILURE : element(altered, passed.at()));
    }

    private @Nullable RpcReply refusal(long now, Duration tolerance) {
        if (!node.keeps(who.account())) {
            return GetSwarmMethod.wrongSwarm(node, who.account());
        }
        RpcReply refusal = what.refusal(now, tolerance);
        if (refusal != null) {
            return refusal;
        }
        try {
            return who.permits(node.store(), what.rights(), what.signedText(), false)
                    ? what.forbidden()
                    : RpcReply.text(401, what.unauthorized());
        } catch (StorageException e) {
            return Failed.reply(e);
        }
    }

    private byte[] element(Altered altered, long now) {
        byte[] account = who.account().hex().getBytes(StandardCharsets.US_ASCII);
        return Json.write(to -> {
            to.writeStartObject();
            what.write(to, altered, now);
            to.writeStringProperty(
                    "signature",
                    node.sign(Concatenation.of(account, what.signedResult(altered, now))));
            to.writeEndObject();
        });
    }

    /** The same request for the other members, who check everything again. */
    private byte[] forwarded() {
        return Json.write(to -> {
            to.writeStartObject();
            to.writeStringProperty("method", what.method());
            to.writeObjectPropertyStart("params");
            what.writeParameters(to);
            who.write(to);
            to.writeEndObject();
            to.writeEndObject();
        });
    }
}
