/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs PostgreSQL's programs on a data directory. What they say is in files beside it. */
final class PostgresPrograms {

    static final String USER = "snug";
    static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresPrograms.class);
    private static final String SERVER = "postgres";
    private static final String SERVER_LOG = "server.log";

    private final PostgresBinaries binaries;
    private final Path data;

    /**
     * @param data absolute; need not exist yet
     */
    PostgresPrograms(PostgresBinaries binaries, Path data) {
        this.binaries = binaries;
        this.data = data;
    }

    /** Makes the data directory, unless it is there. */
    void initialise(Password password) throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        // A first start that was killed half-way leaves a directory without PG_VERSION.
        PostgresBinaries.delete(data);
        run(
                "initdb",
                "initdb.log",
                List.of(
                        "-D",
                        data.toString(),
                        "-U",
                        USER,
                        "-A",
                        "scram-sha-256",
                        "--pwfile=" + password.file(),
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions"));
    }

    /** On return it has begun to start. */
    Process serve(int port, EmbeddedPostgres.Settings settings) throws IOException {
        String durable = settings.durable() ? "on" : "off";
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", "" + port));
        for (String option :
                List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "max_connections=" + settings.connections(),
                        "shared_buffers=64MB",
                        "max_wal_size=512MB",
                        "jit=off",
                        "fsync=" + durable,
                        "synchronous_commit=" + durable,
                        "full_page_writes=" + durable)) {
            arguments.addAll(List.of("-c", option));
        }
        return start(SERVER, SERVER_LOG, arguments);
    }

    /** Where the server says what it does. */
    Path serverLog() {
        return log(SERVER_LOG);
    }

    /** After {@code kill -9} of its parent a server lives on and holds the data directory. */
    void stopOrphan() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid;
        try {
            pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        } catch (NumberFormatException | NoSuchElementException _) {
            return;
        }
        boolean postgres =
                ProcessHandle.of(pid)
                        .flatMap(process -> process.info().command())
                        .map(command -> new File(command).getName().startsWith(SERVER))
                        .orElse(false);
        if (!postgres) {
            // The number belongs to some other program by now; PostgreSQL would refuse to start.
            Files.deleteIfExists(pidFile);
            return;
        }
        LOG.info("Stopping the PostgreSQL that an earlier process left running");
        stop();
    }

    /** On return the server has ended. */
    void stop() throws IOException {
        run(
                "pg_ctl",
                "stop.log",
                List.of(
                        "stop",
                        "-D",
                        data.toString(),
                        "-m",
                        "fast",
                        "-w",
                        "-t",
                        "" + STOP_LIMIT.toSeconds()));
    }

    private void run(String program, String log, List<String> arguments) throws IOException {
        Process process = start(program, log, arguments);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(
                        program
                                + " of the embedded PostgreSQL failed ("
                                + code
                                + "): "
                                + Files.readString(log(log), StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + program + " was running", e);
        }
    }

    private Process start(String program, String log, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see it.
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(binaries.program(program).toString());
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("PGDATA");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.to(log(log).toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return builder.start();
    }

    private Path log(String name) {
        return data.resolveSibling(name);
    }
}
