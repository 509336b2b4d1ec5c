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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
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
            SELECT id, hash, sent_at, expires_at, data, stored_at, changed_at FROM swarm_message
            WHERE node = ? AND owner = ? AND namespace = ? AND expires_at > ? AND id > ?
            ORDER BY id LIMIT ?
            """;

    private static final String PLACE =
            "SELECT id FROM swarm_message WHERE node = ? AND owner = ? AND hash = ? AND namespace ="
                    + " ?";

    private static final String DUE =
            """
            SELECT m.owner, m.namespace, m.hash, m.sent_at, m.expires_at, m.data, d.peers,
                m.stored_at, m.changed_at
            FROM swarm_delivery d
            JOIN swarm_message m ON m.node = d.node AND m.owner = d.owner AND m.hash = d.hash
            WHERE d.node = ? AND d.due_at <= ? AND m.expires_at > ?
            ORDER BY d.due_at LIMIT ?
            """;

    private final int node;
    private final DataSource database;
    private final WriteQueue writes;
    private final InstantSource clock;
    private final Gaps gaps;
    private final Ahead ahead = new Ahead();

    PostgresMessageStore(
            int node, DataSource database, WriteQueue writes, InstantSource clock, Gaps gaps) {
        this.node = node;
        this.database = database;
        this.writes = writes;
        this.clock = clock;
        this.gaps = gaps;
    }

    @Override
    public CompletableFuture<StoreOutcome> put(StoredMessage message, Set<Ed25519PublicKey> peers) {
        return insert(message, Write.Source.CLIENT, peers);
    }

    @Override
    public CompletableFuture<StoreOutcome> putForwarded(StoredMessage message) {
        return insert(message, Write.Source.FORWARDED, Set.of());
    }

    @Override
    public CompletableFuture<StoreOutcome> takeOver(StoredMessage message) {
        return insert(message, Write.Source.HANDED_ON, Set.of());
    }

    private CompletableFuture<StoreOutcome> insert(
            StoredMessage message, Write.Source source, Set<Ed25519PublicKey> peers) {
        long now = clock.millis();
        ahead.stored(message.owner(), message.storedAt(), now);
        CompletableFuture<StoreOutcome> done = new CompletableFuture<>();
        CompletableFuture<StoreOutcome> noted =
                done.whenComplete((outcome, failure) -> note(outcome, source));
        offer(new Write.Insert(node, message, source, peers, now + FIRST_RETRY, done));
        return noted;
    }

    /** What there was no room for another member brings again, unless it came from a client. */
    private void note(@Nullable StoreOutcome outcome, Write.Source source) {
        if (outcome == null) {
            gaps.open();
        } else if (outcome.kind() == StoreOutcome.Kind.NEW) {
            gaps.room();
        } else if (outcome.kind() == StoreOutcome.Kind.NODE_FULL && source == Write.Source.CLIENT) {
            gaps.noRoom();
        }
    }

    @Override
    public CompletableFuture<Altered> alter(Alteration change, Order order) {
        long now = clock.millis();
        ahead.ordered(order.owner(), order.issuedAt(), now);
        CompletableFuture<Altered> done = new CompletableFuture<>();
        CompletableFuture<Altered> noted =
                done.whenComplete((altered, failure) -> {
                    if (failure instanceof StorageException why && why.isDiskFull()) {
                        gaps.noRoom();
                    } else if (failure != null) {
                        gaps.open();
                    }
                });
        offer(new Write.Alter(node, change, order, now + FIRST_RETRY, done));
        return noted;
    }

    @Override
    public long storing(AccountId owner, long now) {
        return ahead.storing(owner, now);
    }

    @Override
    public long ordering(AccountId owner, long now) {
        return ahead.ordering(owner, now);
    }

    private void offer(Write write) {
        if (!writes.offer(write)) {
            write.fail(new StorageException("The store is busy or closed"));
        }
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
        long version = writes.cache().version(node, owner);
        List<StoredMessage> known = writes.cache().read(node, owner, namespace, after);
        if (known != null) {
            return page(known, maxCount, maxSize, now);
        }
        Page page = readDatabase(owner, namespace, after, maxCount, maxSize, now);
        if (!page.more()) {
            writes.cache().keep(node, owner, namespace, after, page.messages(), version);
        }
        return page;
    }

    private static Page page(List<StoredMessage> messages, int maxCount, long maxSize, long now) {
        List<StoredMessage> taken = new ArrayList<>();
        long size = 0;
        for (StoredMessage message : messages) {
            if (message.expiry() <= now) {
                continue;
            }
            size += OVERHEAD + message.data().length * 4L / 3;
            if (taken.size() == maxCount || (!taken.isEmpty() && size > maxSize)) {
                return new Page(taken, true);
            }
            taken.add(message);
        }
        return new Page(taken, false);
    }

    private Page readDatabase(
            AccountId owner,
            Namespace namespace,
            @Nullable MessageHash after,
            int maxCount,
            long maxSize,
            long now)
            throws StorageException {
        List<StoredMessage> taken = new ArrayList<>();
        long size = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            long last = after == null ? 0 : place(connection, owner, namespace, after);
            while (true) {
                // One row more than wanted tells whether there is more.
                int rows = Math.min(ROWS, maxCount - taken.size() + 1);
                bind(statement, owner, namespace, last, rows, now);
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
                                        result.getLong(6),
                                        result.getLong(7),
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

    /** Of a message that the reader has; 0 if it is not there. */
    private long place(
            Connection connection, AccountId owner, Namespace namespace, MessageHash hash)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PLACE)) {
            Columns columns = new Columns(connection, statement);
            columns.value(node);
            columns.value(owner.bytes());
            columns.value(hash.value());
            columns.value(namespace.number());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    private void bind(
            PreparedStatement statement,
            AccountId owner,
            Namespace namespace,
            long last,
            int rows,
            long now)
            throws SQLException {
        statement.setInt(1, node);
        statement.setBytes(2, owner.bytes());
        statement.setShort(3, (short) namespace.number());
        statement.setLong(4, now);
        statement.setLong(5, last);
        statement.setInt(6, rows);
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
                                    result.getLong(8),
                                    result.getLong(9),
                                    result.getBytes(6));
                    due.add(new Delivery(message, PeerKeys.split(result.getBytes(7))));
                }
            }
        } catch (SQLException e) {
            throw new StorageException("Reading deliveries failed", e);
        }
        return due;
    }

    @Override
    public void settle(Order order, long dueAt) {
        boolean unused = writes.offer(new Write.SettleOrder(node, order, dueAt));
    }

    @Override
    public List<Order> dueOrders(long now, int limit) throws StorageException {
        return query(connection -> Orders.due(connection, node, now, limit));
    }

    @Override
    public SortedMap<String, Long> expiries(
            AccountId owner, Collection<MessageHash> hashes, long now) throws StorageException {
        List<String> names = hashes.stream().map(MessageHash::value).toList();
        return query(connection -> Expiries.read(connection, node, owner, names, now));
    }

    @Override
    public boolean isRevoked(AccountId owner, byte[] token) throws StorageException {
        return query(connection -> Revocations.count(connection, node, owner, List.of(token)) > 0);
    }

    @Override
    public List<byte[]> revoked(AccountId owner) throws StorageException {
        return query(connection -> Revocations.read(connection, node, owner));
    }

    @Override
    public Watch watch(AccountId owner, Collection<Namespace> namespaces, Runnable news) {
        return writes.arrivals().watch(node, owner, namespaces, news);
    }

    @Override
    public Gaps gaps() {
        return gaps;
    }

    @Override
    public long bytes() {
        return writes.usage().bytes(node);
    }

    @Override
    public HandOffs handOffs() {
        return new HandOffs(node, database);
    }

    private interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T query(Query<T> query) throws StorageException {
        try (Connection connection = database.getConnection()) {
            return query.run(connection);
        } catch (SQLException e) {
            throw new StorageException("Reading failed", e);
        }
    }
}
