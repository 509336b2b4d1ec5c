/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.upgrade;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of a database as SQL, and back. */
final class Dump {

    private static final String HISTORY = "flyway_schema_history";

    /** Columns that say when something ends. They move along with the years that a dump lies. */
    private static final String ENDS =
            "(expires|expires_at|forget_at|give_up_at|expiry_time|last_access_time|due_at)";

    private Dump() {}

    /** Tables by name, with how many rows each has. */
    static TreeMap<String, Long> rows(DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        TreeMap<String, Long> counts = new TreeMap<>();
        for (String table :
                jdbc.sql(
                                """
                                select table_name from information_schema.tables
                                where table_schema = 'public' and table_name <> ?
                                """)
                        .param(HISTORY)
                        .query((row, number) -> row.getString(1))
                        .list()) {
            counts.put(table, jdbc.sql("select count(*) from " + table).query(Long.class).single());
        }
        return counts;
    }

    static String of(DataSource database, List<String> tables) {
        JdbcClient jdbc = JdbcClient.create(database);
        StringBuilder sql = new StringBuilder();
        for (String table : tables) {
            List<String> columns =
                    jdbc.sql(
                                    """
                                    select column_name from information_schema.columns
                                    where table_schema = 'public' and table_name = ?
                                    order by ordinal_position
                                    """)
                            .param(table)
                            .query((row, number) -> row.getString(1))
                            .list();
            List<String> quoted =
                    columns.stream().map(c -> "quote_nullable(" + c + "::text)").toList();
            List<String> values =
                    jdbc.sql(
                                    "select concat_ws(', ', "
                                            + String.join(", ", quoted)
                                            + ") from "
                                            + table
                                            + " order by 1")
                            .query((row, number) -> row.getString(1))
                            .list();
            for (String row : values) {
                sql.append("insert into ")
                        .append(table)
                        .append(" (")
                        .append(String.join(", ", columns))
                        .append(") overriding system value values (")
                        .append(row)
                        .append(");\n");
            }
        }
        return sql.toString();
    }

    /** Loads rows into a schema that has their columns, as if they had been written just now. */
    static void load(DataSource database, String sql, long ageMillis) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // Tables come by name, and not in the order in which they refer to each other.
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
            for (String change : afterwards(statement, ageMillis)) {
                statement.execute(change);
            }
            statement.execute("set session_replication_role = default");
        }
    }

    private static List<String> afterwards(Statement statement, long ageMillis)
            throws SQLException {
        List<String> changes = new ArrayList<>();
        String columns =
                """
                select table_name, column_name, data_type, is_identity
                from information_schema.columns
                where table_schema = 'public' and table_name <> '%s'
                """
                        .formatted(HISTORY);
        try (ResultSet column = statement.executeQuery(columns)) {
            while (column.next()) {
                String table = column.getString(1);
                String name = column.getString(2);
                if (name.matches(ENDS)) {
                    String more =
                            column.getString(3).equals("bigint")
                                    ? String.valueOf(ageMillis)
                                    : "interval '" + ageMillis / 1000 + " s'";
                    changes.add("update %s set %s = %s + %s".formatted(table, name, name, more));
                }
                if (column.getString(4).equals("YES")) {
                    changes.add(
                            """
                            select setval(pg_get_serial_sequence('%1$s', '%2$s'),
                                          coalesce(max(%2$s), 0) + 1) from %1$s
                            """
                                    .formatted(table, name));
                }
            }
        }
        return changes;
    }
}
