/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static app.snug.messenger.ScriptedSwarms.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.Message.State;
import app.snug.messenger.Messages.EmptyMessageException;
import app.snug.messenger.Messages.TooLongException;
import app.snug.network.NetworkException;
import app.snug.network.NetworkException.Reason;
import app.snug.network.Swarms;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.DirectMessage.Opened;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendingTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private TestMessenger messenger = open();
    private Account anna;
    private Account ben;
    private ConversationId toBen;

    private TestMessenger open() {
        return new TestMessenger(
                database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    }

    @BeforeEach
    void meet() throws Exception {
        // Ben's account is known here, yet nobody receives for it.
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        OwnerId bens = vaults.newOwner();
        ben = messenger.accounts.create(bens, "Ben");
        toBen = messenger.conversations.start(anna, ben.id()).id();
        messenger.started();
    }

    @AfterEach
    void close() {
        messenger.close();
        database.close();
    }

    @Test
    void aMessageGoesToTheRecipientAndThenACopyToOurOwnDevices() throws Exception {
        Message sent = messenger.messages.send(anna, toBen, "Hello");

        awaitState(sent, State.SENT);
        await().until(() -> !swarms.mailbox(anna.id()).isEmpty());
        Opened received = opened(ben).getFirst();
        assertThat(received.sender()).isEqualTo(anna.id());
        assertThat(received.sentAt()).isEqualTo(sent.sentAt());
        assertThat(text(received).body()).isEqualTo("Hello");
        assertThat(text(received).syncTarget()).isEmpty();
        assertThat(text(received).profile().orElseThrow().displayName()).isEqualTo("Anna");
        Opened copy = opened(anna).getFirst();
        assertThat(copy.sentAt()).isEqualTo(sent.sentAt());
        assertThat(text(copy).syncTarget()).contains(ben.id());
        assertThat(text(copy).profile()).isEmpty();
        await().until(this::outboxIsEmpty);
        assertThat(messenger.messages.way(anna, sent.id())).isEqualTo(ScriptedSwarms.WAY);
    }

    @Test
    void aNoteToSelfIsOneMessage() throws Exception {
        ConversationId notes = messenger.conversations.start(anna, anna.id()).id();

        Message note = messenger.messages.send(anna, notes, "Buy milk");

        awaitState(note, State.SENT);
        await().until(this::outboxIsEmpty);
        assertThat(opened(anna)).hasSize(1);
        assertThat(text(opened(anna).getFirst()).syncTarget()).contains(anna.id());
        assertThat(messenger.conversations.find(anna, notes).orElseThrow().noteToSelf()).isTrue();
    }

    @Test
    void textsAreCheckedBeforeAnythingIsWritten() throws Exception {
        assertThatThrownBy(() -> messenger.messages.send(anna, toBen, " \r\n\t "))
                .isInstanceOf(EmptyMessageException.class);
        assertThatThrownBy(() -> messenger.messages.send(anna, toBen, "🏡".repeat(2003)))
                .isInstanceOfSatisfying(
                        TooLongException.class, e -> assertThat(e.over()).isEqualTo(3));
        assertThat(messages()).isEmpty();

        Message longest = messenger.messages.send(anna, toBen, "🏡".repeat(2000));
        awaitState(longest, State.SENT);
        Message lines = messenger.messages.send(anna, toBen, "\r\n one\r\ntwo\u0000 \r\n");
        assertThat(lines.body()).isEqualTo("one\ntwo\u0000");
    }

    @Test
    void everyMessageHasAMillisecondOfItsOwn() throws Exception {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            times.add(messenger.messages.send(anna, toBen, "Message " + i).sentAt());
        }
        assertThat(times).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aClockThatWasAheadOnceDoesNotDateEverythingAhead() throws Exception {
        clock.travel(Duration.ofDays(400));
        messenger.messages.send(anna, toBen, "From the future");
        clock.travel(Duration.ofDays(-400));

        assertThat(messenger.messages.send(anna, toBen, "From now").sentAt())
                .isEqualTo(clock.instant());
    }

    @Test
    void aFullSwarmIsShownWithItsReasonAndTriedAgain() throws Exception {
        swarms.gate = refuse(ben.id(), Reason.FULL);
        Message message = messenger.messages.send(anna, toBen, "Hello");
        awaitState(message, State.FAILED);
        assertThat(now(message).failure()).contains(SendFailure.FULL);

        swarms.gate = to -> {};
        clock.travel(Duration.ofMinutes(6));
        messenger.messages.send(anna, messenger.conversations.start(anna, anna.id()).id(), "wake");

        awaitState(message, State.SENT);
        assertThat(now(message).failure()).isEmpty();
    }

    @Test
    void everyReasonIsTold() throws Exception {
        Reason[] reasons = {
            Reason.NO_NODES, Reason.NO_PATH, Reason.SWARM_UNREACHABLE, Reason.CLOCK, Reason.REFUSED
        };
        SendFailure[] told = {
            SendFailure.NETWORK_DOWN,
            SendFailure.NO_PATH,
            SendFailure.SWARM_UNREACHABLE,
            SendFailure.CLOCK,
            SendFailure.REFUSED
        };
        for (int i = 0; i < reasons.length; i++) {
            swarms.gate = refuse(ben.id(), reasons[i]);
            Message message = messenger.messages.send(anna, toBen, "Hello");
            awaitState(message, State.FAILED);
            assertThat(now(message).failure()).contains(told[i]);
            messenger.messages.discard(anna, message.id());
        }
        assertThat(messages()).isEmpty();
    }

    @Test
    void retryTriesAtOnce() throws Exception {
        swarms.gate = refuse(ben.id(), Reason.SWARM_UNREACHABLE);
        Message message = messenger.messages.send(anna, toBen, "Hello");
        awaitState(message, State.FAILED);

        swarms.gate = to -> {};
        messenger.messages.retry(anna, message.id());

        awaitState(message, State.SENT);
        assertThat(opened(ben)).hasSize(1);
    }

    @Test
    void whatTheNetworkRefusesRestsUntilItsAuthorTriesAgainAndHoldsNobodyUp() throws Exception {
        swarms.gate = refuse(ben.id(), Reason.REFUSED);
        Message refused = messenger.messages.send(anna, toBen, "First");
        awaitState(refused, State.FAILED);
        swarms.gate = to -> {};
        clock.travel(Duration.ofDays(1));

        Message next = messenger.messages.send(anna, toBen, "Second");
        awaitState(next, State.SENT);
        assertThat(now(refused).state()).isEqualTo(State.FAILED);

        messenger.messages.retry(anna, refused.id());
        awaitState(refused, State.SENT);
    }

    @Test
    void laterMessagesOfAConversationWaitForTheFirstAndThoseOfOthersDoNot() throws Exception {
        swarms.gate = refuse(ben.id(), Reason.SWARM_UNREACHABLE);
        Message first = messenger.messages.send(anna, toBen, "First");
        awaitState(first, State.FAILED);
        Message second = messenger.messages.send(anna, toBen, "Second");

        ConversationId notes = messenger.conversations.start(anna, anna.id()).id();
        awaitState(messenger.messages.send(anna, notes, "Elsewhere"), State.SENT);
        assertThat(now(second).state()).isEqualTo(State.SENDING);
        // Writing it had the first one tried once more.
        await().until(() ->
                messenger
                                .jdbc
                                .sql("select attempts from outbox where message = ? and not copy")
                                .param(first.id().value())
                                .query(Integer.class)
                                .single()
                        == 2);

        swarms.gate = to -> {};
        messenger.messages.retry(anna, first.id());
        awaitState(second, State.SENT);
        assertThat(opened(ben).stream().map(o -> text(o).body()))
                .containsExactly("First", "Second");
    }

    @Test
    void aDiscardedMessageIsGoneAndTheNextGoesOn() throws Exception {
        swarms.gate = refuse(ben.id(), Reason.FULL);
        Message first = messenger.messages.send(anna, toBen, "First");
        awaitState(first, State.FAILED);
        Message second = messenger.messages.send(anna, toBen, "Second");

        messenger.messages.discard(anna, first.id());

        awaitState(second, State.FAILED);
        swarms.gate = to -> {};
        messenger.messages.retry(anna, second.id());
        awaitState(second, State.SENT);
        assertThat(messages()).extracting(Message::body).containsExactly("Second");
        assertThat(opened(ben)).hasSize(1);
        messenger.messages.discard(anna, second.id());
        assertThat(messages()).hasSize(1);
    }

    @Test
    void afterADayAMessageRests() throws Exception {
        swarms.gate = refuse(ben.id(), Reason.FULL);
        Message message = messenger.messages.send(anna, toBen, "Hello");
        awaitState(message, State.FAILED);
        clock.travel(Duration.ofHours(25));
        messenger.messages.send(anna, messenger.conversations.start(anna, anna.id()).id(), "wake");
        await().until(() ->
                messenger
                                .jdbc
                                .sql(
                                        "select count(*) from outbox where due_at is null and not copy")
                                .query(Integer.class)
                                .single()
                        == 1);
        assertThat(now(message).state()).isEqualTo(State.FAILED);
    }

    @Test
    void whenTheNetworkComesBackWhatWaitedForItGoesAtOnce() throws Exception {
        swarms.gate =
                to -> {
                    throw failure(Reason.NO_NODES);
                };
        Message waiting = messenger.messages.send(anna, toBen, "Hello");
        awaitState(waiting, State.FAILED);
        swarms.gate = to -> {};

        ConversationId notes = messenger.conversations.start(anna, anna.id()).id();
        messenger.messages.send(anna, notes, "Is it back?");

        awaitState(waiting, State.SENT);
    }

    @Test
    void sendingNeedsNoVault() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        swarms.gate = to -> waitFor(hold);
        Message message = messenger.messages.send(anna, toBen, "Hello");
        vaults.lock(anna.owner());
        hold.countDown();

        await().until(this::outboxIsEmpty);
        vaults.open(anna.owner());
        assertThat(now(message).state()).isEqualTo(State.SENT);
    }

    @Test
    void twoHundredMessagesArriveOnceAndInOrderThoughTheProgramDiesAgainAndAgain()
            throws Exception {
        List<TestMessenger> dead = new ArrayList<>();
        Mortal mortal = replaceBy(dead);
        for (int i = 0; i < 200; i++) {
            messenger.messages.send(anna, toBen, "Message " + i);
            if (i % 10 == 9) {
                mortal.die();
                mortal = replaceBy(dead);
            }
        }
        await().atMost(Duration.ofSeconds(60)).until(this::outboxIsEmpty);
        dead.forEach(TestMessenger::close);

        assertThat(opened(ben).stream().map(o -> text(o).body()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "Message " + i).toList());
        assertThat(swarms.mailbox(anna.id())).hasSize(200);
        assertThat(messages()).extracting(Message::state).containsOnly(State.SENT);
    }

    private Mortal replaceBy(List<TestMessenger> dead) {
        dead.add(messenger);
        Mortal mortal = new Mortal(swarms);
        messenger =
                new TestMessenger(
                                database.dataSource(),
                                vaults,
                                TestMessenger.network(mortal, clock),
                                clock)
                        .started();
        return mortal;
    }

    /** What a program sees of the swarms. Once it is dead it learns nothing, whatever it stored. */
    private static final class Mortal implements Swarms {

        private final Swarms swarms;
        private volatile boolean dead;

        private Mortal(Swarms swarms) {
            this.swarms = swarms;
        }

        void die() {
            dead = true;
        }

        @Override
        public StoreReceipt store(AccountId to, Namespace namespace, byte[] data, Duration life)
                throws NetworkException {
            live();
            StoreReceipt receipt = swarms.store(to, namespace, data, life);
            live();
            return receipt;
        }

        @Override
        public Set<MessageHash> delete(
                AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes) {
            throw new IllegalStateException("Nobody deletes in this test");
        }

        @Override
        public int deleteAll(AccountId account, Ed25519KeyPair signer) {
            throw new IllegalStateException("Nobody leaves in this test");
        }

        @Override
        public Map<MessageHash, Instant> shorten(
                AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Instant expiry) {
            throw new IllegalStateException("Nobody reads in this test");
        }

        @Override
        public Polled poll(
                AccountId account,
                Ed25519KeyPair signer,
                List<Namespace> namespaces,
                Cursors cursors) {
            throw new IllegalStateException("Nobody receives in this test");
        }

        @Override
        public List<StoreReceipt> replace(
                AccountId account,
                Ed25519KeyPair signer,
                List<OwnMessage> messages,
                Set<MessageHash> obsolete) {
            throw new IllegalStateException("Nobody shares configs in this test");
        }

        @Override
        public Set<MessageHash> extend(
                AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Duration life) {
            throw new IllegalStateException("Nobody shares configs in this test");
        }

        private void live() {
            if (dead) {
                throw new IllegalStateException("dead");
            }
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScriptedSwarms.Gate refuse(AccountId account, Reason reason) {
        return to -> {
            if (to.equals(account)) {
                throw failure(reason);
            }
        };
    }

    private void awaitState(Message message, State state) {
        await().until(() -> now(message).state() == state);
    }

    private Message now(Message message) {
        return messenger.messages.find(anna, message.id()).orElseThrow();
    }

    private List<Message> messages() {
        return messenger.messages.page(anna, toBen, Optional.empty(), 200);
    }

    private boolean outboxIsEmpty() {
        return messenger.jdbc.sql("select count(*) from outbox").query(Integer.class).single() == 0;
    }

    private List<Opened> opened(Account account) {
        List<StoredMessage> mailbox = swarms.mailbox(account.id());
        try (AccountKeys keys = messenger.accounts.keys(account)) {
            List<Opened> opened = new ArrayList<>();
            synchronized (mailbox) {
                for (StoredMessage stored : mailbox) {
                    opened.add(DirectMessage.open(stored.data(), keys));
                }
            }
            return opened;
        } catch (app.snug.protocol.message.MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static Content.Visible text(Opened opened) {
        return (Content.Visible) opened.content();
    }
}
