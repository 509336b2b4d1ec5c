/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Orders kept for members that have not carried them out. */
final class Orders {

    private static final String KEEP =
            """
            INSERT INTO swarm_order
                (node, digest, owner, request, issued_at, expires_at, peers, due_at, remembered)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (node, digest) DO NOTHING
            """;

    private static final String SETTLE =
            "UPDATE swarm_order SET peers = ?, due_at = ? WHERE node = ? AND digest = ?";

    private static final String FORGET =
            """
            DELETE FROM swarm_order
            WHERE node = ? AND digest = ? AND peers = '' AND NOT remembered
            """;

    private static final String DUE =
            """
            SELECT owner, request, issued_at, peers FROM swarm_order
            WHERE node = ? AND due_at <= ? AND expires_at > ? AND peers <> ''
            ORDER BY due_at, id LIMIT ?
            """;

    private Orders() {}

    static void keep(Connection connection, Write.Alter write, long expiresAt) throws SQLException {
        Order order = write.order();
        if (order.peers().isEmpty() && !write.change().isRemembered()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
            Columns columns = new Columns(connection, statement);
            columns.value(write.node());
            columns.value(order.digest());
            columns.value(order.owner().bytes());
            columns.value(order.request());
            columns.value(order.issuedAt());
            columns.value(expiresAt);
            columns.value(PeerKeys.join(order.peers()));
            columns.value(write.dueAt());
            columns.value(write.change().isRemembered());
            statement.executeUpdate();
        }
    }

    static void settle(Connection connection, Write.SettleOrder write) throws SQLException {
        Order order = write.order();
        try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
            Columns columns = new Columns(connection, statement);
            columns.value(PeerKeys.join(order.peers()));
            columns.value(write.dueAt());
            columns.value(write.node());
            columns.value(order.digest());
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            Columns columns = new Columns(connection, statement);
            columns.value(write.node());
            columns.value(order.digest());
            statement.executeUpdate();
        }
    }

    static List<Order> due(Connection connection, int node, long now, int limit)
            throws SQLException {
        List<Order> due = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(now);
            columns.value(now);
            columns.value(limit);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    due.add(
                            new Order(
                                    AccountId.of(result.getBytes(1)),
                                    result.getBytes(2),
                                    result.getLong(3),
                                    true,
                                    PeerKeys.split(result.getBytes(4))));
                }
            }
        }
        return due;
    }
}
