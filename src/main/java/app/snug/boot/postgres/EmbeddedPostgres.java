/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server in a process of its own, bound to loopback, with its data under a given
 * directory. Durable: it survives {@code kill -9} of this process, and what was committed stays. If
 * it ends by itself (a full disk, the kernel short of memory) it is started again at the same
 * address, until it runs.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String USER = "snug";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final PostgresBinaries programs;
    private final Path data;
    private final int port;
    private final String password;
    private final FileChannel lock;
    private final Path directory;
    private final Settings settings;
    private Process server;
    private boolean closed;
    private volatile boolean ending;

    /**
     * How a server is run.
     *
     * @param durable whether a commit waits for the disk; off only for tests
     * @param connections most at once
     */
    public record Settings(boolean durable, int connections) {
        public static final Settings DEFAULT = new Settings(true, 60);
    }

    private EmbeddedPostgres(
            PostgresBinaries programs,
            Path data,
            int port,
            String password,
            FileChannel lock,
            Path directory,
            Settings settings)
            throws IOException {
        this.programs = programs;
        this.data = data;
        this.port = port;
        this.password = password;
        this.lock = lock;
        this.directory = directory;
        this.settings = settings;
        this.server = launch();
    }

    /**
     * Starts the server, after making its data directory on the first start and after stopping a
     * server that an earlier, killed process left behind.
     *
     * @param directory holds programs, data and password; made if it is missing
     * @throws IOException with a sentence for the operator
     */
    public static EmbeddedPostgres start(Path directory, Settings settings) throws IOException {
        return start(directory, directory, settings);
    }

    /**
     * @param shared where unpacked programs are kept
     */
    public static EmbeddedPostgres start(Path shared, Path directory, Settings settings)
            throws IOException {
        Files.createDirectories(directory);
        FileChannel lock = lock(directory);
        try {
            PostgresBinaries programs = PostgresBinaries.unpackedUnder(shared.toAbsolutePath());
            Path data = directory.resolve("data-" + PostgresBinaries.MAJOR).toAbsolutePath();
            String password = password(directory);
            stopOrphan(programs, data);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(programs, data, directory, password);
            }
            int port = freePort();
            var postgres =
                    new EmbeddedPostgres(programs, data, port, password, lock, directory, settings);
            // Ctrl-C reaches the server too, before it is our turn to stop it.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> postgres.ending = true));
            postgres.guard();
            return postgres;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** JDBC address of a database. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** JDBC address of the database that every server has. */
    public String url() {
        return url("postgres");
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Starts it again whenever it ends. */
    private void guard() {
        var unused = server.onExit().thenRunAsync(this::again, Thread.ofVirtual()::start);
    }

    private void again() {
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            LockSupport.parkNanos(pause.toNanos());
            try {
                if (launchedAgain()) {
                    return;
                }
            } catch (IOException e) {
                LOG.error("{}; trying again", e.getMessage());
            }
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_PAUSE) > 0) {
                pause = LONGEST_PAUSE;
            }
        }
    }

    private synchronized boolean launchedAgain() throws IOException {
        if (!closed && !ending) {
            LOG.warn("The embedded PostgreSQL has ended; starting it again");
            server = launch();
            guard();
        }
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (server.isAlive()) {
                stop(programs, data);
                if (!server.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    server.destroyForcibly();
                }
            }
        } catch (IOException e) {
            LOG.warn("The embedded PostgreSQL did not stop in order: {}", e.getMessage());
            server.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("in-use"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer.
        }
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "Another Snug is running with the data in "
                            + directory.toAbsolutePath()
                            + "; stop it first or set SNUG_DATA_DIR to another folder");
        }
        return channel;
    }

    private static String password(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path fresh =
                    Files.createTempFile(
                            directory,
                            "password",
                            "",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, HexFormat.of().formatHex(random));
            Files.move(fresh, file);
        }
        return Files.readString(file).strip();
    }

    private static void initialise(
            PostgresBinaries programs, Path data, Path directory, String password)
            throws IOException {
        // A first start that was killed half-way leaves a directory without PG_VERSION.
        PostgresBinaries.delete(data);
        Path secret = directory.resolve("password");
        run(
                programs,
                "initdb",
                List.of(
                        "-D",
                        data.toString(),
                        "-U",
                        USER,
                        "-A",
                        "scram-sha-256",
                        "--pwfile=" + secret.toAbsolutePath(),
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions"),
                directory.resolve("initdb.log"));
        if (password.isEmpty()) {
            throw new IOException("The password file of the embedded PostgreSQL is empty");
        }
    }

    /** On return it takes connections. */
    private Process launch() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", "" + port));
        List<String> options = new ArrayList<>();
        options.add("listen_addresses=127.0.0.1");
        options.add("unix_socket_directories=");
        options.add("max_connections=" + settings.connections());
        options.add("shared_buffers=64MB");
        options.add("max_wal_size=512MB");
        options.add("jit=off");
        options.add("fsync=" + (settings.durable() ? "on" : "off"));
        options.add("synchronous_commit=" + (settings.durable() ? "on" : "off"));
        options.add("full_page_writes=" + (settings.durable() ? "on" : "off"));
        options.forEach(option -> arguments.addAll(List.of("-c", option)));
        Process launched =
                command(programs, "postgres", arguments, directory.resolve("server.log")).start();
        try {
            awaitReady(launched);
        } catch (IOException e) {
            launched.destroyForcibly();
            throw e;
        }
        return launched;
    }

    private void awaitReady(Process launched) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (var connection = DriverManager.getConnection(url(), USER, password)) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (!launched.isAlive() || System.nanoTime() > end) {
                    throw new IOException(
                            "The embedded PostgreSQL did not start; its log is "
                                    + directory.resolve("server.log").toAbsolutePath(),
                            e);
                }
            }
            try {
                // Either it exits, or some more of the start-up time has passed.
                boolean exited = launched.waitFor(20, TimeUnit.MILLISECONDS);
                LOG.trace("PostgreSQL exited while starting: {}", exited);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while PostgreSQL was starting", e);
            }
        }
    }

    /** After {@code kill -9} of its parent a server lives on and holds the data directory. */
    private static void stopOrphan(PostgresBinaries programs, Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid;
        try {
            pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        } catch (NumberFormatException | java.util.NoSuchElementException e) {
            return;
        }
        var process = ProcessHandle.of(pid);
        boolean postgres =
                process.flatMap(p -> p.info().command())
                        .map(command -> new File(command).getName().startsWith("postgres"))
                        .orElse(false);
        if (!postgres) {
            // The number belongs to some other program by now; PostgreSQL would refuse to start.
            Files.deleteIfExists(pidFile);
            return;
        }
        LOG.info("Stopping the PostgreSQL that an earlier process left running");
        stop(programs, data);
    }

    private static void stop(PostgresBinaries programs, Path data) throws IOException {
        run(
                programs,
                "pg_ctl",
                List.of(
                        "stop",
                        "-D",
                        data.toString(),
                        "-m",
                        "fast",
                        "-w",
                        "-t",
                        "" + STOP_LIMIT.toSeconds()),
                data.resolveSibling("stop.log"));
    }

    private static void run(
            PostgresBinaries programs, String program, List<String> arguments, Path log)
            throws IOException {
        Process process = command(programs, program, arguments, log).start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(
                        program
                                + " of the embedded PostgreSQL failed ("
                                + code
                                + "): "
                                + Files.readString(log, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + program + " was running", e);
        }
    }

    private static ProcessBuilder command(
            PostgresBinaries programs, String program, List<String> arguments, Path log) {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see it.
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(programs.program(program).toString());
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("PGDATA");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return builder;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
