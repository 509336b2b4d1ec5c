/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Removals.NotConfirmedException;
import app.snug.messenger.Trimming.Age;
import app.snug.messenger.conversation.Sweeper;
import app.snug.network.NetworkException.Reason;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemovalsTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private volatile Duration behind = Duration.ZERO;
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final TestMessenger messenger =
            new TestMessenger(
                            database.dataSource(),
                            vaults,
                            TestMessenger.network(swarms, clock),
                            () -> clock.instant().minus(behind))
                    .started();
    private Account anna;
    private Account ben;

    @BeforeEach
    void meet() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        ConversationId toBen = messenger.conversations.start(anna, ben.id()).id();
        messenger.messages.send(anna, toBen, "Hello");
        swarms.put(anna.id(), Namespace.CONTACTS, new byte[] {1});
        await().until(() -> messenger.conversations.with(ben, anna.id()).isPresent());
        try (Changes.Subscription _ = messenger.changes.subscribe(anna, change -> {})) {
            await().until(this::annaHasHerCopy);
        }
    }

    /** Later it would be news to an account whose message has gone meanwhile. */
    private boolean annaHasHerCopy() {
        List<String> copies =
                swarms.mailbox(anna.id()).stream().map(stored -> stored.hash().value()).toList();
        return !copies.isEmpty()
                && messenger
                        .jdbc
                        .sql("select hash from seen_hash where account = ?")
                        .param(anna.ref().value())
                        .query(String.class)
                        .list()
                        .containsAll(copies);
    }

    @AfterEach
    void close() {
        messenger.close();
        database.close();
    }

    private long rows(String table, Account account) {
        return messenger
                .jdbc
                .sql("select count(*) from " + table + " where account = ?")
                .param(account.ref().value())
                .query(Long.class)
                .single();
    }

    @Test
    void fromHereLeavesTheNetworkAndTheOthersAlone() {
        messenger.removals.fromHere(anna);

        assertThat(messenger.accounts.find(anna.owner(), anna.ref())).isEmpty();
        for (String table : new String[] {"message", "conversation", "contact", "config"}) {
            assertThat(rows(table, anna)).as(table).isZero();
        }
        assertThat(rows("message", ben)).isPositive();
        assertThat(swarms.mailbox(anna.id(), Namespace.CONTACTS)).isNotEmpty();
    }

    @Test
    void anAccountThatMovesIsReceivedForUnderItsNewOwnerAlone() throws Exception {
        OwnerId before = anna.owner();
        OwnerId cleo = vaults.newOwner();
        CountDownLatch pageTold = new CountDownLatch(1);
        try (Changes.Subscription _ =
                messenger.changes.subscribe(anna, change -> {}, pageTold::countDown)) {
            Account moved =
                    messenger.accounts.moveHere(
                            cleo, messenger.accounts.recoveryWords(anna), "Anna");

            assertThat(pageTold.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(messenger.accounts.of(before)).isEmpty();
            assertThat(messenger.accounts.of(cleo)).containsExactly(moved);
            assertThat(messenger.accounts.departure(before)).isPresent();
            assertThat(messenger.accounts.departure(cleo)).isEmpty();
            for (String table : new String[] {"message", "conversation", "contact", "config"}) {
                assertThat(rows(table, anna)).as(table).isZero();
            }
            ConversationId toAnna = messenger.conversations.with(ben, anna.id()).orElseThrow().id();
            messenger.messages.send(ben, toAnna, "Found you again?");
            await().until(() ->
                    messenger
                            .conversations
                            .with(moved, ben.id())
                            .filter(talk -> bodies(moved, talk.id()).contains("Found you again?"))
                            .isPresent());
            // Of what the network still holds, that which she wrote herself comes back too.
            ConversationId toBen = messenger.conversations.with(moved, ben.id()).orElseThrow().id();
            await().until(() -> bodies(moved, toBen).contains("Hello"));
        }
    }

    @Test
    void whoGetsAnAccountAgainIsNotToldOfTheOneThatMovedAnyMore() throws Exception {
        OwnerId cleo = vaults.newOwner();
        String words = messenger.accounts.recoveryWords(anna);
        messenger.accounts.moveHere(cleo, words, "Anna");
        messenger.accounts.moveHere(anna.owner(), words, "Anna");
        assertThat(messenger.accounts.departure(anna.owner())).isEmpty();
        assertThat(messenger.accounts.departure(cleo)).isPresent();
        messenger.accounts.create(cleo, "Cleo");
        assertThat(messenger.accounts.departure(cleo)).isEmpty();
    }

    @Test
    void whatCannotMoveStaysAsItWasAndReceivingGoesOn() throws Exception {
        OwnerId cleo = vaults.newOwner();
        String words = messenger.accounts.recoveryWords(anna);
        vaults.lock(cleo);
        assertThatThrownBy(() -> messenger.accounts.moveHere(cleo, words, "Anna"))
                .isInstanceOf(VaultLockedException.class);

        assertThat(messenger.accounts.of(anna.owner())).containsExactly(anna);
        assertThat(messenger.accounts.departure(anna.owner())).isEmpty();
        assertThat(rows("message", anna)).isPositive();
        ConversationId toAnna = messenger.conversations.with(ben, anna.id()).orElseThrow().id();
        messenger.messages.send(ben, toAnna, "Still there?");
        ConversationId toBen = messenger.conversations.with(anna, ben.id()).orElseThrow().id();
        await().until(() -> bodies(toBen).contains("Still there?"));
    }

    @Test
    void whatIsTooOldGoesFromHereWithItsFilesUnlessItIsKept() throws Exception {
        ConversationId toBen = messenger.conversations.with(anna, ben.id()).orElseThrow().id();
        ConversationId notes = messenger.conversations.start(anna, anna.id()).id();
        messenger.messages.send(anna, notes, "Milk");
        Account cleo = messenger.accounts.create(vaults.newOwner(), "Cleo");
        ConversationId toCleo = messenger.conversations.start(anna, cleo.id()).id();
        messenger.messages.send(anna, toCleo, "The address");
        messenger.choices.pin(anna, toCleo, true);
        long hello =
                messenger.messages.page(anna, toBen, Optional.empty(), 9).getFirst().id().value();
        messenger
                .jdbc
                .sql(
                        """
                        insert into attachment (account, message, part, place, content_type, size,
                                                state, stored)
                        values (?, ?, 'FILE', 0, 'image/png', 4, 'HERE', 'a-file')
                        """)
                .params(anna.ref().value(), hello)
                .update();
        clock.travel(Duration.ofDays(100));
        messenger.messages.send(anna, toBen, "Still there?");
        await().until(() ->
                messenger.jdbc.sql("select count(*) from outbox").query(Long.class).single() == 0);
        assertThat(messenger.trimming.count(anna, Age.QUARTER)).isEqualTo(1);
        assertThat(messenger.trimming.count(anna, Age.HALF_YEAR)).isZero();
        int stored = swarms.mailbox(ben.id()).size() + swarms.mailbox(anna.id()).size();

        messenger.trimming.set(anna, Age.QUARTER);

        await().until(() -> bodies(toBen).equals(List.of("Still there?")));
        assertThat(messenger.trimming.of(anna)).isEqualTo(Age.QUARTER);
        assertThat(bodies(notes)).containsExactly("Milk");
        assertThat(bodies(toCleo)).containsExactly("The address");
        assertThat(messenger.jdbc.sql("select stored from file_left").query(String.class).list())
                .containsExactly("a-file");
        ConversationId toAnna = messenger.conversations.with(ben, anna.id()).orElseThrow().id();
        assertThat(messenger.messages.page(ben, toAnna, Optional.empty(), 9).getFirst().body())
                .isEqualTo("Hello");
        assertThat(swarms.mailbox(ben.id()).size() + swarms.mailbox(anna.id()).size())
                .isEqualTo(stored);
        assertThat(swarms.errands).isEmpty();
        messenger.trimming.set(anna, Age.NEVER);
        assertThat(messenger.trimming.of(anna)).isEqualTo(Age.NEVER);
    }

    @Test
    void aNetworkClockFarAheadOfThisMachinesDeletesNothing() throws Exception {
        ConversationId toBen = messenger.conversations.with(anna, ben.id()).orElseThrow().id();
        Sweeper sweeper =
                new Sweeper(messenger.vanishingTable, messenger.trimming, messenger.ledger, clock);
        behind = Duration.ofDays(100);
        clock.travel(behind);
        messenger.trimming.set(anna, Age.QUARTER);
        sweeper.sweep();
        assertThat(messenger.trimming.waits()).isTrue();
        assertThat(messenger.trimming.count(anna, Age.QUARTER)).isZero();
        assertThat(bodies(toBen)).containsExactly("Hello");

        behind = Duration.ZERO;
        assertThat(messenger.trimming.waits()).isFalse();
        sweeper.sweep();
        await().until(() -> bodies(toBen).isEmpty());
    }

    private List<String> bodies(ConversationId in) {
        return bodies(anna, in);
    }

    private List<String> bodies(Account of, ConversationId in) {
        return messenger.messages.page(of, in, Optional.empty(), 9).stream()
                .map(Message::body)
                .toList();
    }

    @Test
    void nobodyPollsForAnAccountThatIsGone() throws Exception {
        messenger.removals.fromHere(anna);
        List<AccountId> polled = new CopyOnWriteArrayList<>();
        swarms.pollGate = polled::add;
        messenger.removals.fromHere(anna);
        try (Changes.Subscription _ = messenger.changes.subscribe(ben, change -> {})) {
            await().until(() -> Collections.frequency(polled, ben.id()) > 1);
        }
        assertThat(polled).doesNotContain(anna.id());
        assertThat(messenger.accounts.of(anna.owner())).isEmpty();
        assertThat(messenger.conversations.list(ben, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void everywhereEmptiesTheSwarmToo() throws Exception {
        messenger.removals.everywhere(anna);

        assertThat(messenger.accounts.find(anna.owner(), anna.ref())).isEmpty();
        assertThat(swarms.mailbox(anna.id(), Namespace.CONTACTS)).isEmpty();
        assertThat(swarms.mailbox(anna.id())).isEmpty();
        assertThat(swarms.mailbox(ben.id())).isNotEmpty();
    }

    @Test
    void whereTheNetworkDoesNotConfirmNothingIsRemovedAndReceivingGoesOn() throws Exception {
        swarms.deleteAllGate =
                account -> {
                    throw ScriptedSwarms.failure(Reason.SWARM_UNREACHABLE);
                };
        assertThatThrownBy(() -> messenger.removals.everywhere(anna))
                .isInstanceOf(NotConfirmedException.class);
        assertThat(messenger.accounts.find(anna.owner(), anna.ref())).isPresent();
        int before = swarms.polls.get();
        await().until(() -> swarms.polls.get() > before);

        ConversationId back = messenger.conversations.with(ben, anna.id()).orElseThrow().id();
        messenger.messages.send(ben, back, "Still there?");
        try (Changes.Subscription _ = messenger.changes.subscribe(anna, change -> {})) {
            await().until(() ->
                    messenger
                            .conversations
                            .with(anna, ben.id())
                            .filter(c -> c.settings().approvedMe())
                            .isPresent());
        }
    }
}
