/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.storage.StoreOutcome.Kind;
import app.snug.testing.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One node's messages in a real database. */
class MessageStoreTest {

    private static final long NOW = 1_795_438_800_000L;
    private static final long HOUR = 3_600_000;
    private static final AccountId ANNA = new AccountId("05" + "ab".repeat(32));
    private static final AccountId BEN = new AccountId("05" + "cd".repeat(32));

    private final TestDatabase database = TestDatabase.fresh();
    private final InstantSource clock = InstantSource.fixed(java.time.Instant.ofEpochMilli(NOW));
    private final SwarmDatabase swarm =
            new SwarmDatabase(database.dataSource(), clock, Quota.DEFAULT);
    private final MessageStore store = other();

    private MessageStore other() {
        try {
            return swarm.open(Ed25519KeyPair.generate(new SecureRandom()).publicKey());
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        swarm.close();
        database.close();
    }

    private static StoredMessage message(AccountId whose, int number) {
        return message(whose, Namespace.DEFAULT, number);
    }

    private static StoredMessage message(AccountId whose, Namespace namespace, int number) {
        byte[] data = {(byte) number, (byte) (number >> 8)};
        return StoredMessage.of(whose, namespace, NOW, NOW + HOUR, NOW, NOW, data);
    }

    private List<MessageHash> read(MessageStore from, AccountId whose) throws Exception {
        return from
                .read(whose, Namespace.DEFAULT, null, 1_000_000, 1 << 20, NOW)
                .messages()
                .stream()
                .map(StoredMessage::hash)
                .toList();
    }

    @Test
    void manyAtOnceFromManySidesAreEachKeptOnceAndInOneOrder() throws Exception {
        List<CompletableFuture<StoreOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<CompletableFuture<StoreOutcome>>>> sides = new ArrayList<>();
            for (int side = 0; side < 8; side++) {
                int first = side * 50;
                // Each side stores a hundred, half of which its neighbour stores too.
                sides.add(
                        threads.submit(() -> {
                            List<CompletableFuture<StoreOutcome>> stored = new ArrayList<>();
                            for (int i = first; i < first + 100; i++) {
                                stored.add(store.put(message(ANNA, i % 400), Set.of()));
                            }
                            return stored;
                        }));
            }
            for (Future<List<CompletableFuture<StoreOutcome>>> side : sides) {
                outcomes.addAll(side.get());
            }
        }
        long fresh = 0;
        for (CompletableFuture<StoreOutcome> outcome : outcomes) {
            assertThat(outcome.get().isKept()).isTrue();
            fresh += outcome.get().kind() == Kind.NEW ? 1 : 0;
        }
        assertThat(fresh).isEqualTo(400);
        List<MessageHash> all = read(store, ANNA);
        assertThat(all).hasSize(400).doesNotHaveDuplicates();
        assertThat(read(store, ANNA)).as("from memory").isEqualTo(all);
    }

    @Test
    void aNodeThatEndsInOrderAndLacksNothingKnowsItAndOneThatIsKilledDoesNot() throws Exception {
        Ed25519PublicKey node = Ed25519KeyPair.generate(new SecureRandom()).publicKey();
        try (SwarmDatabase first = new SwarmDatabase(database.dataSource(), clock)) {
            Gaps gaps = first.open(node).gaps();
            assertThat(gaps.any()).as("nothing is known of it").isTrue();
            gaps.fill(gaps.count());
        }
        SwarmDatabase killed = new SwarmDatabase(database.dataSource(), clock);
        assertThat(killed.open(node).gaps().any()).as("after an orderly end").isFalse();
        try (SwarmDatabase next = new SwarmDatabase(database.dataSource(), clock)) {
            Gaps gaps = next.open(node).gaps();
            assertThat(gaps.any()).as("after it was killed").isTrue();
            assertThat(next.open(node).gaps().any()).as("and opened once more").isTrue();
        }
        try (SwarmDatabase after = new SwarmDatabase(database.dataSource(), clock)) {
            assertThat(after.open(node).gaps().any()).as("nobody filled them").isTrue();
        }
        killed.close();
    }

    @Test
    void aDeletionThatTheDatabaseRefusesLeavesAGap() throws Exception {
        MessageHash hash = message(ANNA, 1).hash();
        store.put(message(ANNA, 1), Set.of()).get();
        store.gaps().fill(store.gaps().count());
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE swarm_deletion ADD CHECK (false)");
        }
        Alteration delete = new Alteration.Delete(ANNA, List.of(hash));
        Order order = new Order(ANNA, new byte[] {1}, NOW, false, Set.of());
        assertThat(store.alter(delete, order)).failsWithin(Duration.ofSeconds(10));
        assertThat(store.gaps().any()).isTrue();
    }

    @Test
    void storingFindsByKeyEvenIfThePlanWasMadeWhileTheTableWasEmpty() throws Exception {
        long before = readFromEndToEnd();
        try (HikariDataSource own = new HikariDataSource()) {
            own.setJdbcUrl(database.url());
            own.setUsername(database.user());
            own.setPassword(database.password());
            try (SwarmDatabase alone = new SwarmDatabase(own, clock)) {
                MessageStore empty =
                        alone.open(Ed25519KeyPair.generate(new SecureRandom()).publicKey());
                for (int i = 0; i < 40; i++) {
                    AccountId one = new AccountId("05" + "%02x".formatted(i).repeat(32));
                    empty.put(message(one, i), Set.of()).get();
                    empty.putForwarded(message(one, i + 100)).get();
                }
            }
        }
        // Statistics appear when the connection they are of has ended.
        await().until(() ->
                count("SELECT count(*) FROM swarm_message") == 80 && keysLookedUp() > 80);
        assertThat(readFromEndToEnd() - before)
                .as("to count what is there, and a few times before a plan is kept")
                .isLessThan(30);
    }

    private long readFromEndToEnd() throws SQLException {
        return count(
                "SELECT sum(seq_scan) FROM pg_stat_user_tables"
                        + " WHERE relname IN ('swarm_message', 'swarm_deletion', 'swarm_cut')");
    }

    private long keysLookedUp() throws SQLException {
        return count("SELECT idx_scan FROM pg_stat_user_tables WHERE relname = 'swarm_message'");
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void whatMembersHandOnIsTakenWhereItIsNotThere() throws Exception {
        assertThat(store.put(message(ANNA, 1), Set.of()).get().kind()).isEqualTo(Kind.NEW);
        assertThat(store.takeOver(message(ANNA, 1)).get().kind()).isEqualTo(Kind.KNOWN);
        assertThat(store.takeOver(message(ANNA, 2)).get().kind()).isEqualTo(Kind.NEW);
        assertThat(read(store, ANNA)).hasSize(2);
    }

    @Test
    void accountsNamespacesAndNodesDoNotSeeOneAnother() throws Exception {
        MessageStore other = other();
        store.put(message(ANNA, 1), Set.of()).get();
        store.put(message(BEN, 2), Set.of()).get();
        store.put(message(ANNA, Namespace.CONTACTS, 3), Set.of()).get();
        other.put(message(ANNA, 4), Set.of()).get();
        assertThat(read(store, ANNA)).containsExactly(message(ANNA, 1).hash());
        assertThat(read(store, BEN)).containsExactly(message(BEN, 2).hash());
        assertThat(read(other, ANNA)).containsExactly(message(ANNA, 4).hash());
    }

    @Test
    void whatIsReadFromMemoryIsWhatIsOnDiskAfterEveryChange() throws Exception {
        for (int i = 0; i < 5; i++) {
            store.put(message(ANNA, i), Set.of()).get();
            assertThat(read(store, ANNA)).hasSize(i + 1);
        }
        MessageHash second = message(ANNA, 1).hash();
        store.alter(new Alteration.Delete(ANNA, List.of(second)), order()).get();
        assertThat(read(store, ANNA)).hasSize(4).doesNotContain(second);
        MessageHash third = message(ANNA, 2).hash();
        Page rest = store.read(ANNA, Namespace.DEFAULT, third, 1_000_000, 1 << 20, NOW);
        assertThat(rest.messages()).hasSize(2);
        Page later = store.read(ANNA, Namespace.DEFAULT, third, 1_000_000, 1 << 20, NOW + HOUR);
        assertThat(later.messages()).as("expired").isEmpty();
        swarm.sweep();
        assertThat(read(store, ANNA)).hasSize(4);
    }

    @Test
    void aStoreThatComesByAnotherMemberAfterItsDeletionDoesNotUndoIt() throws Exception {
        StoredMessage message = message(ANNA, 1);
        Alteration deletion = new Alteration.Delete(ANNA, List.of(message.hash()));
        Order later = new Order(ANNA, new byte[] {2}, NOW, true, Set.of());
        StoredMessage earlier =
                StoredMessage.of(
                        ANNA, Namespace.DEFAULT, NOW, NOW + HOUR, NOW - 1, NOW - 1, message.data());
        store.alter(deletion, later).get();
        store.putForwarded(earlier).get();
        assertThat(read(store, ANNA)).as("stored before, but slower").isEmpty();
        store.putForwarded(message).get();
        assertThat(read(store, ANNA)).as("stored again after it").hasSize(1);
    }

    private static Order order() {
        return new Order(ANNA, new byte[] {1}, NOW, false, Set.of());
    }
}
