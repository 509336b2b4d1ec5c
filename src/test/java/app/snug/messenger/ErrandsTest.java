/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.network.NetworkException.Reason;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.storage.MessageHash;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a swarm is asked about messages that lie there. */
class ErrandsTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock = new TravellingClock(NOON);
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private TestMessenger messenger = open();
    private OwnerId owner;
    private Account anna;

    private TestMessenger open() {
        return new TestMessenger(
                database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    }

    @BeforeEach
    void meet() throws Exception {
        owner = vaults.newOwner();
        anna = messenger.accounts.create(owner, "Anna");
    }

    @AfterEach
    void close() {
        messenger.close();
        database.close();
    }

    private MessageHash leave(int content) {
        return swarms.put(anna.id(), new byte[] {(byte) content});
    }

    private List<MessageHash> mailbox() {
        return List.copyOf(swarms.mailbox(anna.id())).stream().map(StoredMessage::hash).toList();
    }

    private void delete(MessageHash... hashes) {
        delete(anna, hashes);
    }

    private void delete(Account of, MessageHash... hashes) {
        messenger.ledger.change(
                of.ref(),
                entries ->
                        List.of(hashes)
                                .forEach(hash -> messenger.errands.delete(entries, of, hash)));
    }

    private long waiting() {
        return messenger.jdbc.sql("select count(*) from errand").query(Long.class).single();
    }

    @Test
    void whatIsToBeDeletedIsDeletedTogetherAndForgotten() {
        MessageHash one = leave(1);
        MessageHash two = leave(2);
        MessageHash kept = leave(3);
        delete(one, two, one);
        messenger.started();

        await().until(() -> waiting() == 0);
        assertThat(mailbox()).containsExactly(kept);
        assertThat(swarms.errands).containsExactly(Set.of(one, two));
    }

    @Test
    void anErrandOfATransactionThatFailsIsNone() {
        messenger.started();
        MessageHash one = leave(1);
        assertThatThrownBy(() ->
                        messenger.ledger.change(
                                anna.ref(),
                                entries -> {
                                    messenger.errands.delete(entries, anna, one);
                                    throw new IllegalStateException("no");
                                }))
                .hasMessage("no");
        MessageHash two = leave(2);
        delete(two);
        await().until(() -> waiting() == 0);
        assertThat(swarms.errands).containsExactly(Set.of(two));
    }

    @Test
    void itIsTriedAgainLaterAlsoAfterARestart() {
        MessageHash one = leave(1);
        swarms.errandGate =
                account -> {
                    throw ScriptedSwarms.failure(Reason.SWARM_UNREACHABLE);
                };
        messenger.started();
        delete(one);
        await().until(() -> attempts() == 1);

        messenger.close();
        swarms.errandGate = account -> {};
        clock.travel(Duration.ofMinutes(5));
        messenger = open().started();
        await().until(() -> waiting() == 0);
        assertThat(mailbox()).isEmpty();
    }

    private long attempts() {
        return messenger
                .jdbc
                .sql("select coalesce(max(attempts), 0) from errand")
                .query(Long.class)
                .single();
    }

    @Test
    void itIsGivenUpWhenNoSwarmCanHaveTheMessageAnyMore() {
        MessageHash one = leave(1);
        swarms.errandGate =
                account -> {
                    throw ScriptedSwarms.failure(Reason.SWARM_UNREACHABLE);
                };
        delete(one);
        clock.travel(Duration.ofDays(14));
        messenger.started();
        await().until(() -> waiting() == 0);
        assertThat(swarms.errands).hasSize(1);
    }

    @Test
    void whatTheSwarmRefusesIsNotAskedAgain() {
        MessageHash one = leave(1);
        swarms.errandGate =
                account -> {
                    throw ScriptedSwarms.failure(Reason.REFUSED);
                };
        messenger.started();
        delete(one);
        await().until(() -> waiting() == 0);
        assertThat(swarms.errands).hasSize(1);
    }

    @Test
    void itWaitsForALockedVault() throws Exception {
        delete(leave(1));
        vaults.lock(owner);
        Account ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        MessageHash bens = swarms.put(ben.id(), new byte[] {2});
        delete(ben, bens);
        messenger.started();
        await().until(() -> waiting() == 1);
        assertThat(swarms.errands).containsExactly(Set.of(bens));

        vaults.open(owner);
        await().until(() -> waiting() == 0);
        assertThat(mailbox()).isEmpty();
    }

    @Test
    void ofTwoEndsTheEarlierIsAskedFor() {
        MessageHash one = leave(1);
        messenger.ledger.change(
                anna.ref(),
                entries -> {
                    messenger.errands.shorten(entries, anna.ref(), one, NOON.plusSeconds(60));
                    messenger.errands.shorten(entries, anna.ref(), one, NOON.plusSeconds(90));
                });
        messenger.started();
        await().until(() -> waiting() == 0);
        assertThat(swarms.mailbox(anna.id()).getFirst().expiry()).isEqualTo(NOON.plusSeconds(60));
    }
}
