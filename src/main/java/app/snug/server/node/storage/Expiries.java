/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Until when messages are kept. */
final class Expiries {

    private static final String READ =
            """
            SELECT hash, expires_at FROM swarm_message
            WHERE node = ? AND owner = ? AND hash = ANY (?) AND expires_at > ?
            """;

    private Expiries() {}

    static SortedMap<String, Long> read(
            Connection connection, int node, AccountId owner, Collection<String> hashes, long now)
            throws SQLException {
        SortedMap<String, Long> expiries = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner.bytes());
            columns.texts(hashes.stream());
            columns.value(now);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    expiries.put(result.getString(1), result.getLong(2));
                }
            }
        }
        return expiries;
    }
}
