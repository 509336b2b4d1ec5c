/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.StorageLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which subaccounts have lost their rights. The newest 50 of an account are remembered, and as many
 * that have got them back.
 */
final class Revocations {

    private static final String COUNT =
            """
            SELECT count(*) FROM swarm_revocation
            WHERE node = ? AND owner = ? AND token = ANY (?) AND revoked
            """;

    /** What comes late does not undo what was ordered since. */
    private static final String WRITE =
            """
            WITH before AS (
                SELECT token FROM swarm_revocation
                WHERE node = ? AND owner = ? AND token = ANY (?) AND revoked),
            written AS (
                INSERT INTO swarm_revocation (node, owner, token, revoked, changed_at)
                SELECT ?::int4, ?::bytea, token, ?, ?::int8
                FROM unnest(?::bytea[]) WITH ORDINALITY AS named(token, place)
                GROUP BY token ORDER BY min(place)
                ON CONFLICT (node, owner, token) DO UPDATE SET
                    revoked = excluded.revoked, seq = excluded.seq,
                    changed_at = greatest(swarm_revocation.changed_at, excluded.changed_at)
                WHERE NOT ? OR swarm_revocation.changed_at <= excluded.changed_at
                RETURNING token, xmax = 0 AS fresh)
            SELECT count(before.token), count(*) FILTER (WHERE fresh)
            FROM written LEFT JOIN before USING (token)
            """;

    private static final String FORGET =
            """
            DELETE FROM swarm_revocation WHERE node = ? AND owner = ? AND token IN (
                SELECT token FROM swarm_revocation WHERE node = ? AND owner = ? AND revoked = ?
                ORDER BY changed_at DESC, seq DESC OFFSET ?)
            """;

    private static final String READ =
            """
            SELECT token FROM swarm_revocation WHERE node = ? AND owner = ? AND revoked
            ORDER BY changed_at, seq
            """;

    private final Connection connection;
    private final int node;
    private final Alteration.Revoke change;
    private int added;

    Revocations(Connection connection, int node, Alteration.Revoke change) {
        this.connection = connection;
        this.node = node;
        this.change = change;
    }

    /** How many more there are since {@link #write}. */
    int added() {
        return added;
    }

    /** How many of the tokens changed had been revoked before. */
    int write(Order order) throws SQLException {
        byte[] owner = change.owner().bytes();
        int before;
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner);
            columns.bytes(change.tokens().stream());
            columns.value(node);
            columns.value(owner);
            columns.value(change.revoked());
            columns.value(order.issuedAt());
            columns.bytes(change.tokens().stream());
            columns.value(order.late());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                before = result.getInt(1);
                added = result.getInt(2);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner);
            columns.value(node);
            columns.value(owner);
            columns.value(change.revoked());
            columns.value(StorageLimits.MAX_REVOKED_TOKENS);
            added -= statement.executeUpdate();
        }
        return before;
    }

    static int count(Connection connection, int node, AccountId owner, List<byte[]> tokens)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner.bytes());
            columns.bytes(tokens.stream());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    static List<byte[]> read(Connection connection, int node, AccountId owner) throws SQLException {
        List<byte[]> tokens = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner.bytes());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    tokens.add(result.getBytes(1));
                }
            }
        }
        return tokens;
    }
}
