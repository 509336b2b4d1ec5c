/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import app.snug.boot.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL server that all tests of this JVM share: started with the first use, stopped
 * with the JVM. Without fsync, since no test of this process pulls the plug.
 */
final class TestServer {

    /** The database that others are made from. */
    static final String TEMPLATE = "snug_template";

    private static final EmbeddedPostgres POSTGRES = start();

    /** One connection for all: to connect each time would cost as much as making a database. */
    private static final Statement ADMINISTRATION = administration();

    private static final String SHAPE = found();

    private static volatile boolean ending;

    private TestServer() {}

    static String url(String database) {
        return POSTGRES.url(database);
    }

    static String user() {
        return POSTGRES.user();
    }

    static String password() {
        return POSTGRES.password();
    }

    /** Whether the process ends, and the server with it. */
    static boolean isEnding() {
        return ending;
    }

    static void administer(String sql) {
        synchronized (ADMINISTRATION) {
            try {
                ADMINISTRATION.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Of the template, by {@link Sweep#shape}. */
    static String shape() {
        return SHAPE;
    }

    private static EmbeddedPostgres start() {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            Path directory = Files.createTempDirectory(target, "test-postgres-");
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(
                            target, directory, new EmbeddedPostgres.Settings(false, 200));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres, directory)));
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Statement administration() {
        try {
            Statement statement =
                    DriverManager.getConnection(POSTGRES.url(), user(), password())
                            .createStatement();
            // The password is random, so it need not be slow to guess; and there are many
            // connections.
            statement.execute("set scram_iterations = 1");
            statement.execute("alter role " + user() + " password '" + password() + "'");
            return statement;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String found() {
        administer("create database " + TEMPLATE);
        Flyway.configure()
                .dataSource(url(TEMPLATE), user(), password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(url(TEMPLATE), user(), password());
                Statement statement = connection.createStatement()) {
            return Sweep.shape(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stop(EmbeddedPostgres postgres, Path directory) {
        ending = true;
        postgres.close();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
