/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.server.http.Exchange;
import app.snug.server.http.HttpServer;
import app.snug.server.http.RateLimiter;
import app.snug.server.http.Reply;
import app.snug.server.http.Route;
import app.snug.server.node.membership.Membership;
import app.snug.server.node.membership.ServiceNodeList;
import app.snug.server.node.metrics.Counters;
import app.snug.server.node.onion.OnionRequests;
import app.snug.server.node.rpc.NodeContext;
import app.snug.server.node.rpc.Origin;
import app.snug.server.node.rpc.RpcReply;
import app.snug.server.node.rpc.StorageRpc;
import app.snug.server.node.storage.MessageStore;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.swarm.Deliveries;
import app.snug.server.node.swarm.HandOff;
import app.snug.server.node.swarm.MemberRequests;
import app.snug.server.node.swarm.PeerClient;
import app.snug.server.node.swarm.PeerRoute;
import app.snug.server.node.swarm.Reachability;
import app.snug.server.node.swarm.Replicator;
import app.snug.server.node.swarm.SwarmPaths;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running service node. Closing stops it; its keys and messages stay. */
public final class ServiceNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceNode.class);

    private final NodeKeys keys;
    private final Membership membership;
    private final Deliveries deliveries;
    private final ExecutorService threads;
    private final HttpServer server;
    private final Counters counters = new Counters();
    private final Reachability reachability;
    private final List<Future<?>> regularWork;

    private ServiceNode(
            NodeKeys keys,
            NodeSettings settings,
            Surroundings around,
            String host,
            int port,
            List<Filter> filters,
            Map<String, Route> more)
            throws IOException, StorageException {
        this.keys = keys;
        this.membership = around.membership();
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        Ed25519PublicKey self = keys.ed25519().publicKey();
        MessageStore store = around.database().open(self);
        PeerClient client = new PeerClient(around.connections(), keys.ed25519(), around.clock());
        NodeContext context =
                new NodeContext(
                        keys.ed25519(),
                        membership,
                        store,
                        new Replicator(client, threads),
                        new ServiceNodeList(membership, settings.constants(), around.random()),
                        around.clock(),
                        settings.version(),
                        settings.hardfork(),
                        counters);
        StorageRpc rpc = new StorageRpc(context);
        this.deliveries =
                new Deliveries(
                        self,
                        membership::current,
                        store,
                        client,
                        new HandOff(
                                self,
                                membership,
                                store,
                                client,
                                () -> store.bytes() >= settings.quota().nodeBytes() / 100 * 99,
                                around.clock()),
                        around.clock());
        OnionRequests onions =
                new OnionRequests(
                        keys.x25519(),
                        membership,
                        client,
                        rpc,
                        around.exit(),
                        around.random(),
                        new RateLimiter(settings.nodeLimit(), System::nanoTime),
                        counters);
        this.reachability =
                new Reachability(
                        self, membership, around.connections(), around.clock(), around.random());
        counters.gauge("kept_bytes", store::bytes);
        counters.gauge("held_requests", context.held()::count);
        counters.gauge("unreachable_nodes", reachability::unreachable);
        counters.gauge("ready", () -> membership.current().isActive(self) ? 1 : 0);
        MemberRequests members = new MemberRequests(self, membership, rpc, store, around.clock());
        Map<String, Route> routes = new HashMap<>(more);
        clientRoutes(routes, settings, rpc, onions);
        memberRoute(
                routes,
                around,
                SwarmPaths.COMMAND,
                (sender, body, room) -> members.command(sender, body));
        memberRoute(
                routes,
                around,
                SwarmPaths.MESSAGES,
                (sender, body, room) -> members.messages(sender, body));
        memberRoute(
                routes,
                around,
                SwarmPaths.HELLO,
                (sender, body, room) -> members.hello(sender, body));
        memberRoute(routes, around, SwarmPaths.ONION, onions::passedOn);
        this.server =
                HttpServer.start(
                        new HttpServer.Settings(
                                host,
                                port,
                                keys.certificate(),
                                settings.serverHeader(),
                                filters,
                                settings.connections()),
                        routes);
        this.regularWork =
                List.of(
                        every(settings.deliveries(), around, this::deliver),
                        every(settings.reachability(), around, reachability::round));
    }

    private Future<?> every(Duration pause, Surroundings around, Runnable work) {
        return around.scheduler()
                .scheduleWithFixedDelay(
                        () -> threads.execute(work),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /**
     * Starts a node.
     *
     * @param keys stay the caller's
     * @param host address to listen on
     * @param port 0 means any free one
     * @param filters between the socket and the node, outermost first
     * @throws IOException if the port is taken
     * @throws StorageException if the database does not answer
     */
    public static ServiceNode start(
            NodeKeys keys,
            NodeSettings settings,
            Surroundings around,
            String host,
            int port,
            List<Filter> filters)
            throws IOException, StorageException {
        return start(keys, settings, around, host, port, filters, Map.of());
    }

    /** The same, with further routes by method and path. */
    static ServiceNode start(
            NodeKeys keys,
            NodeSettings settings,
            Surroundings around,
            String host,
            int port,
            List<Filter> filters,
            Map<String, Route> more)
            throws IOException, StorageException {
        return new ServiceNode(keys, settings, around, host, port, filters, more);
    }

    public int port() {
        return server.port();
    }

    private void clientRoutes(
            Map<String, Route> routes,
            NodeSettings settings,
            StorageRpc rpc,
            OnionRequests onions) {
        RateLimiter limiter = new RateLimiter(settings.limit(), System::nanoTime);
        routes.put(
                "POST /storage_rpc/v1",
                new GatedRoute(
                        client -> {
                            Reply notReady = notReady();
                            return notReady == null ? overLimit(limiter, client) : notReady;
                        },
                        exchange -> answer(exchange, rpc)));
        routes.put(
                "POST /onion_req/v2",
                new GatedRoute(
                        client -> notReady(),
                        exchange ->
                                onions.fromClient(
                                        exchange.body(),
                                        Origin.client(exchange.client(), exchange.room()))));
        String legacy = Base64.getEncoder().encodeToString(keys.ed25519().publicKey().bytes());
        routes.put(
                "POST " + Reachability.PATH,
                exchange -> {
                    reachability.heard();
                    return new Reply(
                            200, Reply.TEXT, new byte[0], Map.of(Reachability.KEY, legacy));
                });
        routes.put("GET /metrics", new MetricsRoute(counters));
        byte[] stats =
                ("{\"version\":\"" + settings.dottedVersion() + "\"}")
                        .getBytes(StandardCharsets.US_ASCII);
        routes.put("GET /get_stats/v1", exchange -> Reply.json(stats));
    }

    private void memberRoute(
            Map<String, Route> routes,
            Surroundings around,
            String path,
            PeerRoute.Handler handler) {
        routes.put(
                "POST " + path,
                new PeerRoute(path, keys.ed25519(), membership, around.clock(), handler));
    }

    private @Nullable Reply notReady() {
        return membership.current().isActive(keys.ed25519().publicKey())
                ? null
                : Reply.text(503, "Service node is not ready: not in any swarm\n");
    }

    private @Nullable Reply overLimit(RateLimiter limiter, String client) {
        if (limiter.allows(client)) {
            return null;
        }
        counters.count("limited", "who", "client");
        return Reply.text(429, "Too Many Requests\n");
    }

    private static Reply answer(Exchange exchange, StorageRpc rpc) {
        if (exchange.headers().get("x-loki-long-poll") != null) {
            return Reply.text(410, "long polling is no longer supported, client upgrade required");
        }
        RpcReply reply =
                rpc.answer(exchange.body(), Origin.client(exchange.client(), exchange.room()));
        String type =
                switch (reply.form()) {
                    case TEXT -> Reply.TEXT;
                    case JSON -> Reply.JSON;
                    case BYTES -> Reply.BYTES;
                };
        return new Reply(reply.status(), type, reply.body());
    }

    private void deliver() {
        try {
            deliveries.round();
        } catch (StorageException | RuntimeException e) {
            LOG.warn("Deliveries have to wait: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        regularWork.forEach(work -> work.cancel(false));
        server.close();
        deliveries.stop();
        threads.shutdownNow();
    }
}
