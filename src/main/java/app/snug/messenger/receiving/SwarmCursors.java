/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.messenger.AccountRef;
import app.snug.network.Swarms.Cursors;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code swarm_cursor}. */
public final class SwarmCursors {

    /** Nobody can have anything behind an older one. */
    private static final Duration KEPT = Duration.ofDays(40);

    private final JdbcClient jdbc;

    public SwarmCursors(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Place(Ed25519PublicKey node, Namespace namespace) {}

    /** Those of one account, read once. */
    final class Of implements Cursors {

        private final AccountRef account;
        private final Map<Place, MessageHash> places = new ConcurrentHashMap<>();

        private Of(AccountRef account) {
            this.account = account;
        }

        @Override
        public Optional<MessageHash> last(Ed25519PublicKey node, Namespace namespace) {
            return Optional.ofNullable(places.get(new Place(node, namespace)));
        }

        boolean isAt(Ed25519PublicKey node, Namespace namespace, MessageHash hash) {
            return hash.equals(places.get(new Place(node, namespace)));
        }

        /** Within the transaction that stores what the node had. */
        void store(Ed25519PublicKey node, Namespace namespace, MessageHash hash, Instant now) {
            jdbc.sql(
                            """
                            insert into swarm_cursor (account, node, namespace, hash, saved_at)
                            values (?, ?, ?, ?, ?)
                            on conflict (account, node, namespace) do update
                            set hash = excluded.hash, saved_at = excluded.saved_at
                            """)
                    .params(
                            account.value(),
                            node.bytes(),
                            namespace.number(),
                            hash.value(),
                            now.toEpochMilli())
                    .update();
        }

        /** After its commit. */
        void stored(Ed25519PublicKey node, Namespace namespace, MessageHash hash) {
            places.put(new Place(node, namespace), hash);
        }
    }

    Of of(AccountRef account) {
        Of cursors = new Of(account);
        jdbc.sql("select node, namespace, hash from swarm_cursor where account = ?")
                .param(account.value())
                .query(row -> {
                    cursors.stored(
                            Ed25519PublicKey.of(row.getBytes("node")),
                            new Namespace(row.getInt("namespace")),
                            new MessageHash(row.getString("hash")));
                });
        return cursors;
    }

    /** Forgets nodes that were not heard of for long. */
    public void prune(Instant now) {
        jdbc.sql("delete from swarm_cursor where saved_at < ?")
                .param(now.minus(KEPT).toEpochMilli())
                .update();
    }
}
