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

/** Which subaccounts have lost their rights. The newest 50 of an account are remembered. */
final class Revocations {

    private static final String COUNT =
            """
            SELECT count(*) FROM swarm_revocation
            WHERE node = ? AND owner = ? AND token = ANY (?) AND revoked
            """;

    private static final String WRITE =
            """
            INSERT INTO swarm_revocation (node, owner, token, revoked, changed_at)
            SELECT DISTINCT ?::int4, ?::bytea, token, ?, ?::int8
            FROM unnest(?::bytea[]) AS named(token)
            ON CONFLICT (node, owner, token) DO UPDATE SET
                revoked = excluded.revoked, changed_at = excluded.changed_at
            WHERE swarm_revocation.changed_at <= excluded.changed_at
            """;

    private static final String FORGET =
            """
            DELETE FROM swarm_revocation WHERE node = ? AND owner = ? AND token IN (
                SELECT token FROM swarm_revocation WHERE node = ? AND owner = ? AND revoked = ?
                ORDER BY changed_at DESC, token OFFSET ?)
            """;

    private static final String READ =
            """
            SELECT token FROM swarm_revocation WHERE node = ? AND owner = ? AND revoked
            ORDER BY changed_at, token
            """;

    private final Connection connection;
    private final int node;
    private final Alteration.Revoke change;

    Revocations(Connection connection, int node, Alteration.Revoke change) {
        this.connection = connection;
        this.node = node;
        this.change = change;
    }

    /** How many of the tokens had been revoked before. */
    int write() throws SQLException {
        byte[] owner = change.owner().bytes();
        int before = count(connection, node, change.owner(), change.tokens());
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner);
            columns.value(change.revoked());
            columns.value(change.signedAt());
            columns.bytes(change.tokens().stream());
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner);
            columns.value(node);
            columns.value(owner);
            columns.value(change.revoked());
            columns.value(StorageLimits.MAX_REVOKED_TOKENS);
            statement.executeUpdate();
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
