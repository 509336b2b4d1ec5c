/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Which messages an account has deleted, so that no member that missed it brings them back. Anybody
 * can make a key and delete what never was: so many of an account are remembered, first of all
 * those of messages that were here, the newest of them.
 */
final class Deletions {

    /** Of one account; as many as one request may name. */
    static final int MAX = 10_000;

    /** Some are forgotten at once, so that it need not be done for each. */
    private static final int LEFT = MAX - MAX / 10;

    /** Of what one request names that is not here. */
    static final int MAX_UNSEEN = 1_000;

    private static final String REMEMBER =
            """
            INSERT INTO swarm_deletion (node, owner, hash, deleted_at, expires_at, held)
            SELECT ?, ?, hash, ?, ?, ? FROM unnest(?::text[]) AS gone(hash)
            ON CONFLICT (node, owner, hash) DO UPDATE SET
                deleted_at = greatest(swarm_deletion.deleted_at, excluded.deleted_at),
                expires_at = greatest(swarm_deletion.expires_at, excluded.expires_at),
                held = swarm_deletion.held OR excluded.held
            RETURNING xmax = 0
            """;

    private static final String COUNT =
            "SELECT count(*) FROM swarm_deletion WHERE node = ? AND owner = ?";

    private static final String FORGET =
            """
            DELETE FROM swarm_deletion WHERE node = ? AND owner = ? AND hash IN (
                SELECT hash FROM swarm_deletion WHERE node = ? AND owner = ?
                ORDER BY held DESC, deleted_at DESC OFFSET ?)
            """;

    private final Connection connection;
    private final int node;
    private final byte[] owner;

    Deletions(Connection connection, int node, AccountId owner) {
        this.connection = connection;
        this.node = node;
        this.owner = owner.bytes();
    }

    /**
     * @param held whether they were here
     * @return how many more are remembered now
     */
    int remember(List<String> hashes, boolean held, long deletedAt, long expiresAt)
            throws SQLException {
        if (hashes.isEmpty()) {
            return 0;
        }
        int fresh = 0;
        try (PreparedStatement statement = connection.prepareStatement(REMEMBER)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner);
            columns.value(deletedAt);
            columns.value(expiresAt);
            columns.value(held);
            columns.texts(hashes.stream());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    fresh += result.getBoolean(1) ? 1 : 0;
                }
            }
        }
        return fresh;
    }

    /** How many were too many. */
    int trim() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setInt(1, node);
            statement.setBytes(2, owner);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                if (result.getInt(1) <= MAX) {
                    return 0;
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner);
            columns.value(node);
            columns.value(owner);
            columns.value(LEFT);
            return statement.executeUpdate();
        }
    }
}
