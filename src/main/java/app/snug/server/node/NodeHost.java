/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.descriptor.DescriptorException;
import app.snug.server.http.Route;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.membership.ServiceNodeList;
import app.snug.server.node.membership.SignedMembership;
import app.snug.server.node.onion.ServerExit;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.SwarmDatabase;
import app.snug.server.node.swarm.DescriptorExchange;
import app.snug.server.node.swarm.PeerConnections;
import app.snug.server.node.swarm.SwarmPaths;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of one owner in a private network, in one process. A directory holds their keys, their
 * {@link NodePlacement} and the network's descriptor.
 */
public final class NodeHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeHost.class);

    /** The network's descriptor in force. */
    public static final String DESCRIPTOR = "network.json";

    /**
     * How the nodes behave.
     *
     * @param look how often the descriptor's file is looked at
     * @param meet how often other nodes are asked for a newer descriptor
     * @param filters between a node's socket and the node, by its number
     */
    public record Settings(
            NodeSettings behaviour,
            Duration look,
            Duration meet,
            IntFunction<List<Filter>> filters) {

        public static final Settings DEFAULT =
                new Settings(
                        NodeSettings.DEFAULT,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        number -> List.of());
    }

    /** How the nodes stand in the network. */
    public enum Standing {
        READY,
        /** The descriptor in force has expired; everything goes on with it. */
        EXPIRED,
        /** Some of the nodes are not in the descriptor, or at another address. */
        NOT_LISTED
    }

    private final NodePlacement placement;
    private final SignedMembership membership;
    private final Surroundings around;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<NodeKeys> keys = new ArrayList<>();
    private final List<ServiceNode> nodes = new ArrayList<>();
    private final @Nullable SeedServer seed;

    private NodeHost(
            Path directory,
            Settings settings,
            DataSource database,
            InstantSource clock,
            SecureRandom random)
            throws IOException, StorageException, DescriptorException {
        this.placement = NodePlacement.load(directory);
        this.membership = SignedMembership.open(directory.resolve(DESCRIPTOR), clock);
        ScheduledExecutorService scheduler =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("node-host").daemon().factory());
        this.around =
                new Surroundings(
                        new SwarmDatabase(database, clock, settings.behaviour().quota()),
                        membership,
                        new PeerConnections(),
                        new ServerExit(exits()),
                        scheduler,
                        clock,
                        random);
        try {
            for (int number = 0; number < placement.count(); number++) {
                Path own = placement.keys(directory, number);
                keys.add(NodeKeys.load(own, clock.instant(), random));
                NodeKeys.requirePrivate(own);
            }
            DescriptorExchange exchange =
                    new DescriptorExchange(
                            membership, around.connections(), own(), threads, random);
            Map<String, Route> more = Map.of("POST " + SwarmPaths.DESCRIPTOR, exchange::visited);
            for (int number = 0; number < placement.count(); number++) {
                nodes.add(
                        ServiceNode.start(
                                keys.get(number),
                                settings.behaviour(),
                                around,
                                placement.listen(),
                                placement.port() + number,
                                settings.filters().apply(number),
                                more));
            }
            this.seed = placement.seedPort() == 0 ? null : startSeed(settings);
            every(settings.look(), membership::look);
            every(settings.meet(), exchange::round);
            every(settings.behaviour().housekeeping(), () -> threads.execute(this::sweep));
            exchange.round();
        } catch (IOException | StorageException | RuntimeException e) {
            stopEverything();
            throw e;
        }
        unlisted()
                .forEach(line ->
                        LOG.warn(
                                "“{}” does not know this node yet; ask its operators to add {}",
                                membership.content().name(),
                                line));
    }

    /**
     * Starts the nodes of a directory; on return they answer.
     *
     * @param database with the schema of {@code V3__node.sql}; stays the caller's
     * @throws IOException with a sentence for people, if a file cannot be read or a port is taken
     * @throws StorageException if the database does not answer
     * @throws DescriptorException with a sentence for people
     */
    public static NodeHost open(
            Path directory,
            Settings settings,
            DataSource database,
            InstantSource clock,
            SecureRandom random)
            throws IOException, StorageException, DescriptorException {
        return new NodeHost(directory, settings, database, clock, random);
    }

    /**
     * Makes the keys of nodes, where there are none.
     *
     * @return what operators add to the network: {@code KEY@HOST:PORT}, one a node
     * @throws IOException with a sentence for people
     */
    public static List<String> prepare(
            Path directory, NodePlacement placement, InstantSource clock, SecureRandom random)
            throws IOException {
        List<String> lines = new ArrayList<>();
        for (int number = 0; number < placement.count(); number++) {
            try (NodeKeys keys =
                    NodeKeys.load(placement.keys(directory, number), clock.instant(), random)) {
                lines.add(line(keys, placement, number));
            }
        }
        placement.save(directory);
        return List.copyOf(lines);
    }

    /** What {@link #prepare} gave. */
    public static List<String> lines(Path directory, InstantSource clock, SecureRandom random)
            throws IOException {
        return prepare(directory, NodePlacement.load(directory), clock, random);
    }

    private static String line(NodeKeys keys, NodePlacement placement, int number) {
        return keys.ed25519().publicKey().hex()
                + "@"
                + placement.host()
                + ":"
                + (placement.port() + number);
    }

    /** Servers that belong to the network may have addresses that are not public. */
    private List<String> exits() {
        List<String> exits = new ArrayList<>();
        var content = membership.content();
        var servers = new ArrayList<>(content.communities());
        Optional.ofNullable(content.fileServer()).ifPresent(servers::add);
        servers.forEach(server -> {
            URI url = URI.create(server.url());
            boolean https = "https".equals(url.getScheme());
            int port = url.getPort() >= 0 ? url.getPort() : https ? 443 : 80;
            exits.add(url.getHost() + ":" + port);
        });
        return exits;
    }

    private SeedServer startSeed(Settings settings) throws IOException {
        return SeedServer.start(
                new ServiceNodeList(membership, settings.behaviour().constants(), around.random()),
                placement.listen(),
                placement.seedPort());
    }

    private void every(Duration time, Runnable task) {
        long millis = time.toMillis();
        around.scheduler()
                .scheduleWithFixedDelay(
                        () -> {
                            try {
                                task.run();
                            } catch (RuntimeException e) {
                                LOG.error("The upkeep of the nodes failed", e);
                            }
                        },
                        millis,
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            around.database().sweep();
        } catch (StorageException | RuntimeException e) {
            LOG.warn("Expired messages stay for now: {}", e.getMessage());
        }
    }

    private Set<Ed25519PublicKey> own() {
        Set<Ed25519PublicKey> own = new HashSet<>();
        keys.forEach(key -> own.add(key.ed25519().publicKey()));
        return own;
    }

    public SignedMembership membership() {
        return membership;
    }

    public Standing standing() {
        if (!unlisted().isEmpty()) {
            return Standing.NOT_LISTED;
        }
        return membership.isExpired() ? Standing.EXPIRED : Standing.READY;
    }

    /** The nodes that the network does not know, or not where they are. */
    private List<String> unlisted() {
        List<String> lines = new ArrayList<>();
        for (int number = 0; number < keys.size(); number++) {
            int port = placement.port() + number;
            Optional<NodeEntry> listed =
                    membership.current().node(keys.get(number).ed25519().publicKey());
            if (listed.filter(n -> n.host().equals(placement.host()) && n.port() == port)
                    .isEmpty()) {
                lines.add(line(keys.get(number), placement, number));
            }
        }
        return lines;
    }

    private void stopEverything() {
        around.scheduler().shutdownNow();
        nodes.forEach(ServiceNode::close);
        threads.shutdownNow();
        around.connections().close();
        around.exit().close();
        around.database().close();
        keys.forEach(NodeKeys::close);
    }

    @Override
    public void close() {
        if (seed != null) {
            seed.close();
        }
        stopEverything();
    }

    /** Whether a descriptor is there. */
    public static boolean hasDescriptor(Path directory) {
        return Files.exists(directory.resolve(DESCRIPTOR));
    }
}
