/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.descriptor.Descriptor;
import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.NetworkId;
import app.snug.protocol.descriptor.Node;
import app.snug.protocol.descriptor.Operator;
import app.snug.protocol.descriptor.SealedName;
import app.snug.protocol.descriptor.SignedDescriptor;
import app.snug.protocol.descriptor.SwarmPlan;
import app.snug.server.node.storage.StorageException;
import app.snug.testing.FreePorts;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Households with nodes, each with a directory and a database of its own. */
final class Street implements AutoCloseable {

    static final int SIGNATURES = 2;

    /** Says which node asks. */
    private static final String PEER = "X-Snug-Node";

    /** One owner's nodes. */
    static final class House {
        final Path directory;
        final TestDatabase database = TestDatabase.fresh();
        final List<String> lines;
        final int seedPort;
        private volatile @Nullable NodeHost host;

        /** Its lines are dead while it still falls. */
        volatile boolean dead;

        House(Path directory, List<String> lines, int seedPort) {
            this.directory = directory;
            this.lines = lines;
            this.seedPort = seedPort;
        }

        NodeHost host() {
            return Objects.requireNonNull(host);
        }

        /** A node's Ed25519 key in hexadecimal. */
        String key(int number) {
            return lines.get(number).substring(0, 64);
        }
    }

    final TravellingClock clock = new TravellingClock(Instant.parse("2026-11-25T12:00:00Z"));
    final RawClient client = new RawClient();
    final Ed25519KeyPair anna = Ed25519KeyPair.generate(new SecureRandom());
    final Ed25519KeyPair ben = Ed25519KeyPair.generate(new SecureRandom());
    final Ed25519KeyPair cleo = Ed25519KeyPair.generate(new SecureRandom());
    private final SecureRandom random = new SecureRandom();
    private final Path directory;
    private final NetworkId id = NetworkId.random(random);
    private final Map<String, House> houses = new LinkedHashMap<>();
    private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
    List<Node> nodes = List.of();
    List<SealedName> names = List.of();

    Street(Path directory) {
        this.directory = directory;
    }

    /** Makes a household's keys, as {@code node init} does. */
    House build(String name, int count) throws IOException {
        Path own = Files.createDirectories(directory.resolve(name));
        int port = FreePorts.inARow(count);
        int seed = FreePorts.one();
        House house =
                new House(
                        own,
                        NodeHost.prepare(
                                own,
                                new NodePlacement("127.0.0.1", port, count, "127.0.0.1", seed),
                                clock,
                                random),
                        seed);
        houses.put(name, house);
        return house;
    }

    House house(String name) {
        House house = houses.get(name);
        if (house == null) {
            throw new IllegalArgumentException(name);
        }
        return house;
    }

    void add(String name) {
        for (String line : house(name).lines) {
            String[] parts = line.split("[@:]", -1);
            nodes =
                    SwarmPlan.with(
                            nodes,
                            Ed25519PublicKey.ofHex(parts[0]),
                            parts[1],
                            Integer.parseInt(parts[2]));
        }
    }

    void remove(String name) {
        for (String line : house(name).lines) {
            nodes = SwarmPlan.without(nodes, Ed25519PublicKey.ofHex(line.substring(0, 64)));
        }
    }

    Descriptor descriptor(long serial, Duration life) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Descriptor(
                "our-street",
                id,
                serial,
                now,
                now.plus(life),
                SIGNATURES,
                List.of(
                        new Operator("anna", anna.publicKey()),
                        new Operator("ben", ben.publicKey()),
                        new Operator("cleo", cleo.publicKey())),
                nodes,
                names,
                null,
                List.of());
    }

    byte[] signed(long serial, Ed25519KeyPair... by) {
        SignedDescriptor signed =
                SignedDescriptor.unsigned(descriptor(serial, Duration.ofDays(100)));
        for (Ed25519KeyPair key : by) {
            signed = signed.signedBy(key);
        }
        return signed.write();
    }

    /** Starts a household's nodes with this descriptor. */
    void open(String name, byte[] descriptor)
            throws IOException, StorageException, DescriptorException {
        House house = house(name);
        Files.write(house.directory.resolve(NodeHost.DESCRIPTOR), descriptor);
        start(name);
    }

    private Filter line(House house, int number) {
        String own = house.key(number);
        return (request, response, chain) -> {
            String asking = ((HttpServletRequest) request).getHeader(PEER);
            if (house.dead || cutOff.contains(own) || (asking != null && cutOff.contains(asking))) {
                ((HttpServletResponse) response).setStatus(502);
                return;
            }
            chain.doFilter(request, response);
            if (house.dead) {
                throw new IOException("The machine is dead");
            }
        };
    }

    /** Nothing reaches this node, and nothing from it reaches others, though it runs. */
    void cut(String name, int number) {
        cutOff.add(house(name).key(number));
    }

    boolean isCut(String name, int number) {
        return cutOff.contains(house(name).key(number));
    }

    void mend(String name, int number) {
        cutOff.remove(house(name).key(number));
    }

    /** The power of a house is off. */
    void stop(String name) {
        House house = house(name);
        house.host().close();
        house.host = null;
    }

    /**
     * As if the house's machine had died: what its database had not written is not there, nobody is
     * told anything any more, and no orderly end is noted.
     */
    void kill(String name) throws SQLException {
        House house = house(name);
        house.dead = true;
        try (Connection connection = house.database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """);
            stop(name);
            statement.execute("UPDATE swarm_node SET complete = false");
        }
    }

    boolean isRunning(String name) {
        return house(name).host != null;
    }

    /** As an operator does it, or {@code node update}: the household's nodes find it. */
    void replaceDescriptor(String name, byte[] descriptor) throws IOException {
        Path fresh = house(name).directory.resolve("fresh");
        Files.write(fresh, descriptor);
        Files.move(
                fresh,
                house(name).directory.resolve(NodeHost.DESCRIPTOR),
                StandardCopyOption.REPLACE_EXISTING);
    }

    void start(String name) throws IOException, StorageException, DescriptorException {
        House house = house(name);
        house.dead = false;
        house.host =
                NodeHost.open(
                        house.directory,
                        new NodeHost.Settings(
                                NodeSettings.DEFAULT.withDeliveries(Duration.ofMillis(50)),
                                Duration.ofMillis(50),
                                Duration.ofMillis(200),
                                number -> List.of(line(house, number))),
                        house.database.dataSource(),
                        clock,
                        random);
    }

    long serial(String name) {
        return house(name).host().membership().content().serial();
    }

    @Override
    public void close() {
        for (House house : houses.values()) {
            NodeHost host = house.host;
            if (host != null) {
                host.close();
            }
            house.database.close();
        }
        client.close();
    }
}
