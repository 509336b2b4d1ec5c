/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.StorageLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out one alteration, and keeps the order for those who have not done so yet. */
final class AlterationWork implements Work {

    /** No copy anywhere lives longer. */
    private static final long MEMORY =
            StorageLimits.MAX_TIME_TO_LIVE_PRIVATE
                    .plus(StorageLimits.FORWARDED_SIGNATURE_TOLERANCE)
                    .toMillis();

    private static final int MAX_CUTS = 50;
    private static final int ALL = 32_768;

    private static final String DELETE =
            """
            DELETE FROM swarm_message
            WHERE node = ? AND owner = ? AND hash = ANY (?) AND stored_at <= ?
            RETURNING namespace, hash, expires_at, octet_length(data)
            """;

    private static final String DELETE_UNTIL =
            """
            DELETE FROM swarm_message
            WHERE node = ? AND owner = ? AND (? = 32768 OR namespace = ?) AND sent_at <= ?
              AND stored_at <= ?
            RETURNING namespace, hash, expires_at, octet_length(data)
            """;

    private static final String FORGET_CUTS =
            """
            DELETE FROM swarm_cut
            WHERE node = ? AND owner = ? AND (
                ((? = 32768 OR namespace = ?) AND sent_until <= ? AND deleted_at <= ?)
                OR (namespace, sent_until) IN (
                    SELECT namespace, sent_until FROM swarm_cut WHERE node = ? AND owner = ?
                    ORDER BY deleted_at DESC OFFSET ?))
            """;

    private static final String CUT =
            """
            INSERT INTO swarm_cut (node, owner, namespace, sent_until, deleted_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (node, owner, namespace, sent_until) DO UPDATE SET
                deleted_at = greatest(swarm_cut.deleted_at, excluded.deleted_at),
                expires_at = greatest(swarm_cut.expires_at, excluded.expires_at)
            """;

    private static final String EXPIRE =
            """
            UPDATE swarm_message AS m SET expires_at = c.expiry, changed_at = ?
            FROM unnest(?::text[], ?::int8[]) AS c(hash, expiry)
            WHERE m.node = ? AND m.owner = ? AND m.hash = c.hash AND m.expires_at > ?
              AND m.stored_at <= ? AND %s
            RETURNING m.namespace, m.hash, m.expires_at
            """;

    private static final String EXPIRE_ALL =
            """
            UPDATE swarm_message SET expires_at = ?, changed_at = ?
            WHERE node = ? AND owner = ? AND (? = 32768 OR namespace = ?) AND expires_at > ?
              AND expires_at > ? AND stored_at <= ?
            RETURNING namespace, hash, expires_at
            """;

    private static final String ANY_MESSAGE =
            "SELECT 1 FROM swarm_message WHERE node = ? AND owner = ? LIMIT 1";

    private final Write.Alter write;
    private final Usage usage;
    private final long now;

    /** Messages stored later stay as they are. */
    private final long until;

    private final long at;
    private final byte[] owner;
    private Altered altered = Altered.nothing();
    private long freed;
    private long remembered;

    AlterationWork(Write.Alter write, Usage usage, long now) {
        this.write = write;
        this.usage = usage;
        this.now = now;
        // What is not named one by one is what was there when the client asked: a member that is
        // slow, or comes late, must not take what was stored since.
        boolean named =
                write.change() instanceof Alteration.Delete
                        || write.change() instanceof Alteration.Expire;
        this.at = write.order().issuedAt();
        this.until = named && !write.order().late() ? Long.MAX_VALUE : at;
        this.owner = write.change().owner().bytes();
    }

    @Override
    public void execute(Connection connection) throws SQLException {
        altered = Altered.nothing();
        freed = 0;
        remembered = 0;
        usage.count(connection);
        boolean room = usage.hasMemory(write.node());
        switch (write.change()) {
            case Alteration.Delete delete -> delete(connection, delete.hashes(), room);
            case Alteration.DeleteUntil delete ->
                    deleteUntil(connection, number(delete.namespace()), delete.sentUntil(), room);
            case Alteration.Expire expire -> expire(connection, expire);
            case Alteration.ExpireAll expire ->
                    expireAll(connection, number(expire.namespace()), expire.expiry());
            case Alteration.Revoke revoke -> {
                room |= hasMessages(connection);
                if (room) {
                    revoke(connection, revoke);
                }
            }
        }
        // Anybody can make a key and give orders about nothing: these have only so much room.
        if (room || !altered.touched().isEmpty()) {
            remembered += Orders.keep(connection, write, at + MEMORY);
        }
    }

    private boolean hasMessages(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANY_MESSAGE)) {
            statement.setInt(1, write.node());
            statement.setBytes(2, owner);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    private void revoke(Connection connection, Alteration.Revoke revoke) throws SQLException {
        Revocations revocations = new Revocations(connection, write.node(), revoke);
        int before = revocations.write(write.order());
        altered = new Altered(altered.touched(), altered.untouched(), before);
        remembered += Usage.ROW * revocations.added();
    }

    @Override
    public void succeed() {
        if (freed > 0) {
            usage.removed(write.node(), write.change().owner(), freed);
        }
        usage.remembered(write.node(), remembered);
        write.done().complete(altered);
    }

    @Override
    public void fail(StorageException why) {
        write.done().completeExceptionally(why);
    }

    @Override
    public void changed(ReadCache cache) {
        cache.changed(write.node(), write.change().owner());
    }

    private static int number(@Nullable Namespace namespace) {
        return namespace == null ? ALL : namespace.number();
    }

    private void delete(Connection connection, List<MessageHash> hashes, boolean room)
            throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        hashes.forEach(hash -> names.add(hash.value()));
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            Columns columns = new Columns(connection, statement);
            columns.value(write.node());
            columns.value(owner);
            columns.texts(names.stream());
            columns.value(until);
            take(statement);
        }
        Deletions deletions = new Deletions(connection, write.node(), write.change().owner());
        List<String> held = List.copyOf(altered.hashes());
        int added = deletions.remember(held, true, at, at + MEMORY);
        if (room) {
            names.removeAll(altered.hashes());
            List<String> unseen = names.stream().limit(Deletions.MAX_UNSEEN).toList();
            added += deletions.remember(unseen, false, at, at + MEMORY);
        }
        remembered += Usage.ROW * (added - deletions.trim());
    }

    private void deleteUntil(Connection connection, int namespace, long sentUntil, boolean room)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_UNTIL)) {
            Columns columns = new Columns(connection, statement);
            columns.value(write.node());
            columns.value(owner);
            columns.value(namespace);
            columns.value(namespace);
            columns.value(sentUntil);
            columns.value(until);
            take(statement);
        }
        if (!room && altered.touched().isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(FORGET_CUTS)) {
            Columns columns = new Columns(connection, statement);
            columns.value(write.node());
            columns.value(owner);
            columns.value(namespace);
            columns.value(namespace);
            columns.value(sentUntil);
            columns.value(at);
            columns.value(write.node());
            columns.value(owner);
            columns.value(MAX_CUTS - 1);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(CUT)) {
            Columns columns = new Columns(connection, statement);
            columns.value(write.node());
            columns.value(owner);
            columns.value(namespace);
            columns.value(sentUntil);
            columns.value(at);
            columns.value(at + MEMORY);
            statement.executeUpdate();
        }
    }

    private void expire(Connection connection, Alteration.Expire expire) throws SQLException {
        Map<String, Long> wanted = new LinkedHashMap<>();
        for (int i = 0; i < expire.hashes().size(); i++) {
            // As if one time after the other had been set.
            wanted.merge(
                    expire.hashes().get(i).value(),
                    expire.expiry(i),
                    (before, then) ->
                            switch (expire.direction()) {
                                case BOTH -> then;
                                case SHORTEN -> Math.min(before, then);
                                case EXTEND -> Math.max(before, then);
                            });
        }
        String only =
                switch (expire.direction()) {
                    case BOTH -> "true";
                    case SHORTEN -> "m.expires_at > c.expiry";
                    case EXTEND -> "m.expires_at < c.expiry";
                };
        try (PreparedStatement statement = connection.prepareStatement(EXPIRE.formatted(only))) {
            Columns columns = new Columns(connection, statement);
            columns.value(at);
            columns.texts(wanted.keySet().stream());
            columns.longs(wanted.values().stream());
            columns.value(write.node());
            columns.value(owner);
            columns.value(now);
            columns.value(until);
            take(statement);
        }
        wanted.keySet().removeAll(altered.hashes());
        altered.untouched().putAll(expiries(connection, wanted.keySet()));
    }

    private Map<String, Long> expiries(Connection connection, Collection<String> hashes)
            throws SQLException {
        return hashes.isEmpty()
                ? Map.of()
                : Expiries.read(connection, write.node(), write.change().owner(), hashes, now);
    }

    private void expireAll(Connection connection, int namespace, long expiry) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXPIRE_ALL)) {
            Columns columns = new Columns(connection, statement);
            columns.value(expiry);
            columns.value(at);
            columns.value(write.node());
            columns.value(owner);
            columns.value(namespace);
            columns.value(namespace);
            columns.value(expiry);
            columns.value(now);
            columns.value(until);
            take(statement);
        }
    }

    /** Messages that had expired before are not spoken of. */
    private void take(PreparedStatement statement) throws SQLException {
        boolean deleting =
                !(write.change() instanceof Alteration.Expire
                        || write.change() instanceof Alteration.ExpireAll);
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                long expiry = result.getLong(3);
                freed += deleting ? result.getInt(4) : 0;
                if (!deleting || expiry > now) {
                    altered.touch(new Namespace(result.getInt(1)), result.getString(2), expiry);
                }
            }
        }
    }
}
