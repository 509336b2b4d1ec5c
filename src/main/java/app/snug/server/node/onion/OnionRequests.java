/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.onion;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519KeyPair;
import app.snug.protocol.onion.MalformedOnionException;
import app.snug.protocol.onion.OnionLayer;
import app.snug.protocol.onion.OnionLayer.Outer;
import app.snug.protocol.onion.OnionLayer.Route;
import app.snug.server.http.BusyException;
import app.snug.server.http.RateLimiter;
import app.snug.server.http.Reply;
import app.snug.server.http.Room;
import app.snug.server.node.membership.Membership;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.metrics.Counters;
import app.snug.server.node.rpc.Origin;
import app.snug.server.node.rpc.RpcReply;
import app.snug.server.node.rpc.StorageRpc;
import app.snug.server.node.swarm.PeerClient;
import app.snug.server.node.swarm.PeerException;
import app.snug.server.node.swarm.StatusReply;
import app.snug.server.node.swarm.SwarmPaths;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Takes one layer off each request and does what the layer says. Answers come back through the path
 * unchanged: only the destination encrypts, for the client alone.
 */
public final class OnionRequests {

    private static final Duration HOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_HOPS = 15;

    /** What passes from hop to hop; anything else a server says becomes 500. */
    private static final Set<Integer> PASSED_ON =
            Set.of(200, 400, 401, 403, 404, 406, 410, 413, 421, 429, 500, 502, 503, 504);

    private final X25519KeyPair keys;
    private final Membership membership;
    private final PeerClient client;
    private final StorageRpc rpc;
    private final ServerExit exit;
    private final SecureRandom random;
    private final RateLimiter limiter;
    private final Counters counters;

    /**
     * @param limiter of other nodes, each of which passes on what many clients ask
     */
    public OnionRequests(
            X25519KeyPair keys,
            Membership membership,
            PeerClient client,
            StorageRpc rpc,
            ServerExit exit,
            SecureRandom random,
            RateLimiter limiter,
            Counters counters) {
        this.keys = keys;
        this.membership = membership;
        this.client = client;
        this.rpc = rpc;
        this.exit = exit;
        this.random = random;
        this.limiter = limiter;
        this.counters = counters;
    }

    /** This node is the guard. */
    public Reply fromClient(byte[] body, Origin origin) {
        StatusReply reply;
        try {
            reply = peel(OnionLayer.parseAtGuard(body), origin);
        } catch (MalformedOnionException e) {
            reply = plain(400, String.valueOf(e.getMessage()));
        }
        return new Reply(reply.status(), Reply.TEXT, reply.body());
    }

    /** Another node passed it on. */
    public byte[] passedOn(NodeEntry sender, byte[] body, Room room) {
        if (!limiter.allows(sender.ed25519().hex())) {
            counters.count("limited", "who", "node");
            return plain(429, "Too Many Requests\n").encode();
        }
        Outer outer;
        try {
            outer = PassedLayer.decode(body);
        } catch (MalformedOnionException e) {
            return plain(400, "Invalid internal onion request: " + e.getMessage()).encode();
        }
        return outer.hop() > MAX_HOPS
                ? plain(400, "onion request max path length exceeded").encode()
                : peel(outer, Origin.node(sender.ed25519().hex(), room)).encode();
    }

    private StatusReply peel(Outer outer, Origin origin) {
        Route route;
        try {
            route = OnionLayer.open(outer, keys);
        } catch (OnionLayer.UnreadableLayerException e) {
            counters.count("onions", "to", "nowhere");
            return plain(400, OnionLayer.INVALID_CIPHERTEXT);
        } catch (MalformedOnionException e) {
            counters.count("onions", "to", "nowhere");
            return wrapped(outer, RpcReply.text(400, OnionLayer.INVALID_JSON), false, true);
        }
        counters.count("onions", "to", kind(route));
        return switch (route) {
            case Route.Final end -> wrapped(outer, answer(end, origin), end.json(), end.base64());
            case Route.Relay relay -> passOn(relay, outer.hop() + 1, origin.room());
            case Route.ToServer server -> toServer(outer, server, origin.room());
        };
    }

    private static String kind(Route route) {
        return switch (route) {
            case Route.Final end -> "here";
            case Route.Relay relay -> "node";
            case Route.ToServer server -> "server";
        };
    }

    private RpcReply answer(Route.Final end, Origin origin) {
        RpcReply reply = rpc.answer(end.payload(), origin);
        try {
            // Besides what was read; in base64, and with quotes escaped, it is not twice as long.
            origin.room().take(reply.body().length);
            return reply;
        } catch (BusyException e) {
            return RpcReply.text(503, "Server busy, try again later");
        }
    }

    private StatusReply passOn(Route.Relay relay, int hop, Room room) {
        Ed25519PublicKey next = relay.next();
        Optional<NodeEntry> node = membership.current().node(next);
        if (node.isEmpty()) {
            return plain(502, "Next node not found: " + next.hex());
        }
        byte[] body = PassedLayer.encode(relay, hop);
        try {
            StatusReply reply =
                    StatusReply.decode(
                            client.ask(node.get(), SwarmPaths.ONION, body, HOP_TIMEOUT, room));
            return new StatusReply(
                    PASSED_ON.contains(reply.status()) ? reply.status() : 500, reply.body());
        } catch (PeerException e) {
            return switch (e.kind()) {
                case SILENT -> plain(504, "Request time out");
                case GARBAGE -> plain(500, "Invalid response from snode");
                case CONGESTED -> plain(503, ServerExit.CONGESTED);
            };
        }
    }

    private StatusReply toServer(Outer outer, Route.ToServer server, Room room) {
        return switch (exit.forward(server, room)) {
            case ServerExit.Outcome.Answered answered ->
                    new StatusReply(answered.status(), answered.body());
            case ServerExit.Outcome.Forbidden forbidden ->
                    wrapped(outer, RpcReply.text(400, "Invalid url"), false, true);
        };
    }

    private StatusReply wrapped(Outer outer, RpcReply reply, boolean json, boolean base64) {
        try {
            return new StatusReply(
                    200,
                    OnionLayer.reply(
                            outer,
                            keys,
                            reply.status(),
                            reply.text(),
                            json && reply.json(),
                            base64,
                            random));
        } catch (DecryptionException e) {
            // The key that opened the layer cannot be of low order.
            return plain(400, OnionLayer.INVALID_CIPHERTEXT);
        }
    }

    private static StatusReply plain(int status, String text) {
        return new StatusReply(status, text.getBytes(StandardCharsets.UTF_8));
    }
}
