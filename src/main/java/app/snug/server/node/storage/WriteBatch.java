/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.MessageHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Many writes as a few statements of one transaction. */
final class WriteBatch implements Work {

    private static final String INSERT =
            """
            INSERT INTO swarm_message AS m
                (node, owner, namespace, hash, sent_at, expires_at, stored_at, changed_at, data)
            SELECT * FROM unnest(?::int4[], ?::bytea[], ?::int2[], ?::text[], ?::int8[], ?::int8[],
                                 ?::int8[], ?::int8[], ?::bytea[])
            ON CONFLICT (node, owner, hash) DO UPDATE SET
                id = CASE WHEN m.expires_at <= ? THEN excluded.id ELSE m.id END,
                stored_at = greatest(m.stored_at, excluded.stored_at),
                %s
            RETURNING node, hash, expires_at, xmax <> 0 AS already
            """;

    /** A client storing it again may only have it kept longer. */
    private static final String STORED =
            INSERT.formatted(
                    """
                    changed_at = CASE WHEN excluded.expires_at > m.expires_at
                        THEN excluded.changed_at ELSE m.changed_at END,
                    expires_at = greatest(m.expires_at, excluded.expires_at)\
                    """);

    /**
     * Members may only have it kept longer too, unless its owner has said since how long. What the
     * owner says comes with its own signature, and counts as a change then.
     */
    private static final String HANDED_ON =
            INSERT.formatted(
                    """
                    expires_at = CASE WHEN m.changed_at > greatest(m.stored_at, excluded.stored_at)
                        THEN m.expires_at ELSE greatest(m.expires_at, excluded.expires_at) END\
                    """);

    private static final String DELETED =
            """
            SELECT r.node, r.hash
            FROM unnest(?::int4[], ?::bytea[], ?::text[], ?::int4[], ?::int8[], ?::int8[])
                AS r(node, owner, hash, namespace, sent_at, stored_at)
            WHERE EXISTS (
                SELECT 1 FROM swarm_deletion d
                WHERE d.node = r.node AND d.owner = r.owner AND d.hash = r.hash
                  AND d.deleted_at >= r.stored_at)
            OR EXISTS (
                SELECT 1 FROM swarm_cut c
                WHERE c.node = r.node AND c.owner = r.owner
                  AND c.namespace IN (r.namespace, 32768)
                  AND c.sent_until >= r.sent_at AND c.deleted_at >= r.stored_at)
            """;

    private static final String REMEMBER =
            """
            INSERT INTO swarm_delivery (node, owner, hash, peers, due_at)
            SELECT * FROM unnest(?::int4[], ?::bytea[], ?::text[], ?::bytea[], ?::int8[])
            ON CONFLICT (node, owner, hash) DO UPDATE SET
                peers = excluded.peers, due_at = excluded.due_at
            """;

    private static final String FORGET =
            """
            DELETE FROM swarm_delivery d
            USING unnest(?::int4[], ?::bytea[], ?::text[]) AS done(node, owner, hash)
            WHERE d.node = done.node AND d.owner = done.owner AND d.hash = done.hash
            """;

    private static final String OUTBOX =
            """
            SELECT 1 FROM swarm_message
            WHERE node = ? AND owner = ? AND namespace = ? AND hash <> ? AND sent_at > ?
              AND expires_at > ?
            LIMIT 1
            """;

    private static final String REPLACE =
            "DELETE FROM swarm_message WHERE node = ? AND owner = ? AND namespace = ? AND hash <> ?"
                    + " RETURNING octet_length(data)";

    /** The hash covers owner and namespace. */
    private record Key(int node, MessageHash hash) {
        static Key of(Write.OfMessage write) {
            return new Key(write.node(), write.message().hash());
        }
    }

    private static final String THERE =
            "SELECT 1 FROM swarm_message WHERE node = ? AND owner = ? AND hash = ?";

    private final List<Write.OfMessage> writes;
    private final Arrivals arrivals;
    private final Usage usage;
    private final long now;
    private final List<Write.Insert> inserts = new ArrayList<>();
    private final Map<Key, Write.OfMessage> deliveries = new LinkedHashMap<>();
    private final Map<Key, StoreOutcome> outcomes = new LinkedHashMap<>();

    WriteBatch(List<Write.OfMessage> writes, Arrivals arrivals, Usage usage, long now) {
        this.writes = writes;
        this.arrivals = arrivals;
        this.usage = usage;
        this.now = now;
        for (Write.OfMessage write : writes) {
            if (write instanceof Write.Insert insert) {
                inserts.add(insert);
                if (insert.peers().isEmpty()) {
                    continue;
                }
            }
            deliveries.put(Key.of(write), write);
        }
    }

    @Override
    public List<Work> pieces() {
        return writes.stream()
                .<Work>map(write -> new WriteBatch(List.of(write), arrivals, usage, now))
                .toList();
    }

    @Override
    public void execute(Connection connection) throws SQLException {
        outcomes.clear();
        usage.prepare(connection, inserts);
        Set<Key> deleted = deleted(connection);
        Map<Key, StoredMessage> stored = new LinkedHashMap<>();
        Map<Key, StoredMessage> handedOn = new LinkedHashMap<>();
        for (Write.Insert insert : inserts) {
            Key key = Key.of(insert);
            StoredMessage message = insert.message();
            if (insert.source() != Write.Source.CLIENT && deleted.contains(key)) {
                outcomes.put(key, new StoreOutcome(message.expiry(), StoreOutcome.Kind.KNOWN));
                continue;
            }
            StoreOutcome.@Nullable Kind full = usage.full(insert);
            if (full != null && !isThere(connection, insert)) {
                outcomes.put(key, new StoreOutcome(message.expiry(), full));
                deliveries.remove(key);
                continue;
            }
            Map<Key, StoredMessage> rows =
                    insert.source() == Write.Source.HANDED_ON ? handedOn : stored;
            if (message.namespace().isPublicOutbox()
                    && !replaceOutbox(connection, insert.node(), message, rows)) {
                outcomes.put(key, new StoreOutcome(message.expiry(), StoreOutcome.Kind.OBSOLETE));
                deliveries.remove(key);
                continue;
            }
            rows.merge(key, message, (a, b) -> a.expiry() >= b.expiry() ? a : b);
        }
        insert(connection, STORED, stored);
        insert(connection, HANDED_ON, handedOn);
        remember(connection);
        forget(connection);
    }

    /** Messages brought by other members that were deleted after they had been stored. */
    private Set<Key> deleted(Connection connection) throws SQLException {
        List<Write.Insert> offered =
                inserts.stream().filter(write -> write.source() != Write.Source.CLIENT).toList();
        Set<Key> deleted = new HashSet<>();
        if (offered.isEmpty()) {
            return deleted;
        }
        try (PreparedStatement statement = connection.prepareStatement(DELETED)) {
            Columns columns = new Columns(connection, statement);
            columns.integers(offered.stream().map(Write::node));
            columns.bytes(offered.stream().map(w -> w.message().owner().bytes()));
            columns.texts(offered.stream().map(w -> w.message().hash().value()));
            columns.integers(offered.stream().map(w -> w.message().namespace().number()));
            columns.longs(offered.stream().map(w -> w.message().timestamp()));
            // A client may delete and store again within a millisecond.
            columns.longs(
                    offered.stream()
                            .map(w ->
                                    w.message().storedAt()
                                            + (w.source() == Write.Source.FORWARDED ? 1 : 0)));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    deleted.add(new Key(result.getInt(1), new MessageHash(result.getString(2))));
                }
            }
        }
        return deleted;
    }

    /** Answers the waiting. Of equal messages in one batch only the first one was new. */
    @Override
    public void succeed() {
        for (Write.Insert insert : inserts) {
            StoreOutcome outcome = outcomes.get(Key.of(insert));
            if (outcome == null) {
                insert.done().completeExceptionally(new StorageException("Not stored"));
                continue;
            }
            insert.done().complete(outcome);
            if (outcome.kind() == StoreOutcome.Kind.NEW) {
                usage.added(insert.node(), insert.message());
                arrivals.arrived(insert.node(), insert.message());
                outcomes.put(
                        Key.of(insert),
                        new StoreOutcome(outcome.expiry(), StoreOutcome.Kind.KNOWN));
            }
        }
    }

    @Override
    public void fail(StorageException why) {
        for (Write.Insert insert : inserts) {
            if (why.isDiskFull()) {
                insert.done()
                        .complete(
                                new StoreOutcome(
                                        insert.message().expiry(), StoreOutcome.Kind.NODE_FULL));
            } else {
                insert.done().completeExceptionally(why);
            }
        }
    }

    @Override
    public void changed(ReadCache cache) {
        inserts.forEach(insert -> cache.changed(insert.node(), insert.message().owner()));
    }

    private static boolean isThere(Connection connection, Write.Insert insert) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(THERE)) {
            statement.setInt(1, insert.node());
            statement.setBytes(2, insert.message().owner().bytes());
            statement.setString(3, insert.message().hash().value());
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    private void insert(Connection connection, String sql, Map<Key, StoredMessage> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Collection<StoredMessage> messages = rows.values();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Columns columns = new Columns(connection, statement);
            columns.integers(rows.keySet().stream().map(Key::node));
            columns.bytes(messages.stream().map(m -> m.owner().bytes()));
            columns.smallints(messages.stream().map(m -> (short) m.namespace().number()));
            columns.texts(messages.stream().map(m -> m.hash().value()));
            columns.longs(messages.stream().map(StoredMessage::timestamp));
            columns.longs(messages.stream().map(StoredMessage::expiry));
            columns.longs(messages.stream().map(StoredMessage::storedAt));
            columns.longs(messages.stream().map(StoredMessage::changedAt));
            columns.bytes(messages.stream().map(StoredMessage::data));
            columns.value(now);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    outcomes.put(
                            new Key(result.getInt(1), new MessageHash(result.getString(2))),
                            new StoreOutcome(
                                    result.getLong(3),
                                    result.getBoolean(4)
                                            ? StoreOutcome.Kind.KNOWN
                                            : StoreOutcome.Kind.NEW));
                }
            }
        }
    }

    private void remember(Connection connection) throws SQLException {
        List<Write.OfMessage> kept =
                deliveries.values().stream().filter(w -> peers(w).length > 0).toList();
        if (kept.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(REMEMBER)) {
            Columns columns = new Columns(connection, statement);
            columns.integers(kept.stream().map(Write::node));
            columns.bytes(kept.stream().map(w -> w.message().owner().bytes()));
            columns.texts(kept.stream().map(w -> w.message().hash().value()));
            columns.bytes(kept.stream().map(WriteBatch::peers));
            columns.longs(kept.stream().map(WriteBatch::dueAt));
            statement.executeUpdate();
        }
    }

    private void forget(Connection connection) throws SQLException {
        List<Write.OfMessage> done =
                deliveries.values().stream().filter(w -> peers(w).length == 0).toList();
        if (done.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            Columns columns = new Columns(connection, statement);
            columns.integers(done.stream().map(Write::node));
            columns.bytes(done.stream().map(w -> w.message().owner().bytes()));
            columns.texts(done.stream().map(w -> w.message().hash().value()));
            statement.executeUpdate();
        }
    }

    /**
     * A public outbox holds one message, the newest; of equally old ones the later stored.
     *
     * @return false if a newer one is there
     */
    private boolean replaceOutbox(
            Connection connection, int node, StoredMessage message, Map<Key, StoredMessage> rows)
            throws SQLException {
        boolean newerInBatch =
                rows.entrySet().stream()
                        .anyMatch(row ->
                                sameBox(row, node, message)
                                        && row.getValue().timestamp() > message.timestamp());
        if (newerInBatch) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(OUTBOX)) {
            box(statement, node, message);
            statement.setLong(5, message.timestamp());
            statement.setLong(6, now);
            try (ResultSet result = statement.executeQuery()) {
                if (result.next()) {
                    return false;
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(REPLACE)) {
            box(statement, node, message);
            long bytes = 0;
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    bytes += result.getInt(1);
                }
            }
            usage.removed(node, message.owner(), bytes);
        }
        List<Key> replaced =
                rows.entrySet().stream()
                        .filter(row -> sameBox(row, node, message))
                        .filter(row -> !row.getValue().hash().equals(message.hash()))
                        .map(Map.Entry::getKey)
                        .toList();
        for (Key key : replaced) {
            StoredMessage gone = rows.remove(key);
            if (gone != null) {
                outcomes.put(key, new StoreOutcome(gone.expiry(), StoreOutcome.Kind.NEW));
                deliveries.remove(key);
            }
        }
        return true;
    }

    private static boolean sameBox(Map.Entry<Key, StoredMessage> row, int node, StoredMessage m) {
        return row.getKey().node() == node
                && row.getValue().owner().equals(m.owner())
                && row.getValue().namespace().equals(m.namespace());
    }

    private static void box(PreparedStatement statement, int node, StoredMessage message)
            throws SQLException {
        statement.setInt(1, node);
        statement.setBytes(2, message.owner().bytes());
        statement.setShort(3, (short) message.namespace().number());
        statement.setString(4, message.hash().value());
    }

    private static byte[] peers(Write.OfMessage write) {
        Collection<Ed25519PublicKey> keys =
                switch (write) {
                    case Write.Insert insert -> insert.peers();
                    case Write.Settle settle -> settle.missing();
                };
        return PeerKeys.join(keys);
    }

    private static long dueAt(Write.OfMessage write) {
        return switch (write) {
            case Write.Insert insert -> insert.dueAt();
            case Write.Settle settle -> settle.dueAt();
        };
    }
}
