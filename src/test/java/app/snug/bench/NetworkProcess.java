/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.server.node.LocalNetwork;
import app.snug.server.node.membership.NodeEntry;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/**
 * Service nodes in a process of their own, with an embedded PostgreSQL that waits for the disk.
 * They run until the process' standard input ends.
 */
final class NetworkProcess implements AutoCloseable {

    /** How a node is reached, and its keys in hexadecimal. */
    record Node(String host, int port, String ed25519, String x25519) {}

    /** As a node on a small machine is run. */
    static final List<String> SMALL =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xms16m",
                    "-Xmx128m",
                    "-XX:MinHeapFreeRatio=10",
                    "-XX:MaxHeapFreeRatio=20");

    private final Process process;
    private final BufferedReader out;
    private final String seed;
    private final List<Node> nodes = new ArrayList<>();

    private NetworkProcess(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        String first = null;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "SEED" -> first = words[1];
                case "NODE" ->
                        nodes.add(
                                new Node(words[1], Integer.parseInt(words[2]), words[3], words[4]));
                default -> {
                    // What libraries have to say.
                }
            }
            if (line.equals("READY")) {
                break;
            }
        }
        if (first == null) {
            close();
            throw new IOException("The network's process did not start");
        }
        this.seed = first;
    }

    static NetworkProcess start(Path directory, int nodes, int swarms) throws IOException {
        return start(directory, nodes, swarms, extraOptions());
    }

    /** For a profiler, say. */
    private static List<String> extraOptions() {
        String options = System.getenv("SNUG_BENCH_NODE_OPTIONS");
        return options == null || options.isBlank()
                ? List.of()
                : List.of(options.strip().split(" +"));
    }

    /**
     * @param options of the JVM
     */
    static NetworkProcess start(Path directory, int nodes, int swarms, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        NetworkProcess.class.getName(),
                        directory.toString(),
                        String.valueOf(nodes),
                        String.valueOf(swarms)));
        Process process =
                new ProcessBuilder(command)
                        .redirectError(directory.resolve("log").toFile())
                        .start();
        return new NetworkProcess(process);
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    String seed() {
        return seed;
    }

    List<Node> nodes() {
        return nodes;
    }

    @Override
    public void close() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Arguments: directory, nodes, swarms. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(
                                Path.of("target"),
                                directory.resolve("postgres"),
                                EmbeddedPostgres.Settings.DEFAULT);
                HikariDataSource pool = pool(postgres);
                LocalNetwork network =
                        LocalNetwork.open(
                                LocalNetwork.Settings.DEFAULT
                                        .onFreePorts()
                                        .withNodes(
                                                Integer.parseInt(arguments[1]),
                                                Integer.parseInt(arguments[2])),
                                directory.resolve("network"),
                                pool,
                                InstantSource.system(),
                                new SecureRandom())) {
            System.out.println("SEED " + network.seed());
            for (NodeEntry node : network.nodes()) {
                System.out.println(
                        "NODE "
                                + String.join(
                                        " ",
                                        node.host(),
                                        String.valueOf(node.port()),
                                        node.ed25519().hex(),
                                        node.x25519().hex()));
            }
            System.out.println("READY");
            while (System.in.read() >= 0) {
                // Nothing is said here; the end of the input is the end.
            }
        }
        System.exit(0);
    }

    static HikariDataSource pool(EmbeddedPostgres postgres) {
        Flyway.configure()
                .dataSource(postgres.url(), postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.url());
        pool.setUsername(postgres.user());
        pool.setPassword(postgres.password());
        return pool;
    }
}
