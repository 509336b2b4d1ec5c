/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SwarmId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** What a node knows of the network's last shape, and the members it is giving everything to. */
public final class HandOffs {

    /**
     * A member being given everything, and how far that has come.
     *
     * @param orderId of the last order given
     * @param owner of the last message given; empty before the first
     */
    public record Job(
            Ed25519PublicKey peer, long orderId, byte[] owner, int namespace, long messageId) {

        /** Whether it is as far as the other, which is for the same member. */
        public boolean isAsFarAs(Job other) {
            return orderId == other.orderId
                    && messageId == other.messageId
                    && namespace == other.namespace
                    && Arrays.equals(owner, other.owner);
        }

        Job afterOrder(long id) {
            return new Job(peer, id, owner, namespace, messageId);
        }
    }

    /**
     * Some of what comes next.
     *
     * @param next the job that comes after it; the same one if everything has been given
     */
    public record Part(List<Order> orders, List<StoredMessage> messages, Job next) {}

    private static final int ROWS = 200;

    private static final String START =
            """
            INSERT INTO swarm_handoff (node, peer, due_at)
            SELECT ?, peer, 0 FROM unnest(?::bytea[]) AS named(peer)
            ON CONFLICT (node, peer) DO UPDATE SET
                order_id = 0, owner = '', namespace = 0, message_id = 0, due_at = 0
            """;

    private static final String DUE =
            """
            SELECT peer, order_id, owner, namespace, message_id FROM swarm_handoff
            WHERE node = ? AND due_at <= ? ORDER BY due_at
            """;

    private static final String ADVANCE =
            """
            UPDATE swarm_handoff SET
                order_id = ?, owner = ?, namespace = ?, message_id = ?, due_at = ?
            WHERE node = ? AND peer = ?
            """;

    private static final String ORDERS =
            """
            SELECT id, owner, request, issued_at FROM swarm_order
            WHERE node = ? AND id > ? AND expires_at > ? AND remembered ORDER BY id LIMIT ?
            """;

    private static final String MESSAGES =
            """
            SELECT owner, namespace, hash, sent_at, expires_at, stored_at, changed_at, data, id
            FROM swarm_message
            WHERE node = ? AND (owner, namespace, id) > (?, ?, ?) AND expires_at > ?
            ORDER BY owner, namespace, id LIMIT ?
            """;

    private static final String UNDELIVERED =
            """
            SELECT owner FROM swarm_delivery WHERE node = ?
            UNION SELECT owner FROM swarm_order WHERE node = ? AND peers <> ''
            """;

    private final int node;
    private final DataSource database;

    HandOffs(int node, DataSource database) {
        this.node = node;
        this.database = database;
    }

    /** Members and their swarms when {@link #know} was called last; empty if it never was. */
    public Map<Ed25519PublicKey, SwarmId> known() throws StorageException {
        Map<Ed25519PublicKey, SwarmId> known = new LinkedHashMap<>();
        String sql = "SELECT member, swarm FROM swarm_known WHERE node = ?";
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setInt(1, node);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        known.put(
                                Ed25519PublicKey.of(result.getBytes(1)),
                                new SwarmId(result.getLong(2)));
                    }
                }
            }
            return known;
        });
    }

    /**
     * From now on the network looks like this, and these are to be given everything: both or
     * neither.
     */
    public void know(Map<Ed25519PublicKey, SwarmId> network, Collection<Ed25519PublicKey> newcomers)
            throws StorageException {
        String forget = "DELETE FROM swarm_known WHERE node = ?";
        String remember =
                """
                INSERT INTO swarm_known (node, member, swarm)
                SELECT ?, * FROM unnest(?::bytea[], ?::int8[])
                """;
        with(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement old = connection.prepareStatement(forget);
                    PreparedStatement fresh = connection.prepareStatement(remember)) {
                old.setInt(1, node);
                old.executeUpdate();
                Columns columns = new Columns(connection, fresh);
                columns.value(node);
                columns.bytes(network.keySet().stream().map(Ed25519PublicKey::bytes));
                columns.longs(network.values().stream().map(SwarmId::value));
                fresh.executeUpdate();
                start(connection, newcomers);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
            return true;
        });
    }

    /** These are to be given everything, from the beginning. */
    public void start(Collection<Ed25519PublicKey> peers) throws StorageException {
        with(connection -> {
            start(connection, peers);
            return true;
        });
    }

    private void start(Connection connection, Collection<Ed25519PublicKey> peers)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(START)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.bytes(peers.stream().map(Ed25519PublicKey::bytes));
            statement.executeUpdate();
        }
    }

    /** Accounts of which some members do not have yet what is here. */
    public Set<AccountId> undelivered() throws StorageException {
        Set<AccountId> owners = new HashSet<>();
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(UNDELIVERED)) {
                statement.setInt(1, node);
                statement.setInt(2, node);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        owners.add(AccountId.of(result.getBytes(1)));
                    }
                }
            }
            return owners;
        });
    }

    public List<Job> due(long now) throws StorageException {
        List<Job> due = new ArrayList<>();
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DUE)) {
                statement.setInt(1, node);
                statement.setLong(2, now);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        due.add(
                                new Job(
                                        Ed25519PublicKey.of(result.getBytes(1)),
                                        result.getLong(2),
                                        result.getBytes(3),
                                        result.getInt(4),
                                        result.getLong(5)));
                    }
                }
            }
            return due;
        });
    }

    /**
     * What comes next in a job: deletions before the messages, so that nothing comes back.
     *
     * @param belongs whose accounts the member keeps
     */
    public Part next(Job job, Predicate<AccountId> belongs, long now) throws StorageException {
        return with(connection -> {
            Part orders = orders(connection, job, belongs, now);
            return orders.next().isAsFarAs(job) ? messages(connection, job, belongs, now) : orders;
        });
    }

    private Part orders(Connection connection, Job job, Predicate<AccountId> belongs, long now)
            throws SQLException {
        List<Order> orders = new ArrayList<>();
        Job next = job;
        try (PreparedStatement statement = connection.prepareStatement(ORDERS)) {
            statement.setInt(1, node);
            statement.setLong(2, job.orderId());
            statement.setLong(3, now);
            statement.setInt(4, ROWS);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    next = next.afterOrder(result.getLong(1));
                    AccountId owner = AccountId.of(result.getBytes(2));
                    if (belongs.test(owner)) {
                        orders.add(
                                new Order(
                                        owner,
                                        result.getBytes(3),
                                        result.getLong(4),
                                        true,
                                        Set.of(job.peer())));
                    }
                }
            }
        }
        return new Part(orders, List.of(), next);
    }

    private Part messages(Connection connection, Job job, Predicate<AccountId> belongs, long now)
            throws SQLException {
        List<StoredMessage> messages = new ArrayList<>();
        Job next = job;
        try (PreparedStatement statement = connection.prepareStatement(MESSAGES)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(job.owner());
            columns.value(job.namespace());
            columns.value(job.messageId());
            columns.value(now);
            columns.value(ROWS);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    AccountId owner = AccountId.of(result.getBytes(1));
                    int namespace = result.getInt(2);
                    next =
                            new Job(
                                    job.peer(),
                                    job.orderId(),
                                    owner.bytes(),
                                    namespace,
                                    result.getLong(9));
                    if (!belongs.test(owner)) {
                        continue;
                    }
                    messages.add(
                            new StoredMessage(
                                    owner,
                                    new Namespace(namespace),
                                    new MessageHash(result.getString(3)),
                                    result.getLong(4),
                                    result.getLong(5),
                                    result.getLong(6),
                                    result.getLong(7),
                                    result.getBytes(8)));
                }
            }
        }
        return new Part(List.of(), messages, next);
    }

    /** Goes on there, not before that time. */
    public void advance(Job job, long dueAt) throws StorageException {
        with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
                Columns columns = new Columns(connection, statement);
                columns.value(job.orderId());
                columns.value(job.owner());
                columns.value(job.namespace());
                columns.value(job.messageId());
                columns.value(dueAt);
                columns.value(node);
                columns.value(job.peer().bytes());
                statement.executeUpdate();
            }
            return true;
        });
    }

    /** Everything has been given, or there is nobody any more to give it to. */
    public void finish(Ed25519PublicKey peer) throws StorageException {
        execute("DELETE FROM swarm_handoff WHERE node = ? AND peer = ?", peer);
    }

    /** The member is there again: what waits for it is due now. */
    public void hurry(Ed25519PublicKey peer) throws StorageException {
        for (String table : List.of("swarm_delivery", "swarm_order")) {
            execute(
                    "UPDATE "
                            + table
                            + " SET due_at = 0 WHERE node = ? AND position(? IN peers) > 0",
                    peer);
        }
        execute("UPDATE swarm_handoff SET due_at = 0 WHERE node = ? AND peer = ?", peer);
    }

    private void execute(String sql, Ed25519PublicKey peer) throws StorageException {
        with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setInt(1, node);
                statement.setBytes(2, peer.bytes());
                return statement.executeUpdate();
            }
        });
    }

    private interface Action<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T with(Action<T> action) throws StorageException {
        try (Connection connection = database.getConnection()) {
            return action.run(connection);
        } catch (SQLException e) {
            throw new StorageException("Hand-off failed", e);
        }
    }
}
