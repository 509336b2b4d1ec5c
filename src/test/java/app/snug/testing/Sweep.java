/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Takes everything out of a database but its schema, whose shape it knows from the template. */
final class Sweep {

    /** Names and kinds of what there is; a test that changed any of it keeps its database. */
    private static final String SHAPE =
            """
            select md5(string_agg(thing, ';' order by thing)) from (
                select concat(relname, relkind, relnatts) from pg_class
                    where relnamespace = 'public'::regnamespace
                union all
                select concat(c.relname, a.attname, a.atttypid, a.attnotnull)
                    from pg_attribute a join pg_class c on c.oid = a.attrelid
                    where c.relnamespace = 'public'::regnamespace
                union all select concat(tgname, tgenabled) from pg_trigger where not tgisinternal
                union all select concat(conname, condeferrable) from pg_constraint
                    where connamespace = 'public'::regnamespace
                union all select concat(version, success) from flyway_schema_history
                union all select proname from pg_proc where pronamespace = 'public'::regnamespace
            ) things (thing)
            """;

    /** Others of this database, who came past the pool. */
    private static final String ALONE =
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
            """;

    private static final String EMPTY =
            """
            do $$
            declare
                t record;
            begin
                -- Foreign keys need no thought where nothing is left.
                set local session_replication_role = replica;
                for t in select oid, relname from pg_class
                    where relnamespace = 'public'::regnamespace and relkind = 'r'
                        and relname <> 'flyway_schema_history' and pg_relation_size(oid) > 0
                loop
                    if pg_relation_size(t.oid) > 1000000 then
                        execute format('truncate %I cascade', t.relname);
                    else
                        execute format('delete from %I', t.relname);
                    end if;
                end loop;
                perform setval(oid::regclass, seqstart, false)
                    from pg_class join pg_sequence on seqrelid = oid
                    where relnamespace = 'public'::regnamespace;
            end $$
            """;

    private Sweep() {}

    /** Whether it is as if it were new. */
    static boolean sweep(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!shape(statement).equals(TestServer.shape())) {
                return false;
            }
            statement.execute(ALONE);
            statement.execute(EMPTY);
            return true;
        }
    }

    static String shape(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(SHAPE)) {
            row.next();
            return row.getString(1);
        }
    }
}
