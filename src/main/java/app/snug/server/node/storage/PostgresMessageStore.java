/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One node's rows. */
final class PostgresMessageStore implements MessageStore {

    /** A peer that was away is tried again after this long for the first time. */
    private static final long FIRST_RETRY = Duration.ofSeconds(15).toMillis();

    private static final int ROWS = 100;

    private static final String READ =
            """
            SELECT id, hash, sent_at, expires_at, data FROM swarm_message
            WHERE node = ? AND owner = ? AND namespace = ? AND expires_at > ?
              AND id > greatest(?, coalesce((SELECT id FROM swarm_message
                  WHERE node = ? AND owner = ? AND hash = ? AND namespace = ?), 0))
            ORDER BY id LIMIT ?
            """;

    private static final String DUE =
            """
            SELECT m.owner, m.namespace, m.hash, m.sent_at, m.expires_at, m.data, d.peers
            FROM swarm_delivery d
            JOIN swarm_message m ON m.node = d.node AND m.owner = d.owner AND m.hash = d.hash
            WHERE d.node = ? AND d.due_at <= ? AND m.expires_at > ?
            ORDER BY d.due_at LIMIT ?
            """;

    private final int node;
    private final DataSource database;
    private final WriteQueue writes;
    private final InstantSource clock;

    PostgresMessageStore(int node, DataSource database, WriteQueue writes, InstantSource clock) {
        this.node = node;
        this.database = database;
        this.writes = writes;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<StoreOutcome> put(StoredMessage message, Set<Ed25519PublicKey> peers) {
        CompletableFuture<StoreOutcome> done = new CompletableFuture<>();
        long dueAt = clock.millis() + FIRST_RETRY;
        if (!writes.offer(new Write.Insert(node, message, peers, dueAt, done))) {
            done.completeExceptionally(new StorageException("The store is busy or closed"));
        }
        return done;
    }

    @Override
    public Page read(
            AccountId owner,
            Namespace namespace,
            @Nullable MessageHash after,
            int maxCount,
            long maxSize,
            long now)
            throws StorageException {
        List<StoredMessage> taken = new ArrayList<>();
        long size = 0;
        long last = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            while (true) {
                // One row more than wanted tells whether there is more.
                int rows = Math.min(ROWS, maxCount - taken.size() + 1);
                bind(statement, owner, namespace, taken.isEmpty() ? after : null, last, rows, now);
                int seen = 0;
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        seen++;
                        last = result.getLong(1);
                        byte[] data = result.getBytes(5);
                        size += OVERHEAD + data.length * 4L / 3;
                        if (taken.size() == maxCount || (!taken.isEmpty() && size > maxSize)) {
                            return new Page(taken, true);
                        }
                        taken.add(
                                new StoredMessage(
                                        owner,
                                        namespace,
                                        new MessageHash(result.getString(2)),
                                        result.getLong(3),
                                        result.getLong(4),
                                        data));
                    }
                }
                if (seen < rows) {
                    return new Page(taken, false);
                }
            }
        } catch (SQLException e) {
            throw new StorageException("Reading failed", e);
        }
    }

    private void bind(
            PreparedStatement statement,
            AccountId owner,
            Namespace namespace,
            @Nullable MessageHash after,
            long last,
            int rows,
            long now)
            throws SQLException {
        byte[] key = owner.bytes();
        statement.setInt(1, node);
        statement.setBytes(2, key);
        statement.setShort(3, (short) namespace.number());
        statement.setLong(4, now);
        statement.setLong(5, last);
        statement.setInt(6, node);
        statement.setBytes(7, key);
        statement.setString(8, after == null ? "" : after.value());
        statement.setShort(9, (short) namespace.number());
        statement.setInt(10, rows);
    }

    @Override
    public void settle(StoredMessage message, Set<Ed25519PublicKey> missing, long dueAt) {
        // If the queue is full the row stays as it is, and the delivery is only made once more.
        boolean unused = writes.offer(new Write.Settle(node, message, missing, dueAt));
    }

    @Override
    public List<Delivery> due(long now, int limit) throws StorageException {
        List<Delivery> due = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(DUE)) {
            statement.setInt(1, node);
            statement.setLong(2, now);
            statement.setLong(3, now);
            statement.setInt(4, limit);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    StoredMessage message =
                            new StoredMessage(
                                    AccountId.of(result.getBytes(1)),
                                    new Namespace(result.getShort(2)),
                                    new MessageHash(result.getString(3)),
                                    result.getLong(4),
                                    result.getLong(5),
                                    result.getBytes(6));
                    due.add(new Delivery(message, peers(result.getBytes(7))));
                }
            }
        } catch (SQLException e) {
            throw new StorageException("Reading deliveries failed", e);
        }
        return due;
    }

    private static Set<Ed25519PublicKey> peers(byte[] joined) {
        Set<Ed25519PublicKey> peers = new LinkedHashSet<>();
        for (int at = 0; at + Ed25519PublicKey.SIZE <= joined.length; at += Ed25519PublicKey.SIZE) {
            peers.add(
                    Ed25519PublicKey.of(
                            Arrays.copyOfRange(joined, at, at + Ed25519PublicKey.SIZE)));
        }
        return peers;
    }
}
