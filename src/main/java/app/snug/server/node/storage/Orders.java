/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Orders kept for members that have not carried them out. So many of an account: first those that
 * somebody waits for, then those about subaccounts, and the newest of them.
 */
final class Orders {

    /** Of one account. */
    static final int MAX = 1_000;

    /** Of one account's requests, several times the largest that clients send. */
    static final long MAX_BYTES = 2L << 20;

    /** Some are forgotten at once, so that it need not be done for each. */
    private static final int LEFT = MAX - MAX / 10;

    private static final long LEFT_BYTES = MAX_BYTES - MAX_BYTES / 4;

    private static final String KEEP =
            """
            INSERT INTO swarm_order
                (node, digest, owner, request, issued_at, expires_at, peers, due_at, remembered,
                revokes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (node, digest) DO NOTHING
            """;

    private static final String SETTLE =
            "UPDATE swarm_order SET peers = ?, due_at = ? WHERE node = ? AND digest = ?";

    private static final String FORGET =
            """
            DELETE FROM swarm_order
            WHERE node = ? AND digest = ? AND peers = '' AND NOT remembered
            RETURNING octet_length(request)
            """;

    private static final String MEASURE =
            """
            SELECT count(*), sum(octet_length(request)) FROM swarm_order
            WHERE node = ? AND owner = ?
            """;

    private static final String TRIM =
            """
            DELETE FROM swarm_order WHERE node = ? AND id IN (
                SELECT id FROM (
                    SELECT id, row_number() OVER best AS place,
                        sum(octet_length(request)) OVER best AS bytes
                    FROM swarm_order WHERE node = ? AND owner = ?
                    WINDOW best AS (ORDER BY peers <> '' DESC, revokes DESC, id DESC)) AS ranked
                WHERE place > ? OR bytes > ?)
            RETURNING octet_length(request)
            """;

    private static final String DUE =
            """
            SELECT owner, request, issued_at, peers FROM swarm_order
            WHERE node = ? AND due_at <= ? AND expires_at > ? AND peers <> ''
            ORDER BY due_at, id LIMIT ?
            """;

    private Orders() {}

    /** Bytes that this takes. */
    static long keep(Connection connection, Write.Alter write, long expiresAt) throws SQLException {
        Order order = write.order();
        if (order.peers().isEmpty() && !write.change().isRemembered()) {
            return 0;
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
            columns.value(write.change() instanceof Alteration.Revoke);
            if (statement.executeUpdate() == 0) {
                return 0;
            }
        }
        return Usage.ORDER + order.request().length - trim(connection, write);
    }

    private static long trim(Connection connection, Write.Alter write) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MEASURE)) {
            Columns columns = new Columns(connection, statement);
            columns.value(write.node());
            columns.value(write.order().owner().bytes());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                if (result.getInt(1) <= MAX && result.getLong(2) <= MAX_BYTES) {
                    return 0;
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(TRIM)) {
            Columns columns = new Columns(connection, statement);
            columns.value(write.node());
            columns.value(write.node());
            columns.value(write.order().owner().bytes());
            columns.value(LEFT);
            columns.value(LEFT_BYTES);
            return freed(statement);
        }
    }

    private static long freed(PreparedStatement statement) throws SQLException {
        long freed = 0;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                freed += Usage.ORDER + result.getInt(1);
            }
        }
        return freed;
    }

    /** Bytes that this frees. */
    static long settle(Connection connection, Write.SettleOrder write) throws SQLException {
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
            return freed(statement);
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
