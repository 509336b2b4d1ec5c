/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A migrated database without rows on the {@link TestServer}. Whoever is done with one leaves it
 * swept to the next, with its open connections: to make one takes many times as long.
 */
public final class TestDatabase implements AutoCloseable {

    private record Kept(String name, HikariDataSource pool) {}

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Queue<Kept> SWEPT = new ConcurrentLinkedQueue<>();

    private final Kept kept;
    private final Lent lent;

    /** Closed for one test, while the pool behind it serves the next. */
    private static final class Lent extends DelegatingDataSource {
        volatile boolean over;

        Lent(DataSource pool) {
            super(pool);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (over) {
                throw new SQLException("This test is over");
            }
            return super.getConnection();
        }
    }

    private TestDatabase(Kept kept) {
        this.kept = kept;
        this.lent = new Lent(kept.pool());
    }

    /** A database of its own with the newest schema and no rows. */
    public static TestDatabase fresh() {
        Kept swept = SWEPT.poll();
        return new TestDatabase(swept == null ? made() : swept);
    }

    private static Kept made() {
        String name = "snug_" + NUMBER.incrementAndGet();
        TestServer.administer("create database " + name + " template " + TestServer.TEMPLATE);
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(TestServer.url(name));
        pool.setUsername(TestServer.user());
        pool.setPassword(TestServer.password());
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(16);
        return new Kept(name, pool);
    }

    public DataSource dataSource() {
        return lent;
    }

    public String url() {
        return TestServer.url(kept.name());
    }

    public String user() {
        return TestServer.user();
    }

    public String password() {
        return TestServer.password();
    }

    @Override
    public void close() {
        lent.over = true;
        if (TestServer.isEnding()) {
            return;
        }
        if (isSwept()) {
            SWEPT.add(kept);
        } else {
            kept.pool().close();
            TestServer.administer("drop database if exists " + kept.name() + " with (force)");
        }
    }

    /** Unless somebody still uses it, or its schema is no longer what it was. */
    private boolean isSwept() {
        try (Connection own = kept.pool().getConnection()) {
            return kept.pool().getHikariPoolMXBean().getActiveConnections() == 1
                    && Sweep.sweep(own);
        } catch (SQLException e) {
            return false;
        }
    }
}
