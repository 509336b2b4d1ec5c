/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.protocol.storage.SwarmId;
import app.snug.server.http.HttpServer;
import app.snug.server.http.Route;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.onion.ServerExit;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.SwarmDatabase;
import app.snug.server.node.swarm.PeerClient;
import app.snug.server.node.swarm.PeerConnections;
import app.snug.server.node.swarm.PeerException;
import app.snug.server.node.swarm.PeerRoute;
import app.snug.server.node.swarm.SwarmPaths;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Nodes that come, go and move between swarms as a test has it. */
final class LooseNetwork implements AutoCloseable {

    final TravellingClock clock = new TravellingClock(Instant.ofEpochMilli(1_795_438_800_000L));
    final RawClient client = new RawClient();
    private final TestDatabase database = TestDatabase.fresh();
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<NetworkMap> map = new AtomicReference<>(NetworkMap.EMPTY);
    private final List<NodeKeys> keys = new ArrayList<>();
    private final List<@Nullable ServiceNode> nodes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final Map<Integer, Duration> ahead = new HashMap<>();
    private final List<SwarmDatabase> abandoned = new ArrayList<>();
    private Surroundings around;

    private final NodeSettings behaviour;

    LooseNetwork(Path directory, int size) throws IOException, StorageException {
        this(directory, size, settings -> settings);
    }

    LooseNetwork(Path directory, int size, UnaryOperator<NodeSettings> settings)
            throws IOException, StorageException {
        this.behaviour =
                settings.apply(
                        NodeSettings.DEFAULT
                                .withDeliveries(Duration.ofMillis(50))
                                .withReachability(Duration.ofMillis(50)));
        this.around =
                new Surroundings(
                        new SwarmDatabase(database.dataSource(), clock, behaviour.quota()),
                        map::get,
                        // Who answers at all does so before, however busy this machine is.
                        new PeerConnections(Duration.ofMinutes(1)),
                        new ServerExit(List.of()),
                        scheduler,
                        clock,
                        random);
        for (int number = 0; number < size; number++) {
            keys.add(NodeKeys.load(directory.resolve("node-" + number), clock.instant(), random));
            nodes.add(null);
            ports.add(0);
            start(number);
        }
    }

    void start(int number) throws IOException, StorageException {
        ServiceNode node =
                ServiceNode.start(
                        keys.get(number),
                        behaviour,
                        by(ahead.getOrDefault(number, Duration.ZERO)),
                        "127.0.0.1",
                        ports.get(number),
                        List.of());
        nodes.set(number, node);
        ports.set(number, node.port());
    }

    /** In that node's place, with its keys: who answers other members as a test has it. */
    HttpServer script(int number, Map<String, PeerRoute.Handler> answers) throws IOException {
        stop(number);
        NodeKeys own = keys.get(number);
        Map<String, Route> routes = new HashMap<>();
        answers.forEach((path, handler) ->
                routes.put(
                        "POST " + path,
                        new PeerRoute(path, own.ed25519(), map::get, clock, handler)));
        return HttpServer.start(
                new HttpServer.Settings(
                        "127.0.0.1", ports.get(number), own.certificate(), "Snug", List.of()),
                routes);
    }

    /** From now on this node's clock is so far ahead of the others'. */
    void setAhead(int number, Duration by) throws IOException, StorageException {
        ahead.put(number, by);
        stop(number);
        start(number);
    }

    private Surroundings by(Duration ahead) {
        return new Surroundings(
                around.database(),
                around.membership(),
                around.connections(),
                around.exit(),
                around.scheduler(),
                () -> clock.instant().plus(ahead),
                around.random());
    }

    /** As one node hands messages to another, whatever is in the bundle. */
    void handOn(int from, int to, byte[] bundle) throws PeerException {
        PeerClient client = new PeerClient(around.connections(), keys.get(from).ed25519(), clock);
        byte[] unused = client.ask(node(to), SwarmPaths.MESSAGES, bundle);
    }

    void stop(int number) {
        ServiceNode node = nodes.set(number, null);
        if (node != null) {
            node.close();
        }
    }

    /** From now on these are the swarms: the number of each node's, −1 for none. */
    void arrange(long... swarms) {
        List<NodeEntry> entries = new ArrayList<>();
        for (int number = 0; number < swarms.length; number++) {
            NodeKeys own = keys.get(number);
            SwarmId swarm = swarms[number] < 0 ? SwarmId.NONE : new SwarmId(swarms[number] << 60);
            entries.add(
                    new NodeEntry(
                            own.ed25519().publicKey(),
                            own.x25519().publicKey(),
                            own.ed25519().publicKey(),
                            "127.0.0.1",
                            ports.get(number),
                            ports.get(number) + 100,
                            swarm));
        }
        map.set(new NetworkMap(entries));
    }

    /** The map has each of the two where the other one listens. */
    void exchangePorts(int one, int other) {
        List<NodeEntry> entries = new ArrayList<>(map.get().nodes());
        NodeEntry first = entries.get(one);
        NodeEntry second = entries.get(other);
        entries.set(one, at(first, second.port()));
        entries.set(other, at(second, first.port()));
        map.set(new NetworkMap(entries));
    }

    private static NodeEntry at(NodeEntry node, int port) {
        return new NodeEntry(
                node.ed25519(),
                node.x25519(),
                node.legacy(),
                node.host(),
                port,
                port,
                node.swarm());
    }

    void sweep() {
        try {
            around.database().sweep();
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a process does that starts. */
    void forgetCounts() {
        around.database().close();
        begin();
    }

    /** The node's process is killed and starts anew, while the others go on. */
    void kill(int number) throws IOException, StorageException {
        stop(number);
        abandoned.add(around.database());
        begin();
        start(number);
    }

    private void begin() {
        around =
                new Surroundings(
                        new SwarmDatabase(database.dataSource(), clock, behaviour.quota()),
                        around.membership(),
                        around.connections(),
                        around.exit(),
                        around.scheduler(),
                        clock,
                        random);
    }

    NodeEntry node(int number) {
        return map.get().nodes().get(number);
    }

    NetworkMap map() {
        return map.get();
    }

    /** What a node shows its operator about one series. */
    String metric(int number, String series) {
        return client.get(node(number), "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(series.length() + 1))
                .findFirst()
                .orElse("");
    }

    void execute(String sql) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that a node keeps is gone, as after a new disk. */
    void wipe(int number) {
        try (var connection = database.dataSource().getConnection()) {
            for (String table :
                    List.of(
                            "swarm_message",
                            "swarm_delivery",
                            "swarm_order",
                            "swarm_deletion",
                            "swarm_cut",
                            "swarm_revocation",
                            "swarm_known",
                            "swarm_handoff")) {
                try (var statement =
                        connection.prepareStatement(
                                "DELETE FROM "
                                        + table
                                        + " WHERE node = (SELECT id FROM swarm_node"
                                        + " WHERE ed25519 = ?)")) {
                    statement.setBytes(1, keys.get(number).ed25519().publicKey().bytes());
                    statement.executeUpdate();
                }
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many nodes know the network as it is now. */
    int settled() {
        String sql =
                "SELECT count(*) FROM (SELECT node FROM swarm_known GROUP BY node"
                        + " HAVING count(*) = "
                        + map.get().nodes().size()
                        + ") AS settled";
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        for (int number = 0; number < nodes.size(); number++) {
            stop(number);
        }
        around.connections().close();
        around.exit().close();
        around.database().close();
        abandoned.forEach(SwarmDatabase::close);
        keys.forEach(NodeKeys::close);
        client.close();
        database.close();
    }
}
