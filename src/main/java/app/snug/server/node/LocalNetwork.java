/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.protocol.storage.SwarmId;
import app.snug.server.node.membership.Names;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.membership.ServiceNodeList;
import app.snug.server.node.onion.ServerExit;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.SwarmDatabase;
import app.snug.server.node.swarm.PeerConnections;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network in one process, on loopback: nodes in swarms, and a seed. Everything goes over real
 * sockets. A restart with the same directory and database finds the same network with its messages.
 */
public final class LocalNetwork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalNetwork.class);

    /** The public network's nodes have these so far apart too. */
    private static final int OMQ_DISTANCE = 100;

    /**
     * What kind of network.
     *
     * @param host loopback address
     * @param seedPort of the seed, plain HTTP; 0 means any free one
     * @param basePort of the first node, the others follow; 0 means any free ones
     * @param nodes how many
     * @param swarms how many, at most one a node
     * @param behaviour of every node
     * @param exits hosts that nodes may pass requests on to though their addresses are private,
     *     each as {@code host:port}
     * @param filters between a node's socket and the node, by its number
     */
    public record Settings(
            String host,
            int seedPort,
            int basePort,
            int nodes,
            int swarms,
            NodeSettings behaviour,
            List<String> exits,
            IntFunction<List<Filter>> filters) {

        public static final Settings DEFAULT =
                new Settings(
                        "127.0.0.1",
                        22_020,
                        22_100,
                        10,
                        2,
                        NodeSettings.DEFAULT,
                        List.of(),
                        number -> List.of());

        /** The same on ports that are free. */
        public Settings onFreePorts() {
            return onPorts(0, 0);
        }

        public Settings onPorts(int seed, int base) {
            return new Settings(host, seed, base, nodes, swarms, behaviour, exits, filters);
        }

        public Settings withNodes(int count, int inSwarms) {
            return new Settings(
                    host, seedPort, basePort, count, inSwarms, behaviour, exits, filters);
        }

        public Settings withBehaviour(NodeSettings other) {
            return new Settings(host, seedPort, basePort, nodes, swarms, other, exits, filters);
        }

        public Settings withExits(List<String> other) {
            return new Settings(host, seedPort, basePort, nodes, swarms, behaviour, other, filters);
        }

        public Settings withFilters(IntFunction<List<Filter>> other) {
            return new Settings(host, seedPort, basePort, nodes, swarms, behaviour, exits, other);
        }
    }

    private final Settings settings;
    private final Surroundings around;
    private final AtomicReference<NetworkMap> map = new AtomicReference<>(NetworkMap.EMPTY);
    private final List<NodeKeys> keys = new ArrayList<>();
    private final List<@Nullable ServiceNode> running = new ArrayList<>();
    private final Path directory;
    private final SeedServer seed;
    private boolean closed;

    private LocalNetwork(
            Settings settings,
            Path directory,
            DataSource database,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        this.settings = settings;
        this.directory = directory;
        ScheduledExecutorService scheduler =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("local-network").daemon().factory());
        this.around =
                new Surroundings(
                        new SwarmDatabase(database, clock, settings.behaviour().quota()),
                        map::get,
                        new PeerConnections(),
                        new ServerExit(settings.exits()),
                        scheduler,
                        clock,
                        random);
        try {
            this.seed =
                    SeedServer.start(
                            new ServiceNodeList(map::get, settings.behaviour().constants(), random),
                            settings.host(),
                            settings.seedPort());
        } catch (IOException | RuntimeException e) {
            stopEverything();
            throw e;
        }
    }

    /**
     * Starts a network; on return its nodes and its seed answer.
     *
     * @param directory where its keys are, one directory a node; made on the first start
     * @param database with the schema of {@code V3__node.sql}; stays the caller's
     * @throws IOException if a port is taken or a key file broken
     * @throws StorageException if the database does not answer
     */
    public static LocalNetwork open(
            Settings settings,
            Path directory,
            DataSource database,
            InstantSource clock,
            SecureRandom random)
            throws IOException, StorageException {
        LocalNetwork network = prepare(settings, directory, database, clock, random);
        try {
            network.run();
            return network;
        } catch (IOException | StorageException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * A network whose seed listens, but knows of no nodes until they {@link #run}.
     *
     * @throws IOException if the seed's port is taken
     */
    public static LocalNetwork prepare(
            Settings settings,
            Path directory,
            DataSource database,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        return new LocalNetwork(settings, directory, database, clock, random);
    }

    /**
     * Starts the nodes; on return they answer, unless the network was closed meanwhile.
     *
     * @throws IOException if a port is taken or a key file broken
     * @throws StorageException if the database does not answer
     */
    public void run() throws IOException, StorageException {
        List<NodeEntry> entries = new ArrayList<>();
        for (int number = 0; number < settings.nodes(); number++) {
            if (!add(number)) {
                return;
            }
            entries.add(entry(number));
        }
        map.set(new NetworkMap(entries, Names.of(settings.behaviour().names())));
        sweepFromTimeToTime();
    }

    /** Unless the network is closed. */
    private synchronized boolean add(int number) throws IOException, StorageException {
        if (closed) {
            return false;
        }
        NodeKeys own =
                NodeKeys.load(
                        directory.resolve("node-" + number),
                        around.clock().instant(),
                        around.random());
        keys.add(own);
        int port = settings.basePort() == 0 ? 0 : settings.basePort() + number;
        running.add(startNode(number, port));
        return true;
    }

    private synchronized void sweepFromTimeToTime() {
        if (!closed) {
            long every = settings.behaviour().housekeeping().toMillis();
            var unused =
                    around.scheduler()
                            .scheduleWithFixedDelay(
                                    this::sweep, every, every, TimeUnit.MILLISECONDS);
        }
    }

    /** Where clients ask for the nodes. */
    public URI seed() {
        return URI.create("http://" + settings.host() + ":" + seed.port() + "/json_rpc");
    }

    /** All nodes, running or not, by number. */
    public List<NodeEntry> nodes() {
        return map.get().nodes();
    }

    /** The nodes as every one of them sees them. */
    public NetworkMap map() {
        return map.get();
    }

    public synchronized boolean isRunning(int number) {
        return running.get(number) != null;
    }

    /** Stops one node, as if its machine had been switched off. */
    public synchronized void stop(int number) {
        ServiceNode node = running.set(number, null);
        if (node != null) {
            node.close();
        }
    }

    /** Starts a stopped node on its old port, with the messages it had. */
    public synchronized void start(int number) throws IOException, StorageException {
        if (running.get(number) == null) {
            running.set(number, startNode(number, nodes().get(number).port()));
        }
    }

    private ServiceNode startNode(int number, int port) throws IOException, StorageException {
        return ServiceNode.start(
                keys.get(number),
                settings.behaviour(),
                around,
                settings.host(),
                port,
                settings.filters().apply(number));
    }

    private synchronized NodeEntry entry(int number) {
        NodeKeys own = keys.get(number);
        ServiceNode node = running.get(number);
        int port = node == null ? 0 : node.port();
        return new NodeEntry(
                own.ed25519().publicKey(),
                own.x25519().publicKey(),
                own.ed25519().publicKey(),
                settings.host(),
                port,
                port + OMQ_DISTANCE,
                swarm(number % settings.swarms()));
    }

    /** Swarms lie evenly on the circle of 2^64. */
    private SwarmId swarm(int index) {
        return new SwarmId(Long.divideUnsigned(-1L, settings.swarms()) * index);
    }

    private void sweep() {
        try {
            around.database().sweep();
        } catch (StorageException | RuntimeException e) {
            LOG.warn("Expired messages stay for now: {}", e.getMessage());
        }
    }

    private synchronized void stopEverything() {
        closed = true;
        around.scheduler().shutdownNow();
        for (int number = 0; number < running.size(); number++) {
            stop(number);
        }
        around.connections().close();
        around.exit().close();
        around.database().close();
        keys.forEach(NodeKeys::close);
    }

    @Override
    public void close() {
        seed.close();
        stopEverything();
    }
}
