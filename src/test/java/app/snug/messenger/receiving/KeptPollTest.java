/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While somebody looks, nodes that can keep a poll until a message comes. */
class KeptPollTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock = new TravellingClock(NOON);
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final TestMessenger messenger =
            new TestMessenger(
                    database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    private volatile boolean watched = true;
    private Account anna;
    private Account ben;
    private Poller poller;
    private Thread thread;

    @BeforeEach
    void begin() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        poller = TestPoller.of(ben, messenger, swarms, clock, () -> watched);
        thread = Thread.ofVirtual().unstarted(poller);
    }

    @AfterEach
    void end() throws Exception {
        poller.stop();
        thread.join();
        messenger.close();
        database.close();
    }

    private void startKeeping() {
        swarms.keeps = true;
        thread.start();
        await().until(() -> swarms.kept.get() > 0);
    }

    private void write(String text) {
        try (AccountKeys annas = messenger.accounts.keys(anna)) {
            swarms.put(
                    ben.id(),
                    DirectMessage.seal(
                            new Content.Visible(text, Content.Context.NONE),
                            clock.instant(),
                            annas,
                            ben.id(),
                            new SecureRandom()));
        }
    }

    @Test
    void aMessageIsHereAsSoonAsANodeHasIt() {
        startKeeping();
        write("One");
        await().until(() -> unread() == 1);
        clock.travel(Duration.ofSeconds(1));
        write("Two");
        await().until(() -> unread() == 2);
    }

    private int unread() {
        return messenger.conversations.requests(ben, Optional.empty(), 10).stream()
                .mapToInt(c -> c.unread())
                .sum();
    }

    @Test
    void whatChangesHereIsSharedMeanwhile() throws Exception {
        startKeeping();
        int before = swarms.pushes.get();
        ConversationId conversation = messenger.conversations.start(ben, anna.id()).id();
        messenger.choices.nickname(ben, conversation, "Annie");
        clock.travel(Sharing.LONGEST);
        await().until(() -> swarms.pushes.get() > before);
    }

    @Test
    void whereNodesCannotTheyAreAskedAgainAndAgain() {
        thread.start();
        await().until(() -> swarms.kept.get() > 1);
        write("One");
        await().until(() -> unread() == 1);
    }

    @Test
    void whileNobodyLooksNoNodeIsKeptBusy() throws Exception {
        watched = false;
        thread.start();
        await().until(() -> swarms.polls.get() > 0);
        for (int i = 1; i < 4; i++) {
            int polls = swarms.polls.get();
            poller.nudge();
            await().until(() -> swarms.polls.get() > polls);
        }
        assertThat(swarms.kept.get()).isZero();
    }

    @Test
    void theEndDoesNotWaitForANode() throws Exception {
        startKeeping();
        long began = System.nanoTime();
        poller.stop();
        thread.join();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aDatabaseThatFailsForAWhileEndsNothing() {
        startKeeping();
        rename("config", "config_elsewhere");
        rename("seen_hash", "seen_hash_elsewhere");
        write("One");
        int polls = swarms.polls.get();
        nudgeUntil(() -> swarms.polls.get() > polls + 2);
        rename("config_elsewhere", "config");
        rename("seen_hash_elsewhere", "seen_hash");
        nudgeUntil(() -> unread() == 1);
    }

    /** Without the pauses after failures. */
    private void nudgeUntil(Callable<Boolean> condition) {
        await().until(() -> {
            poller.nudge();
            return condition.call();
        });
    }

    private void rename(String table, String to) {
        messenger.jdbc.sql("alter table " + table + " rename to " + to).update();
    }

    @Test
    void aVaultThatIsLockedEndsIt() throws Exception {
        startKeeping();
        vaults.lock(ben.owner());
        assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
    }
}
