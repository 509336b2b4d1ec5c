/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.StorageLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL behind the nodes of this process. Closing writes what waits; the source stays open.
 */
public final class SwarmDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SwarmDatabase.class);

    private static final int SWEEP_ROWS = 10_000;

    private static final long MEMORY = StorageLimits.MAX_TIME_TO_LIVE_PRIVATE.toMillis();

    /** Without a message an account is as good as gone, and with it whom it had shut out. */
    private static final long MEMORY_OF_REVOCATIONS = Duration.ofDays(60).toMillis();

    /** What a client let expire early stays gone, though a member may not know of that. */
    private static final String EXPIRED =
            """
            WITH gone AS (
                DELETE FROM swarm_message WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM swarm_message WHERE expires_at <= ? LIMIT ?))
                RETURNING node, owner, hash, stored_at, changed_at, octet_length(data) AS size),
            early AS (
                INSERT INTO swarm_deletion (node, owner, hash, deleted_at, expires_at)
                SELECT node, owner, hash, least(changed_at, ?::int8), ?::int8 FROM gone
                WHERE changed_at > stored_at
                ON CONFLICT (node, owner, hash) DO UPDATE SET
                    deleted_at = greatest(swarm_deletion.deleted_at, excluded.deleted_at))
            SELECT node, count(*), sum(size), count(*) FILTER (WHERE changed_at > stored_at)
            FROM gone GROUP BY node
            """;

    private static final String FORGOTTEN =
            """
            WITH gone AS (DELETE FROM %s WHERE %s RETURNING node, %s AS size)
            SELECT node, sum(size) FROM gone GROUP BY node
            """;

    private static final List<String> FORGETTING =
            List.of(
                    FORGOTTEN.formatted(
                            "swarm_order",
                            "expires_at <= ?",
                            "octet_length(request) + " + Usage.ORDER),
                    FORGOTTEN.formatted("swarm_deletion", "expires_at <= ?", Usage.ROW),
                    FORGOTTEN.formatted("swarm_cut", "expires_at <= ?", 0));

    private static final String ABANDONED =
            FORGOTTEN.formatted(
                    "swarm_revocation r",
                    """
                    changed_at <= ? AND NOT EXISTS (
                        SELECT 1 FROM swarm_message m WHERE m.node = r.node AND m.owner = r.owner)\
                    """,
                    Usage.ROW);

    private static final String ORPHANS =
            """
            DELETE FROM swarm_delivery d WHERE NOT EXISTS (
                SELECT 1 FROM swarm_message m
                WHERE m.node = d.node AND m.owner = d.owner AND m.hash = d.hash)
            """;

    /** Until it ends in order, it counts as one that was killed. */
    private static final String BEGIN =
            """
            UPDATE swarm_node SET complete = false
            FROM (SELECT id, complete FROM swarm_node WHERE ed25519 = ? FOR UPDATE) AS ended
            WHERE swarm_node.id = ended.id RETURNING ended.id, ended.complete
            """;

    private static final String END = "UPDATE swarm_node SET complete = true WHERE id = ANY (?)";

    private final DataSource database;
    private final InstantSource clock;
    private final Map<Integer, Gaps> gaps = new ConcurrentHashMap<>();
    private final WriteQueue writes;

    /**
     * @param database with the schema of {@code db/migration}; three connections and more
     * @param quota of each node and its accounts
     */
    public SwarmDatabase(DataSource database, InstantSource clock, Quota quota) {
        this.database = database;
        this.clock = clock;
        this.writes = new WriteQueue(database, clock, new Usage(quota));
    }

    /** With the quota that does for most. */
    public SwarmDatabase(DataSource database, InstantSource clock) {
        this(database, clock, Quota.DEFAULT);
    }

    /** The messages of the node with this key, kept from its last run. */
    public MessageStore open(Ed25519PublicKey node) throws StorageException {
        String insert = "INSERT INTO swarm_node (ed25519) VALUES (?) ON CONFLICT DO NOTHING";
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setBytes(1, node.bytes());
                statement.executeUpdate();
            }
            try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
                statement.setBytes(1, node.bytes());
                try (ResultSet result = statement.executeQuery()) {
                    if (!result.next()) {
                        throw new StorageException("The node has no row");
                    }
                    writes.cache().clear();
                    int id = result.getInt(1);
                    boolean complete = result.getBoolean(2);
                    Gaps own = gaps.computeIfAbsent(id, unused -> new Gaps(complete));
                    return new PostgresMessageStore(id, database, writes, clock, own);
                }
            }
        } catch (SQLException e) {
            throw new StorageException("The store does not open", e);
        }
    }

    /** Deletes what has expired, and what was remembered about it. */
    public void sweep() throws StorageException {
        try (Connection connection = database.getConnection()) {
            long now = clock.millis();
            int swept;
            do {
                try (PreparedStatement statement = connection.prepareStatement(EXPIRED)) {
                    statement.setLong(1, now);
                    statement.setInt(2, SWEEP_ROWS);
                    statement.setLong(3, now);
                    statement.setLong(4, now + MEMORY);
                    try (ResultSet result = statement.executeQuery()) {
                        swept = 0;
                        while (result.next()) {
                            swept += result.getInt(2);
                            writes.usage().swept(result.getInt(1), result.getLong(3));
                            writes.usage()
                                    .remembered(result.getInt(1), Usage.ROW * result.getLong(4));
                        }
                    }
                }
            } while (swept == SWEEP_ROWS);
            for (String sql : FORGETTING) {
                forget(connection, sql, now);
            }
            forget(connection, ABANDONED, now - MEMORY_OF_REVOCATIONS);
            try (PreparedStatement statement = connection.prepareStatement(ORPHANS)) {
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new StorageException("Sweeping failed", e);
        }
    }

    private void forget(Connection connection, String sql, long until) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, until);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    writes.usage().remembered(result.getInt(1), -result.getLong(2));
                }
            }
        }
    }

    @Override
    public void close() {
        writes.close();
        Object[] complete =
                gaps.entrySet().stream()
                        .filter(node -> node.getValue().areFilled())
                        .map(Map.Entry::getKey)
                        .toArray();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setArray(1, connection.createArrayOf("int4", complete));
            statement.executeUpdate();
        } catch (SQLException e) {
            LOG.warn("The next start asks for everything anew: {}", e.getMessage());
        }
    }
}
