/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendTokenTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final SendToken token = SendToken.random();
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
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        toBen = messenger.conversations.start(anna, ben.id()).id();
        messenger.started();
    }

    @AfterEach
    void close() {
        messenger.close();
        database.close();
    }

    @Test
    void aWishSentTwiceIsOneMessageAlsoAfterARestart() throws Exception {
        Message sent = messenger.messages.send(anna, toBen, "Hello\r\nBen", token);
        awaitSent(sent);
        messenger.close();
        messenger = open().started();

        Message again = messenger.messages.send(anna, toBen, "Hello\nBen", token);

        assertThat(again.id()).isEqualTo(sent.id());
        assertThat(again.state()).isEqualTo(Message.State.SENT);
        assertThat(bodies(anna, toBen)).containsExactly("Hello\nBen");
        // What is sent later arrives later: there was no second one.
        awaitSent(messenger.messages.send(anna, toBen, "The next"));
        assertThat(swarms.mailbox(ben.id())).hasSize(2);
    }

    @Test
    void aWishSentManyTimesAtOnceThroughTwoProcessesIsOneMessage() throws Exception {
        try (TestMessenger other = open();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<MessageId>> wishes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                TestMessenger through = i % 2 == 0 ? messenger : other;
                wishes.add(() -> through.messages.send(anna, toBen, "Hello", token).id());
            }
            List<MessageId> made = new ArrayList<>();
            for (Future<MessageId> wish : senders.invokeAll(wishes)) {
                made.add(wish.get());
            }
            assertThat(new HashSet<>(made)).hasSize(1);
        }
        assertThat(bodies(anna, toBen)).containsExactly("Hello");
    }

    @Test
    void aTokenThatComesAgainWithSomethingElseLosesNothing() throws Exception {
        ConversationId notes = messenger.conversations.start(anna, anna.id()).id();
        messenger.messages.send(anna, toBen, "First", token);
        messenger.messages.send(anna, toBen, "Second", token);
        messenger.messages.send(anna, toBen, "Second", token);
        messenger.messages.send(anna, notes, "Second", token);

        assertThat(bodies(anna, toBen)).containsExactly("First", "Second");
        assertThat(bodies(anna, notes)).containsExactly("Second");
    }

    @Test
    void tokensOfDifferentAccountsHaveNothingToDoWithEachOther() throws Exception {
        ConversationId toAnna = messenger.conversations.start(ben, anna.id()).id();
        messenger.messages.send(anna, toBen, "Hello", token);
        messenger.messages.send(ben, toAnna, "Hello", token);

        assertThat(bodies(anna, toBen)).contains("Hello");
        assertThat(messenger.messages.page(ben, toAnna, Optional.empty(), 10))
                .filteredOn(Message::outgoing)
                .hasSize(1);
    }

    @Test
    void onlyShortPlainWordsAreTokens() {
        assertThat(SendToken.of("0f6b2c1e-7d1a-4a53-9f3e-0d6a5b1c2d3e")).isPresent();
        assertThat(SendToken.of("a".repeat(64))).isPresent();
        for (String no : new String[] {"", "a".repeat(65), "a b", "a\u0000", "ä", "a\n"}) {
            assertThat(SendToken.of(no)).as(no).isEmpty();
        }
    }

    private void awaitSent(Message message) {
        await().until(() ->
                messenger.messages.find(anna, message.id()).orElseThrow().state()
                        == Message.State.SENT);
    }

    private List<String> bodies(Account account, ConversationId conversation) {
        return messenger.messages.page(account, conversation, Optional.empty(), 10).stream()
                .map(Message::body)
                .toList();
    }
}
