/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
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
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_PORTS = 3;

    private final PostgresPrograms programs;
    private final Password password;
    private final DataLock lock;
    private final Settings settings;
    private final int port;
    private final Thread end = new Thread(() -> this.ending = true);
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

    /** Gives one port after another that may be listened on. */
    @FunctionalInterface
    interface Ports {
        int next() throws IOException;
    }

    /** Somebody else has the port by now. */
    private static final class PortTakenException extends IOException {

        private static final long serialVersionUID = 1;

        private PortTakenException(int port, Throwable cause) {
            super("The embedded PostgreSQL did not start: port " + port + " is taken", cause);
        }
    }

    private EmbeddedPostgres(
            PostgresPrograms programs,
            Password password,
            DataLock lock,
            Settings settings,
            int port)
            throws IOException {
        this.programs = programs;
        this.password = password;
        this.lock = lock;
        this.settings = settings;
        this.port = port;
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
        return start(shared, directory, settings, EmbeddedPostgres::freePort);
    }

    static EmbeddedPostgres start(Path shared, Path directory, Settings settings, Ports ports)
            throws IOException {
        Files.createDirectories(directory);
        DataLock lock = DataLock.on(directory);
        try {
            PostgresPrograms programs =
                    new PostgresPrograms(
                            PostgresBinaries.unpackedUnder(shared.toAbsolutePath()),
                            directory.resolve("data-" + PostgresBinaries.MAJOR).toAbsolutePath());
            Password password = Password.in(directory);
            programs.stopOrphan();
            programs.initialise(password);
            EmbeddedPostgres postgres = started(programs, password, lock, settings, ports);
            // Ctrl-C reaches the server too, before it is our turn to stop it.
            Runtime.getRuntime().addShutdownHook(postgres.end);
            postgres.guard();
            return postgres;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A port that was free may be taken before the server is so far. */
    private static EmbeddedPostgres started(
            PostgresPrograms programs,
            Password password,
            DataLock lock,
            Settings settings,
            Ports ports)
            throws IOException {
        for (int tried = 1; ; tried++) {
            try {
                return new EmbeddedPostgres(programs, password, lock, settings, ports.next());
            } catch (PortTakenException e) {
                if (tried == MOST_PORTS) {
                    throw e;
                }
            }
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
        return PostgresPrograms.USER;
    }

    public String password() {
        return password.text();
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
                launchAgain();
                return;
            } catch (IOException e) {
                LOG.error("{}; trying again", e.getMessage());
            }
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_PAUSE) > 0) {
                pause = LONGEST_PAUSE;
            }
        }
    }

    private synchronized void launchAgain() throws IOException {
        if (!closed && !ending) {
            LOG.warn("The embedded PostgreSQL has ended; starting it again");
            server = launch();
            guard();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException _) {
            // The program is ending already.
        }
        try {
            if (server.isAlive()) {
                programs.stop();
                if (!server.waitFor(PostgresPrograms.STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    server.destroyForcibly();
                }
            }
        } catch (IOException e) {
            LOG.warn("The embedded PostgreSQL did not stop in order: {}", e.getMessage());
            server.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }

    /** On return it takes connections. */
    private Process launch() throws IOException {
        Process launched = programs.serve(port, settings);
        try {
            awaitReady(launched);
        } catch (IOException e) {
            launched.destroyForcibly();
            throw e;
        }
        return launched;
    }

    private void awaitReady(Process launched) throws IOException {
        long last = System.nanoTime() + START_LIMIT.toNanos();
        // Somebody else who listens there might never answer.
        String brief = url() + "?loginTimeout=5";
        while (true) {
            try (var connection = DriverManager.getConnection(brief, user(), password())) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (!launched.isAlive() || System.nanoTime() > last) {
                    throw failure(e);
                }
            }
            try {
                // Either it exits, or some more of the start-up time has passed.
                boolean _ = launched.waitFor(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while PostgreSQL was starting", e);
            }
        }
    }

    private IOException failure(SQLException cause) throws IOException {
        Path log = programs.serverLog();
        return Files.readString(log, StandardCharsets.UTF_8).contains("Address already in use")
                ? new PortTakenException(port, cause)
                : new IOException(
                        "The embedded PostgreSQL did not start; its log is " + log, cause);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
