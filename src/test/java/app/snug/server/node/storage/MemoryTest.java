/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SignedTexts.Direction;
import app.snug.testing.TestDatabase;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anybody can make a key and give orders: what a node remembers of them has an end. */
class MemoryTest {

    private static final long NOW = 1_795_438_800_000L;
    private static final long HOUR = 3_600_000;
    private static final AccountId ANNA = new AccountId("05" + "ab".repeat(32));
    private static final AccountId BEN = new AccountId("05" + "cd".repeat(32));
    private static final byte[] TOKEN = new byte[36];

    private final TestDatabase database = TestDatabase.fresh();
    private final AtomicLong now = new AtomicLong(NOW);
    private final Ed25519PublicKey key = Ed25519KeyPair.generate(new SecureRandom()).publicKey();
    private SwarmDatabase swarm = database(64L << 20);
    private MessageStore store = open();

    private SwarmDatabase database(long nodeBytes) {
        return new SwarmDatabase(
                database.dataSource(),
                () -> Instant.ofEpochMilli(now.get()),
                new Quota(1_000, 100_000, nodeBytes));
    }

    private MessageStore open() {
        try {
            return swarm.open(key);
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
    }

    private void restart(long nodeBytes) {
        swarm.close();
        swarm = database(nodeBytes);
        store = open();
    }

    @AfterEach
    void close() {
        swarm.close();
        database.close();
    }

    private long rows(String table) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private StoredMessage message(AccountId whose, int number) {
        byte[] data = ByteBuffer.allocate(4).putInt(number).array();
        long time = now.get();
        return StoredMessage.of(whose, Namespace.DEFAULT, time, time + HOUR, time, time, data);
    }

    /** Of messages that are nowhere. */
    private List<MessageHash> hashes(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> message(ANNA, number).hash())
                .toList();
    }

    private Order order(AccountId whose, int number, int size) {
        byte[] request = ByteBuffer.allocate(size).putInt(number).array();
        return new Order(whose, request, now.get(), false, Set.of());
    }

    private void delete(AccountId whose, List<MessageHash> hashes, int number, int size)
            throws Exception {
        store.alter(new Alteration.Delete(whose, hashes), order(whose, number, size)).get();
    }

    private void revoke(AccountId whose, byte[] token, int number) throws Exception {
        var change = new Alteration.Revoke(whose, List.of(token), true);
        store.alter(change, order(whose, number, 100)).get();
    }

    private boolean comesBack(StoredMessage message) throws Exception {
        return store.takeOver(message).get().kind() == StoreOutcome.Kind.NEW;
    }

    @Test
    void ofDeletionsTheNewestAreRememberedAndThoseOfMessagesThatWereHereLongest() throws Exception {
        StoredMessage held = message(ANNA, -1);
        store.put(held, Set.of()).get();
        delete(ANNA, List.of(held.hash()), 0, 100);
        execute(
                """
                INSERT INTO swarm_deletion (node, owner, hash, deleted_at, expires_at, held)
                SELECT node, owner, 'x' || n, 1, expires_at, false
                FROM swarm_deletion, generate_series(1, %d) AS n
                """
                        .formatted(Deletions.MAX - 10));
        now.addAndGet(1_000);
        delete(ANNA, hashes(0, Deletions.MAX), 1, 100);
        assertThat(rows("swarm_deletion")).isLessThanOrEqualTo(Deletions.MAX);
        assertThat(comesBack(held)).as("was here").isFalse();
        StoredMessage unseen = message(ANNA, 7);
        assertThat(comesBack(unseen.unchanged(NOW))).as("the newest of the rest").isFalse();
    }

    @Test
    void ofOrdersTheNewestAreRememberedAndThoseAboutSubaccountsLongest() throws Exception {
        revoke(ANNA, TOKEN, 0);
        for (int i = 1; i <= Orders.MAX; i++) {
            delete(ANNA, hashes(1, 1), i, 100);
        }
        assertThat(rows("swarm_order")).isLessThanOrEqualTo(Orders.MAX).isGreaterThan(800);
        assertThat(rows("swarm_order WHERE revokes")).isEqualTo(1);
        for (int i = 1; i <= 5; i++) {
            delete(BEN, hashes(1, 1), i, (int) Orders.MAX_BYTES / 4);
        }
        assertThat(rows("swarm_order WHERE octet_length(request) > 1000")).isEqualTo(3);
    }

    @Test
    void whatIsRememberedCountsAsKeptUntilItIsForgotten() throws Exception {
        delete(ANNA, hashes(0, 10), 0, 1_000);
        revoke(BEN, TOKEN, 1);
        long kept = 1_100 + 2 * Usage.ORDER + 11 * Usage.ROW;
        assertThat(store.bytes()).isEqualTo(kept);
        restart(64L << 20);
        var nothing =
                new Alteration.Expire(ANNA, hashes(0, 1), List.of(NOW + HOUR), Direction.BOTH);
        store.alter(nothing, order(ANNA, 2, 100)).get();
        assertThat(store.bytes()).as("counted anew").isEqualTo(kept);
        now.addAndGet(Duration.ofDays(32).toMillis());
        swarm.sweep();
        assertThat(store.bytes()).isEqualTo(Usage.ROW);
        now.addAndGet(Duration.ofDays(29).toMillis());
        swarm.sweep();
        assertThat(store.bytes()).isZero();
    }

    @Test
    void aNodeFullOfOrdersRemembersThoseAboutWhatItHas() throws Exception {
        restart(1 << 20);
        StoredMessage message = message(ANNA, 1);
        store.put(message, Set.of()).get();
        delete(BEN, hashes(0, 1_000), 0, 100);
        long deletions = rows("swarm_deletion");
        long orders = rows("swarm_order");
        AccountId cleo = new AccountId("05" + "ef".repeat(32));
        delete(cleo, hashes(0, 10), 1, 100);
        revoke(cleo, TOKEN, 2);
        var all = new Alteration.DeleteUntil(cleo, null, NOW);
        store.alter(all, order(cleo, 3, 100)).get();
        assertThat(rows("swarm_deletion")).isEqualTo(deletions);
        assertThat(rows("swarm_order")).isEqualTo(orders);
        assertThat(rows("swarm_revocation")).isZero();
        assertThat(rows("swarm_cut")).isZero();
        revoke(ANNA, TOKEN, 4);
        assertThat(store.isRevoked(ANNA, TOKEN)).isTrue();
        delete(ANNA, List.of(message.hash()), 5, 100);
        assertThat(comesBack(message)).isFalse();
        assertThat(rows("swarm_order")).isEqualTo(orders + 2);
        store.put(message, Set.of()).get();
        assertThat(store.put(message(BEN, 2), Set.of()).get().isKept()).isTrue();
    }

    @Test
    void whomAnAccountHasShutOutIsForgottenWhenNothingOfTheAccountIsLeft() throws Exception {
        revoke(ANNA, TOKEN, 1);
        revoke(BEN, TOKEN, 2);
        now.addAndGet(Duration.ofDays(61).toMillis());
        store.put(message(BEN, 1), Set.of()).get();
        swarm.sweep();
        assertThat(store.isRevoked(ANNA, TOKEN)).isFalse();
        assertThat(store.isRevoked(BEN, TOKEN)).isTrue();
    }

    @Test
    void aFullNodeHasOneGapUntilThereIsRoomAndThenAsksOnce() throws Exception {
        restart(1 << 20);
        store.gaps().fill(store.gaps().count());
        long before = store.gaps().count();
        byte[] large = new byte[70_000];
        int number = 0;
        StoreOutcome outcome;
        do {
            AccountId account = new AccountId("05" + "%02x".formatted(number++).repeat(32));
            long time = now.get();
            outcome =
                    store.put(
                                    StoredMessage.of(
                                            account,
                                            Namespace.DEFAULT,
                                            time,
                                            time + HOUR,
                                            time,
                                            time,
                                            large),
                                    Set.of())
                            .get();
        } while (outcome.isKept());
        assertThat(outcome.kind()).isEqualTo(StoreOutcome.Kind.NODE_FULL);
        assertThat(store.gaps().count()).isEqualTo(before + 1);
        store.gaps().fill(before + 1);
        for (int i = 0; i < 3; i++) {
            StoredMessage more =
                    StoredMessage.of(BEN, Namespace.DEFAULT, NOW, NOW + HOUR, NOW, NOW, large);
            store.put(more, Set.of()).get();
            store.putForwarded(more).get();
        }
        assertThat(store.gaps().any()).as("still the same").isFalse();
        now.addAndGet(HOUR);
        swarm.sweep();
        store.put(message(BEN, 1), Set.of()).get();
        store.put(message(BEN, 2), Set.of()).get();
        assertThat(store.gaps().count()).as("what else was missed").isEqualTo(before + 2);
    }
}
