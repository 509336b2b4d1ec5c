/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.MessageHash;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many writes as a few statements of one transaction. */
final class WriteBatch {

    private static final String INSERT =
            """
            INSERT INTO swarm_message AS m
                (node, owner, namespace, hash, sent_at, expires_at, data)
            SELECT * FROM unnest(?::int4[], ?::bytea[], ?::int2[], ?::text[], ?::int8[], ?::int8[],
                                 ?::bytea[])
            ON CONFLICT (node, owner, hash) DO UPDATE SET
                id = CASE WHEN m.expires_at <= ? THEN excluded.id ELSE m.id END,
                expires_at = greatest(m.expires_at, excluded.expires_at)
            RETURNING node, hash, expires_at, xmax <> 0 AS already
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
            "DELETE FROM swarm_message WHERE node = ? AND owner = ? AND namespace = ? AND hash <> ?";

    /** The hash covers owner and namespace. */
    private record Key(int node, MessageHash hash) {
        static Key of(Write write) {
            return new Key(write.node(), write.message().hash());
        }
    }

    private final long now;
    private final List<Write.Insert> inserts = new ArrayList<>();
    private final Map<Key, Write> deliveries = new LinkedHashMap<>();
    private final Map<Key, StoreOutcome> outcomes = new LinkedHashMap<>();

    WriteBatch(List<Write> writes, long now) {
        this.now = now;
        for (Write write : writes) {
            if (write instanceof Write.Insert insert) {
                inserts.add(insert);
                if (insert.peers().isEmpty()) {
                    continue;
                }
            }
            deliveries.put(Key.of(write), write);
        }
    }

    void execute(Connection connection) throws SQLException {
        Map<Key, StoredMessage> rows = new LinkedHashMap<>();
        for (Write.Insert insert : inserts) {
            Key key = Key.of(insert);
            StoredMessage message = insert.message();
            if (message.namespace().isPublicOutbox()
                    && !replaceOutbox(connection, insert.node(), message, rows)) {
                outcomes.put(key, new StoreOutcome(message.expiry(), false, true));
                deliveries.remove(key);
                continue;
            }
            rows.merge(key, message, (a, b) -> a.expiry() >= b.expiry() ? a : b);
        }
        insert(connection, rows);
        remember(connection);
        forget(connection);
    }

    /** Answers the waiting. Of equal messages in one batch only the first one was new. */
    void succeed() {
        for (Write.Insert insert : inserts) {
            StoreOutcome outcome = outcomes.get(Key.of(insert));
            if (outcome == null) {
                insert.done().completeExceptionally(new StorageException("Not stored"));
                continue;
            }
            insert.done().complete(outcome);
            outcomes.put(
                    Key.of(insert), new StoreOutcome(outcome.expiry(), true, outcome.obsolete()));
        }
    }

    void fail(StorageException why) {
        inserts.forEach(insert -> insert.done().completeExceptionally(why));
    }

    private void insert(Connection connection, Map<Key, StoredMessage> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Collection<StoredMessage> messages = rows.values();
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Columns columns = new Columns(connection, statement);
            columns.integers(rows.keySet().stream().map(Key::node));
            columns.bytes(messages.stream().map(m -> m.owner().bytes()));
            columns.smallints(messages.stream().map(m -> (short) m.namespace().number()));
            columns.texts(messages.stream().map(m -> m.hash().value()));
            columns.longs(messages.stream().map(StoredMessage::timestamp));
            columns.longs(messages.stream().map(StoredMessage::expiry));
            columns.bytes(messages.stream().map(StoredMessage::data));
            columns.value(now);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    outcomes.put(
                            new Key(result.getInt(1), new MessageHash(result.getString(2))),
                            new StoreOutcome(result.getLong(3), result.getBoolean(4), false));
                }
            }
        }
    }

    private void remember(Connection connection) throws SQLException {
        List<Write> kept = deliveries.values().stream().filter(w -> peers(w).length > 0).toList();
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
        List<Write> done = deliveries.values().stream().filter(w -> peers(w).length == 0).toList();
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
            statement.executeUpdate();
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
                outcomes.put(key, new StoreOutcome(gone.expiry(), false, false));
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

    private static byte[] peers(Write write) {
        Collection<Ed25519PublicKey> keys =
                switch (write) {
                    case Write.Insert insert -> insert.peers();
                    case Write.Settle settle -> settle.missing();
                };
        ByteArrayOutputStream joined = new ByteArrayOutputStream(32 * keys.size());
        keys.forEach(key -> joined.writeBytes(key.bytes()));
        return joined.toByteArray();
    }

    private static long dueAt(Write write) {
        return switch (write) {
            case Write.Insert insert -> insert.dueAt();
            case Write.Settle settle -> settle.dueAt();
        };
    }
}
