/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Connections to a PostgreSQL, kept for use again. One that is lost is noticed within {@link
 * #SILENCE}, whoever waits for one learns within {@link #PATIENCE} that there is none, and the pool
 * fills itself again when the server is back.
 */
public final class ConnectionPool {

    /** A person waits in front of a page for this. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** No statement of ours takes as long; a line that is so silent is dead. */
    public static final Duration SILENCE = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final int CONNECTIONS = 24;

    private ConnectionPool() {}

    /** Opens no connection yet. */
    public static HikariDataSource of(
            @Nullable String url, @Nullable String user, @Nullable String password) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("database");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setValidationTimeout(Duration.ofSeconds(2).toMillis());
        pool.setKeepaliveTime(Duration.ofSeconds(60).toMillis());
        // PostgreSQL's driver takes seconds.
        pool.addDataSourceProperty("connectTimeout", PATIENCE.toSeconds());
        pool.addDataSourceProperty("loginTimeout", PATIENCE.toSeconds());
        pool.addDataSourceProperty("socketTimeout", SILENCE.toSeconds());
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("ApplicationName", "snug");
        // Else an exception quotes the row that it is about.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        return pool;
    }

    /** A single connection to where a pool's lead, for asking whether anybody is there. */
    public static HikariDataSource lookout(HikariDataSource other) {
        HikariDataSource pool = of(other.getJdbcUrl(), other.getUsername(), other.getPassword());
        pool.setPoolName("lookout");
        pool.setMaximumPoolSize(1);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(LOOK.toMillis());
        return pool;
    }
}
