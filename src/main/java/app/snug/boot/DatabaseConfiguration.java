/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.boot.postgres.ConnectionPool;
import app.snug.boot.postgres.EmbeddedPostgres;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.StringUtils;

/** The database: an outside PostgreSQL if one is named, else one of our own. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean(destroyMethod = "close")
    @Conditional(NoneNamed.class)
    @Nullable EmbeddedPostgres embeddedPostgres(SnugSettings settings) {
        if (StringUtils.hasText(settings.databaseUrl())) {
            return null;
        }
        try {
            return EmbeddedPostgres.start(
                    settings.databaseDirectory(), EmbeddedPostgres.Settings.DEFAULT);
        } catch (IOException e) {
            throw new StartRefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(SnugSettings settings, ObjectProvider<EmbeddedPostgres> embedded) {
        EmbeddedPostgres own = embedded.getIfAvailable();
        if (own != null) {
            return ConnectionPool.of(own.url(), own.user(), own.password());
        }
        HikariDataSource pool =
                ConnectionPool.of(
                        settings.databaseUrl(), settings.databaseUser(), password(settings));
        requireAnswer(pool);
        return pool;
    }

    private static @Nullable String password(SnugSettings settings) {
        Path file = settings.databasePasswordFile();
        if (file == null) {
            return settings.databasePassword();
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            // Without the cause: of a file that is no text it would quote parts.
            throw new StartRefusedException(
                    "The file that SNUG_DATABASE_PASSWORD_FILE names cannot be read: " + file);
        }
    }

    /** A newer Snug may have changed the database in ways that this one would damage. */
    @Bean
    FlywayMigrationStrategy forwardOnly(HikariDataSource pool) {
        return flyway -> {
            for (MigrationInfo migration : flyway.info().applied()) {
                if (migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED) {
                    throw new StartRefusedException(
                            "The database was changed by a newer Snug (its schema is %s): start that version, or restore the backup made before the upgrade."
                                    .formatted(migration.getVersion()));
                }
            }
            unhurried(flyway, pool).migrate();
        };
    }

    /** A migration may keep the line silent for longer than anything else. */
    private static Flyway unhurried(Flyway flyway, HikariDataSource pool) {
        DriverManagerDataSource patient = new DriverManagerDataSource();
        patient.setUrl(pool.getJdbcUrl());
        patient.setUsername(pool.getUsername());
        patient.setPassword(pool.getPassword());
        return Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(patient)
                .load();
    }

    private static void requireAnswer(HikariDataSource pool) {
        try (Connection connection = pool.getConnection()) {
            connection.isValid(5);
        } catch (SQLException | RuntimeException e) {
            pool.close();
            // The address is not repeated: a password may be in it.
            throw new StartRefusedException(
                    "The PostgreSQL that SNUG_DATABASE_URL names does not let us in: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    e);
        }
    }

    /** No outside database is named. */
    static final class NoneNamed implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Prepared.isBeingMade()
                    || !StringUtils.hasText(
                            context.getEnvironment().getProperty("snug.database-url"));
        }
    }
}
