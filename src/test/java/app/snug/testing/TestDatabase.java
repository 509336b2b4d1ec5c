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
import java.sql.Statement;
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
        synchronized (Server.ADMINISTRATION) {
            try {
                Server.ADMINISTRATION.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Started with the first use, stopped with the JVM. */
    private static final class Server {

        static final EmbeddedPostgres POSTGRES = start();
        static final Statement ADMINISTRATION = connect(POSTGRES);

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

        /** Of all databases: to connect each time would cost as much as making one. */
        private static Statement connect(EmbeddedPostgres postgres) {
            try {
                Statement statement =
                        DriverManager.getConnection(
                                        postgres.url(), postgres.user(), postgres.password())
                                .createStatement();
                // The password is random, so it need not be slow to guess; and there are many
                // connections.
                statement.execute("set scram_iterations = 1");
                statement.execute(
                        "alter role "
                                + postgres.user()
                                + " password '"
                                + postgres.password()
                                + "'");
                statement.execute("create database " + TEMPLATE);
                Flyway.configure()
                        .dataSource(postgres.url(TEMPLATE), postgres.user(), postgres.password())
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
                return statement;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
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
