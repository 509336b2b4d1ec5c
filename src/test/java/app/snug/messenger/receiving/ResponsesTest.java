/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.messenger.Message.State;
import app.snug.messenger.MessageId;
import app.snug.messenger.Reactions;
import app.snug.messenger.Reactions.Reaction;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.SendToken;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.messenger.Writing;
import app.snug.messenger.outbox.OutboxWorker;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.DirectMessage.Opened;
import app.snug.protocol.message.MessageName;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two people answer, react, take back, read and write; each also has another device. */
class ResponsesTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock = new TravellingClock(NOON);
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final SecureRandom random = new SecureRandom();
    private final TestMessenger messenger =
            new TestMessenger(
                    database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    private final OutboxWorker worker = new OutboxWorker(messenger.outbox, swarms);
    private Person anna;
    private Person ben;

    /** Somebody with an inbox. */
    private record Person(Account account, AccountKeys keys, Poller poller) {
        AccountId id() {
            return account.id();
        }
    }

    @BeforeEach
    void meet() throws Exception {
        worker.start();
        anna = person("Anna");
        ben = person("Ben");
        say(anna, ben, "Hello");
        say(ben, anna, "Hello to you");
    }

    private Person person(String name) throws Exception {
        Account account = messenger.accounts.create(vaults.newOwner(), name);
        return new Person(
                account,
                messenger.accounts.keys(account),
                TestPoller.of(account, messenger, swarms, clock));
    }

    @AfterEach
    void close() {
        worker.stop();
        anna.keys().close();
        ben.keys().close();
        messenger.close();
        database.close();
    }

    // Answers

    @Test
    void anAnswerQuotesTheMessageByItsNameOnBothSides() throws Exception {
        Message hello = said(ben, anna, "Hello");
        messenger.messages.send(
                ben.account(),
                with(ben, anna),
                new Writing("Which one?", Optional.of(hello.id())),
                SendToken.random());
        deliver();

        assertThat(said(ben, anna, "Which one?").extras().quote()).contains(hello.name());
        Message answer = said(anna, ben, "Which one?");
        assertThat(answer.extras().quote()).contains(hello.name());
        assertThat(messenger.messages.named(anna.account(), with(anna, ben), List.of(hello.name())))
                .containsOnlyKeys(hello.name());
        Opened wire = newest(anna);
        assertThat(((Content.Visible) wire.content()).quote()).contains(hello.name());
    }

    @Test
    void theSameWordsAsAnAnswerAreAnotherMessage() throws Exception {
        SendToken token = SendToken.random();
        MessageId hello = said(ben, anna, "Hello").id();
        Message plain = messenger.messages.send(ben.account(), with(ben, anna), "Yes", token);
        Writing answer = new Writing("Yes", Optional.of(hello));
        Message first = messenger.messages.send(ben.account(), with(ben, anna), answer, token);
        Message again = messenger.messages.send(ben.account(), with(ben, anna), answer, token);
        assertThat(first.id()).isNotEqualTo(plain.id()).isEqualTo(again.id());
    }

    @Test
    void aMessageOfAnotherConversationIsNotQuoted() throws Exception {
        Person cleo = person("Cleo");
        say(ben, cleo, "Between us");
        MessageId secret = said(ben, cleo, "Between us").id();
        Message sent =
                messenger.messages.send(
                        ben.account(),
                        with(ben, anna),
                        new Writing("Look", Optional.of(secret)),
                        SendToken.random());
        assertThat(sent.extras().quote()).isEmpty();
    }

    // Reactions

    @Test
    void aReactionIsOnTheMessageOnBothSidesUntilItIsTakenBack() throws Exception {
        MessageId hello = said(ben, anna, "Hello").id();
        messenger.reactions.react(ben.account(), hello, "🥰", false);
        messenger.reactions.react(ben.account(), hello, "😮", false);
        deliver();
        MessageId annas = said(anna, ben, "Hello").id();
        clock.travel(Duration.ofMillis(10));
        messenger.reactions.react(anna.account(), annas, "🥰", false);
        deliver();

        assertThat(on(ben, anna, "Hello"))
                .containsExactly(
                        new Reaction("🥰", List.of(ben.id(), anna.id())),
                        new Reaction("😮", List.of(ben.id())));
        assertThat(on(anna, ben, "Hello")).isEqualTo(on(ben, anna, "Hello"));
        assertThat(messenger.reactions.recent(ben.account(), with(ben, anna)))
                .hasSize(6)
                .startsWith("😮", "🥰", "😂");
        assertThat(messenger.conversations.with(anna.account(), ben.id()).orElseThrow().unread())
                .as("a reaction is no message")
                .isEqualTo(1);

        messenger.reactions.react(ben.account(), hello, "🥰", true);
        deliver();
        assertThat(on(anna, ben, "Hello"))
                .containsExactly(
                        new Reaction("😮", List.of(ben.id())),
                        new Reaction("🥰", List.of(anna.id())));
    }

    @Test
    void aReactionThatComesBeforeItsMessageWaitsForIt() throws Exception {
        MessageName late = new MessageName(ben.id(), NOON.plusSeconds(5));
        receive(anna, ben, new Content.Reaction(late, "👍", false, Context.NONE), 6);
        receive(anna, ben, new Content.Visible("Late", Context.NONE), late.sentAt());
        assertThat(on(anna, ben, "Late")).containsExactly(new Reaction("👍", List.of(ben.id())));
    }

    @Test
    void whatWasTakenBackStaysAwayInWhateverOrderItComes() throws Exception {
        MessageName hello = said(anna, ben, "Hello").name();
        receive(anna, ben, new Content.Reaction(hello, "👍", true, Context.NONE), 9);
        receive(anna, ben, new Content.Reaction(hello, "👍", false, Context.NONE), 8);
        assertThat(on(anna, ben, "Hello")).isEmpty();
        receive(anna, ben, new Content.Reaction(hello, "👍", false, Context.NONE), 10);
        assertThat(on(anna, ben, "Hello")).hasSize(1);
    }

    @Test
    void whatIReactOnAnotherDeviceIsHereToo() throws Exception {
        MessageName hello = said(ben, anna, "Hello").name();
        swarms.put(
                ben.id(),
                DirectMessage.seal(
                        new Content.Reaction(hello, "👍", false, Context.copy(anna.id())),
                        NOON.plusSeconds(7),
                        ben.keys(),
                        ben.id(),
                        random));
        ben.poller().poll();
        assertThat(on(ben, anna, "Hello")).containsExactly(new Reaction("👍", List.of(ben.id())));
    }

    @Test
    void aBlockedPersonsReactionIsDropped() throws Exception {
        messenger.choices.block(anna.account(), with(anna, ben), true);
        MessageName hello = said(anna, ben, "Hello").name();
        receive(anna, ben, new Content.Reaction(hello, "👍", false, Context.NONE), 8);
        assertThat(on(anna, ben, "Hello")).isEmpty();
    }

    @Test
    void aPersonPutsFiftyEmojiOnAMessageAtMost() throws Exception {
        MessageName hello = said(anna, ben, "Hello").name();
        for (int i = 0; i < 60; i++) {
            String emoji = Character.toString(0x1F600 + i);
            swarms.put(
                    anna.id(),
                    from(
                            ben,
                            anna,
                            new Content.Reaction(hello, emoji, false, Context.NONE),
                            10 + i));
        }
        anna.poller().poll();
        assertThat(on(anna, ben, "Hello")).hasSize(50);
    }

    @Test
    void afterTwentyReactionsWithinAMinuteOneHasToWait() throws Exception {
        MessageId hello = said(ben, anna, "Hello").id();
        for (int i = 0; i < Reactions.MOST_A_MINUTE; i++) {
            messenger.reactions.react(ben.account(), hello, "👍", i % 2 == 1);
        }
        assertThatThrownBy(() -> messenger.reactions.react(ben.account(), hello, "👍", false))
                .isInstanceOf(Reactions.TooManyException.class);
        clock.travel(Duration.ofSeconds(61));
        messenger.reactions.react(ben.account(), hello, "👍", false);
        assertThat(on(ben, anna, "Hello")).hasSize(1);
    }

    // Deleting

    @Test
    void whatIsDeletedForEveryoneIsALineOnBothSidesAndOnOwnDevices() throws Exception {
        Message yours = said(ben, anna, "Hello to you");
        messenger.reactions.react(
                anna.account(), said(anna, ben, "Hello to you").id(), "👍", false);
        deliver();
        messenger.deletions.everywhere(ben.account(), List.of(yours.id()));
        deliver();

        for (Message left : List.of(only(ben, anna), only(anna, ben))) {
            assertThat(left.kind()).isEqualTo(Kind.DELETED);
            assertThat(left.body()).isEmpty();
            assertThat(left.name()).isEqualTo(yours.name());
        }
        assertThat(messenger.jdbc.sql("select count(*) from reaction").query(Long.class).single())
                .isZero();
        assertThat(newest(anna).content()).isEqualTo(new Content.Unsend(yours.name()));
        assertThat(newest(ben).content()).isEqualTo(new Content.Unsend(yours.name()));
        assertThat(messenger.conversations.with(anna.account(), ben.id()).orElseThrow().unread())
                .isZero();
        assertThat(errands()).as("both swarms are asked").isEqualTo(2);
    }

    @Test
    void onlyTheAuthorOrAnotherDeviceOfOursTakesAMessageBack() throws Exception {
        Message annas = said(anna, ben, "Hello");
        receive(anna, ben, new Content.Unsend(annas.name()), 5);
        assertThat(said(anna, ben, "Hello").kind()).isEqualTo(Kind.TEXT);

        swarms.put(
                anna.id(),
                DirectMessage.seal(
                        new Content.Unsend(annas.name()),
                        NOON.plusSeconds(6),
                        anna.keys(),
                        anna.id(),
                        random));
        anna.poller().poll();
        assertThat(only(anna, ben).name()).isEqualTo(annas.name());
    }

    @Test
    void aMessageThatWasTakenBackBeforeItCameIsNotShown() throws Exception {
        MessageName late = new MessageName(ben.id(), NOON.plusSeconds(5));
        receive(anna, ben, new Content.Unsend(late), 6);
        receive(anna, ben, new Content.Visible("Late", Context.NONE), late.sentAt());
        assertThat(bodies(anna, ben)).doesNotContain("Late");
    }

    @Test
    void aBlockedPersonTakesNothingBack() throws Exception {
        messenger.choices.block(anna.account(), with(anna, ben), true);
        receive(anna, ben, new Content.Unsend(said(anna, ben, "Hello to you").name()), 5);
        assertThat(bodies(anna, ben)).contains("Hello to you");
    }

    @Test
    void deletingHereTellsNobody() throws Exception {
        int stored = swarms.stores.get();
        messenger.deletions.here(
                ben.account(),
                List.of(said(ben, anna, "Hello").id(), said(ben, anna, "Hello to you").id()));
        deliver();
        assertThat(swarms.stores.get()).isEqualTo(stored);
        assertThat(page(ben, anna))
                .extracting(Message::kind)
                .filteredOn(kind -> kind != Kind.ACCEPTED)
                .containsOnly(Kind.DELETED);
        assertThat(bodies(anna, ben)).contains("Hello", "Hello to you");
        messenger.deletions.here(ben.account(), page(ben, anna).stream().map(Message::id).toList());
        assertThat(page(ben, anna)).as("the lines, too").isEmpty();
        assertThat(messenger.conversations.with(ben.account(), anna.id()).orElseThrow().last())
                .isEmpty();
    }

    @Test
    void nobodyDeletesWhatAnotherWroteForEveryone() throws Exception {
        messenger.deletions.everywhere(ben.account(), List.of(said(ben, anna, "Hello").id()));
        assertThat(bodies(ben, anna)).contains("Hello");
        messenger.deletions.here(ben.account(), List.of(said(anna, ben, "Hello").id()));
        assertThat(bodies(anna, ben)).contains("Hello");
    }

    @Test
    void aNoteIsGoneFromAllDevicesWithoutATrace() throws Exception {
        say(ben, ben, "Buy bread");
        messenger.deletions.everywhere(ben.account(), List.of(said(ben, ben, "Buy bread").id()));
        deliver();
        assertThat(page(ben, ben)).isEmpty();
        assertThat(newest(ben).content()).isInstanceOf(Content.Unsend.class);
    }

    // Receipts

    @Test
    void whatIsReadIsToldInOneLetterAndMarksExactlyThoseMessages() throws Exception {
        both(true);
        say(anna, ben, "One");
        say(anna, ben, "Two");
        messenger.conversations.markRead(ben.account(), with(ben, anna));
        say(anna, ben, "Three");
        deliver();

        assertThat(states(anna, ben))
                .containsExactly("Hello READ", "One READ", "Two READ", "Three SENT");
        assertThat(contents(anna)).filteredOn(Content.ReadReceipt.class::isInstance).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void receiptsAreForThoseWhoWantThem(boolean reader) throws Exception {
        receiptsOf(ben, reader);
        receiptsOf(anna, !reader);
        messenger.conversations.markRead(ben.account(), with(ben, anna));
        deliver();
        assertThat(states(anna, ben)).containsExactly("Hello SENT");
        assertThat(contents(anna))
                .filteredOn(Content.ReadReceipt.class::isInstance)
                .hasSize(reader ? 1 : 0);
    }

    @Test
    void aPersonWhoWasNotAcceptedIsToldNothing() throws Exception {
        both(true);
        Person cleo = person("Cleo");
        say(cleo, ben, "Let me in");
        messenger.conversations.markRead(ben.account(), with(ben, cleo));
        deliver();
        assertThat(contents(cleo)).noneMatch(Content.ReadReceipt.class::isInstance);
        say(ben, ben, "Note");
        messenger.conversations.markRead(ben.account(), with(ben, ben));
        assertThat(contents(ben)).noneMatch(Content.ReadReceipt.class::isInstance);
    }

    @Test
    void aStrangersOrABlockedPersonsReceiptMarksNothing() throws Exception {
        both(true);
        Instant sentAt = said(anna, ben, "Hello").sentAt();
        Person cleo = person("Cleo");
        receive(anna, cleo, new Content.ReadReceipt(List.of(sentAt)), 3);
        messenger.choices.block(anna.account(), with(anna, ben), true);
        receive(anna, ben, new Content.ReadReceipt(List.of(sentAt)), 4);
        assertThat(states(anna, ben)).containsExactly("Hello SENT");
        messenger.choices.block(anna.account(), with(anna, ben), false);
        receive(anna, ben, new Content.ReadReceipt(List.of(sentAt.plusMillis(1), sentAt)), 5);
        assertThat(states(anna, ben)).containsExactly("Hello READ");
    }

    // Typing

    @Test
    void whoeverWritesIsShownForFifteenSecondsAndLeavesNoTrace() throws Exception {
        typingOf(anna, true);
        typingOf(ben, true);
        AtomicInteger news = new AtomicInteger();
        long rows = rows();
        try (var unused = messenger.typing.follow(anna.account(), news::incrementAndGet)) {
            int before = swarms.mailbox(anna.id()).size();
            messenger.typing.writes(ben.account(), with(ben, anna), true);
            messenger.typing.writes(ben.account(), with(ben, anna), true);
            await().until(() -> swarms.mailbox(anna.id()).size() > before);
            anna.poller().poll();
            assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben)))
                    .contains(clock.instant().plusSeconds(15));
            assertThat(swarms.mailbox(anna.id())).as("told once").hasSize(before + 1);
            assertThat(news).hasValue(1);

            clock.travel(Duration.ofSeconds(10));
            messenger.typing.writes(ben.account(), with(ben, anna), true);
            await().until(() -> swarms.mailbox(anna.id()).size() > before + 1);
            messenger.typing.writes(ben.account(), with(ben, anna), false);
            messenger.typing.writes(ben.account(), with(ben, anna), false);
            await().until(() -> swarms.mailbox(anna.id()).size() > before + 2);
            clock.travel(Duration.ofMillis(5));
            anna.poller().poll();
            assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
        }
        assertThat(rows()).isEqualTo(rows);
        assertThat(contents(anna))
                .filteredOn(Content.Typing.class::isInstance)
                .containsExactly(
                        new Content.Typing(true),
                        new Content.Typing(true),
                        new Content.Typing(false));
    }

    @Test
    void aMessageEndsTypingAndSoDoesTime() throws Exception {
        typingOf(anna, true);
        receive(anna, ben, new Content.Typing(true), 1);
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isPresent();
        clock.travel(Duration.ofSeconds(15));
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
        receive(anna, ben, new Content.Typing(true), 14);
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isPresent();
        receive(anna, ben, new Content.Visible("There", Context.NONE), 15);
        anna.poller().poll();
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
    }

    @Test
    void typingIsForThoseWhoWantItAndHaveAcceptedEachOther() throws Exception {
        receive(anna, ben, new Content.Typing(true), 0);
        anna.poller().poll();
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
        typingOf(anna, true);
        receive(anna, ben, new Content.Typing(true), -20);
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
        Person cleo = person("Cleo");
        say(cleo, anna, "Let me in");
        receive(anna, cleo, new Content.Typing(true), 0);
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, cleo))).isEmpty();
    }

    // Looking up

    @Test
    void messagesAreFoundByNameByPlaceAndByTime() throws Exception {
        clock.travel(Duration.ofMinutes(1));
        say(anna, ben, "Later");
        ConversationId here = with(ben, anna);
        Message first = said(ben, anna, "Hello");
        assertThat(messenger.messages.after(ben.account(), here, first.id(), 10))
                .filteredOn(message -> message.kind() == Kind.TEXT)
                .extracting(Message::body)
                .containsExactly("Hello to you", "Later");
        assertThat(messenger.messages.after(ben.account(), here, first.id(), 1)).hasSize(1);
        assertThat(messenger.messages.firstSince(ben.account(), here, NOON.plusSeconds(30)))
                .contains(said(ben, anna, "Later").id());
        assertThat(messenger.messages.hash(ben.account(), first.id())).isPresent();
        assertThat(messenger.messages.hash(anna.account(), first.id())).isEmpty();
        assertThat(messenger.messages.after(anna.account(), here, first.id(), 10)).isEmpty();
        assertThat(messenger.messages.named(anna.account(), here, List.of(first.name()))).isEmpty();
    }

    // How they talk

    private void say(Person from, Person to, String text) throws Exception {
        ConversationId id = messenger.conversations.start(from.account(), to.id()).id();
        clock.travel(Duration.ofMillis(10));
        var unused = messenger.messages.send(from.account(), id, text);
        deliver();
    }

    /** Everything that waits is sent, and everything sent is received. */
    private void deliver() throws Exception {
        await().pollInterval(Duration.ofMillis(5))
                .until(() ->
                        messenger
                                        .jdbc
                                        .sql("select count(*) from outbox where due_at is not null")
                                        .query(Long.class)
                                        .single()
                                == 0);
        anna.poller().poll();
        ben.poller().poll();
    }

    private byte[] from(Person from, Person to, Content content, long second) {
        return sealed(from, to, content, NOON.plusSeconds(second));
    }

    private byte[] sealed(Person from, Person to, Content content, Instant sentAt) {
        return DirectMessage.seal(content, sentAt, from.keys(), to.id(), random);
    }

    private void receive(Person to, Person from, Content content, long second) throws Exception {
        receive(to, from, content, NOON.plusSeconds(second));
    }

    private void receive(Person to, Person from, Content content, Instant sentAt) throws Exception {
        swarms.put(to.id(), sealed(from, to, content, sentAt));
        to.poller().poll();
    }

    private void both(boolean on) {
        receiptsOf(anna, on);
        receiptsOf(ben, on);
    }

    private void receiptsOf(Person who, boolean on) {
        messenger.preferences.change(who.account(), p -> p.readReceipts(on));
    }

    private void typingOf(Person who, boolean on) {
        messenger.preferences.change(who.account(), p -> p.typing(on));
    }

    private ConversationId with(Person who, Person other) {
        return messenger.conversations.with(who.account(), other.id()).orElseThrow().id();
    }

    private List<Message> page(Person who, Person other) {
        return messenger.messages.page(who.account(), with(who, other), Optional.empty(), 100);
    }

    private List<String> bodies(Person who, Person other) {
        return page(who, other).stream().map(Message::body).toList();
    }

    private Message said(Person who, Person other, String body) {
        return page(who, other).stream()
                .filter(message -> message.body().equals(body))
                .findFirst()
                .orElseThrow();
    }

    private Message only(Person who, Person other) {
        return page(who, other).stream()
                .filter(message -> message.kind() == Kind.DELETED)
                .findFirst()
                .orElseThrow();
    }

    /** Of one's own messages. */
    private List<String> states(Person who, Person other) {
        return page(who, other).stream()
                .filter(message -> message.outgoing() && message.state() != State.RECEIVED)
                .map(message -> message.body() + " " + message.state())
                .toList();
    }

    private List<Reaction> on(Person who, Person other, String body) {
        Message message = said(who, other, body);
        return messenger
                .reactions
                .of(who.account(), message.conversation(), List.of(message))
                .getOrDefault(message.id(), List.of());
    }

    private List<Content> contents(Person of) {
        return List.copyOf(swarms.mailbox(of.id())).stream()
                .map(stored -> open(of, stored.data()).content())
                .toList();
    }

    private Opened newest(Person of) {
        return open(of, swarms.mailbox(of.id()).getLast().data());
    }

    private static Opened open(Person of, byte[] data) {
        try {
            return DirectMessage.open(data, of.keys());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private long errands() {
        return messenger
                .jdbc
                .sql("select count(*) from errand where action = 'DELETE'")
                .query(Long.class)
                .single();
    }

    /** In the tables that a message might leave something in. */
    private long rows() {
        return messenger
                .jdbc
                .sql(
                        """
                        select (select count(*) from message) + (select count(*) from outbox)
                             + (select count(*) from reaction) + (select count(*) from seen_hash)
                             + (select count(*) from account_change)
                        """)
                .query(Long.class)
                .single();
    }
}
