/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import app.snug.boot.postgres.EmbeddedPostgres;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A fresh, migrated database on a real PostgreSQL server that all tests of this JVM share. Without
 * fsync, since no test of this process pulls the plug.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String TEMPLATE = "snug_template";

    private final String name;
    private final HikariDataSource dataSource;

    private TestDatabase(String name, HikariDataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
    }

    /** A database of its own with the newest schema and no rows. */
    public static TestDatabase fresh() {
        String name = "snug_" + NUMBER.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE);
        return new TestDatabase(name, pool(name));
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public String url() {
        return Server.POSTGRES.url(name);
    }

    public String user() {
        return Server.POSTGRES.user();
    }

    public String password() {
        return Server.POSTGRES.password();
    }

    @Override
    public void close() {
        dataSource.close();
        execute("drop database if exists " + name + " with (force)");
    }

    private static HikariDataSource pool(String database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(Server.POSTGRES.url(database));
        pool.setUsername(Server.POSTGRES.user());
        pool.setPassword(Server.POSTGRES.password());
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(16);
        return pool;
    }

    private static void execute(String sql) {
        try (var connection =
                        DriverManager.getConnection(
                                Server.POSTGRES.url(),
                                Server.POSTGRES.user(),
                                Server.POSTGRES.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Started with the first use, stopped with the JVM. */
    private static final class Server {

        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                Path target = Files.createDirectories(Path.of("target"));
                Path directory = Files.createTempDirectory(target, "test-postgres-");
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(
                                target, directory, new EmbeddedPostgres.Settings(false, 200));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres, directory)));
                migrate(postgres);
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void migrate(EmbeddedPostgres postgres) {
            try (var connection =
                            DriverManager.getConnection(
                                    postgres.url(), postgres.user(), postgres.password());
                    var statement = connection.createStatement()) {
                statement.execute("create database " + TEMPLATE);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            Flyway.configure()
                    .dataSource(postgres.url(TEMPLATE), postgres.user(), postgres.password())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        }

        private static void stop(EmbeddedPostgres postgres, Path directory) {
            postgres.close();
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
