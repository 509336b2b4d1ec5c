/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.boot.postgres.EmbeddedPostgres;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database: an outside PostgreSQL if one is named, else one of our own. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    private static final int CONNECTIONS = 24;

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "snug.database-url", matchIfMissing = true, havingValue = "")
    EmbeddedPostgres embeddedPostgres(SnugSettings settings) throws IOException {
        return EmbeddedPostgres.start(
                settings.dataDir().resolve("postgres"), EmbeddedPostgres.Settings.DEFAULT);
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(SnugSettings settings, ObjectProvider<EmbeddedPostgres> embedded) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("database");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(2);
        EmbeddedPostgres own = embedded.getIfAvailable();
        if (own != null) {
            pool.setJdbcUrl(own.url());
            pool.setUsername(own.user());
            pool.setPassword(own.password());
        } else {
            pool.setJdbcUrl(settings.databaseUrl());
            pool.setUsername(settings.databaseUser());
            pool.setPassword(settings.databasePassword());
        }
        return pool;
    }
}
