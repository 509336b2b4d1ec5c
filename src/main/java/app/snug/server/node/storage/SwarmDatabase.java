/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * PostgreSQL behind the nodes of this process. Closing writes what waits; the source stays open.
 */
public final class SwarmDatabase implements AutoCloseable {

    private static final int SWEEP_ROWS = 10_000;

    private final DataSource database;
    private final InstantSource clock;
    private final WriteQueue writes;

    /**
     * @param database with the schema of {@code V3__node.sql}; three connections and more
     */
    public SwarmDatabase(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.writes = new WriteQueue(database, clock);
    }

    /** The messages of the node with this key, kept from its last run. */
    public MessageStore open(Ed25519PublicKey node) throws StorageException {
        String insert = "INSERT INTO swarm_node (ed25519) VALUES (?) ON CONFLICT DO NOTHING";
        String select = "SELECT id FROM swarm_node WHERE ed25519 = ?";
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setBytes(1, node.bytes());
                statement.executeUpdate();
            }
            try (PreparedStatement statement = connection.prepareStatement(select)) {
                statement.setBytes(1, node.bytes());
                try (ResultSet result = statement.executeQuery()) {
                    if (!result.next()) {
                        throw new StorageException("The node has no row");
                    }
                    return new PostgresMessageStore(result.getInt(1), database, writes, clock);
                }
            }
        } catch (SQLException e) {
            throw new StorageException("The store does not open", e);
        }
    }

    /** Deletes what has expired, and deliveries of messages that are gone. */
    public void sweep() throws StorageException {
        String expired =
                """
                DELETE FROM swarm_message WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM swarm_message WHERE expires_at <= ? LIMIT ?))
                """;
        String orphans =
                """
                DELETE FROM swarm_delivery d WHERE NOT EXISTS (
                    SELECT 1 FROM swarm_message m
                    WHERE m.node = d.node AND m.owner = d.owner AND m.hash = d.hash)
                """;
        try (Connection connection = database.getConnection()) {
            int swept;
            do {
                try (PreparedStatement statement = connection.prepareStatement(expired)) {
                    statement.setLong(1, clock.millis());
                    statement.setInt(2, SWEEP_ROWS);
                    swept = statement.executeUpdate();
                }
            } while (swept == SWEEP_ROWS);
            try (PreparedStatement statement = connection.prepareStatement(orphans)) {
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new StorageException("Sweeping failed", e);
        }
    }

    @Override
    public void close() {
        writes.close();
    }
}
