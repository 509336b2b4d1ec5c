/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Changes.Subscription;
import app.snug.messenger.Changes.TooOldException;
import app.snug.protocol.identity.AccountKeys;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final TestMessenger messenger =
            new TestMessenger(
                    database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    private Account anna;
    private ConversationId notes;

    @BeforeEach
    void begin() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        notes = messenger.conversations.start(anna, anna.id()).id();
    }

    @AfterEach
    void close() {
        messenger.close();
        database.close();
    }

    @Test
    void manyWritersLeaveNoGapAndAFollowerHearsEverythingInOrder() throws Exception {
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        long before = messenger.changes.newest(anna);
        try (Subscription _ =
                        messenger.changes.subscribe(anna, change -> heard.add(change.number()));
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Message>> sends = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String body = "Note " + i;
                sends.add(() -> messenger.messages.send(anna, notes, body));
            }
            for (var sent : writers.invokeAll(sends)) {
                assertThat(sent.get().state()).isEqualTo(Message.State.SENDING);
            }
            await().until(() -> heard.size() >= 60);
            assertThat(heard)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(before + 1, before + 60).boxed().toList());
        }
        assertThat(messenger.changes.newest(anna)).isEqualTo(before + 60);
    }

    @Test
    void aPageCatchesUpFromWhereItWas() throws Exception {
        long shown = messenger.changes.newest(anna);
        Message note = messenger.messages.send(anna, notes, "Note");
        assertThat(messenger.changes.after(anna, shown, 10))
                .containsExactly(
                        new Change(
                                anna.ref(),
                                shown + 1,
                                Change.Kind.MESSAGE_ADDED,
                                notes,
                                Optional.of(note.id())));
        assertThat(messenger.changes.after(anna, shown + 1, 10)).isEmpty();
    }

    @Test
    void aPageThatSleptTooLongIsTold() throws Exception {
        messenger.messages.send(anna, notes, "One");
        messenger.messages.send(anna, notes, "Two");
        messenger.jdbc.sql("delete from account_change where number <= 2").update();
        assertThatThrownBy(() -> messenger.changes.after(anna, 1, 10))
                .isInstanceOf(TooOldException.class);
        assertThat(messenger.changes.after(anna, 2, 10)).hasSize(1);
        assertThatThrownBy(() -> messenger.changes.after(anna, 99, 10))
                .isInstanceOf(TooOldException.class);
    }

    @Test
    void aListenerThatFailsOrHangsHurtsNobodyElse() throws Exception {
        List<Change> heard = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch hanging = new CountDownLatch(1);
        try (Subscription _ =
                        messenger.changes.subscribe(
                                anna,
                                change -> {
                                    throw new IllegalStateException("as the test wishes");
                                });
                Subscription _ = messenger.changes.subscribe(anna, change -> waitFor(hanging));
                Subscription _ = messenger.changes.subscribe(anna, heard::add)) {
            messenger.messages.send(anna, notes, "One");
            messenger.messages.send(anna, notes, "Two");
            await().until(() -> heard.size() == 2);
            hanging.countDown();
        }
    }

    @Test
    void whoClosesHearsNothingMore() throws Exception {
        List<Change> first = Collections.synchronizedList(new ArrayList<>());
        List<Change> second = Collections.synchronizedList(new ArrayList<>());
        Subscription closed = messenger.changes.subscribe(anna, first::add);
        closed.close();
        closed.close();
        try (Subscription _ = messenger.changes.subscribe(anna, second::add)) {
            messenger.messages.send(anna, notes, "One");
            await().until(() -> second.size() == 1);
        }
        assertThat(first).isEmpty();
    }

    @Test
    void openingAPageFetchesAtOnce() throws Exception {
        messenger.started();
        await().until(() -> swarms.polls.get() > 0);
        int polls = swarms.polls.get();
        try (Subscription _ = messenger.changes.subscribe(anna, change -> {})) {
            await().until(() -> swarms.polls.get() > polls);
        }
    }

    @Test
    void oneAccountsTroubleIsNotAnothers() throws Exception {
        Account ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        CountDownLatch hanging = new CountDownLatch(1);
        swarms.pollGate =
                account -> {
                    if (account.equals(anna.id())) {
                        waitFor(hanging);
                    }
                };
        messenger.started();
        try (AccountKeys keys = messenger.accounts.keys(anna);
                Subscription _ = messenger.changes.subscribe(ben, change -> {})) {
            swarms.put(
                    ben.id(),
                    app.snug.protocol.message.DirectMessage.seal(
                            new app.snug.protocol.message.Content.Visible(
                                    "Hello", app.snug.protocol.message.Content.Context.NONE),
                            clock.instant(),
                            keys,
                            ben.id(),
                            new SecureRandom()));
            await().until(() -> messenger.conversations.with(ben, anna.id()).isPresent());
        } finally {
            hanging.countDown();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
