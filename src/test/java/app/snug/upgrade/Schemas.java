/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.upgrade;

import app.snug.testing.TestDatabase;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schemas there have been, by the numbers of their migrations. */
final class Schemas {

    private Schemas() {}

    /** Oldest first. */
    static List<Integer> all() {
        try (TestDatabase database = TestDatabase.fresh()) {
            return Arrays.stream(flyway(database.dataSource(), "latest").info().all())
                    .map(MigrationInfo::getVersion)
                    .map(version -> Integer.parseInt(version.getVersion()))
                    .toList();
        }
    }

    /** Goes on from the schema that is there. */
    static void migrate(DataSource database, int to) {
        flyway(database, String.valueOf(to)).migrate();
    }

    /** Takes everything out of a database, the schema too. */
    static void clear(DataSource database) {
        JdbcClient.create(database)
                .sql("drop schema public cascade; create schema public")
                .update();
    }

    private static Flyway flyway(DataSource database, String to) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target(to)
                .load();
    }
}
