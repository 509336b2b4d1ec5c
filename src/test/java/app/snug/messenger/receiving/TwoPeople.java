/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.awaitility.Awaitility.await;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.messenger.Message.State;
import app.snug.messenger.Reactions.Reaction;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.messenger.outbox.OutboxWorker;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.DirectMessage.Opened;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two people who write to each other, for what they do then. */
abstract class TwoPeople {

    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    final TestDatabase database = TestDatabase.fresh();
    final TestVaults vaults = new TestVaults();
    final TravellingClock clock = new TravellingClock(NOON);
    final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    final SecureRandom random = new SecureRandom();
    final TestMessenger messenger =
            new TestMessenger(
                    database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    final OutboxWorker worker = new OutboxWorker(messenger.outbox, swarms, messenger.ways);
    Person anna;
    Person ben;

    /** Somebody with an inbox. */
    record Person(Account account, AccountKeys keys, Poller poller) {
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

    Person person(String name) throws Exception {
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

    void say(Person from, Person to, String text) throws Exception {
        ConversationId id = messenger.conversations.start(from.account(), to.id()).id();
        clock.travel(Duration.ofMillis(10));
        var unused = messenger.messages.send(from.account(), id, text);
        deliver();
    }

    /** Everything that waits is sent, and everything sent is received. */
    void deliver() throws Exception {
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

    byte[] from(Person from, Person to, Content content, long second) {
        return sealed(from, to, content, NOON.plusSeconds(second));
    }

    byte[] sealed(Person from, Person to, Content content, Instant sentAt) {
        return DirectMessage.seal(content, sentAt, from.keys(), to.id(), random);
    }

    void receive(Person to, Person from, Content content, long second) throws Exception {
        receive(to, from, content, NOON.plusSeconds(second));
    }

    void receive(Person to, Person from, Content content, Instant sentAt) throws Exception {
        swarms.put(to.id(), sealed(from, to, content, sentAt));
        to.poller().poll();
    }

    void both(boolean on) {
        receiptsOf(anna, on);
        receiptsOf(ben, on);
    }

    void receiptsOf(Person who, boolean on) {
        messenger.preferences.change(who.account(), p -> p.readReceipts(on));
    }

    void typingOf(Person who, boolean on) {
        messenger.preferences.change(who.account(), p -> p.typing(on));
    }

    ConversationId with(Person who, Person other) {
        return messenger.conversations.with(who.account(), other.id()).orElseThrow().id();
    }

    List<Message> page(Person who, Person other) {
        return messenger.messages.page(who.account(), with(who, other), Optional.empty(), 100);
    }

    List<String> bodies(Person who, Person other) {
        return page(who, other).stream().map(Message::body).toList();
    }

    Message said(Person who, Person other, String body) {
        return page(who, other).stream()
                .filter(message -> message.body().equals(body))
                .findFirst()
                .orElseThrow();
    }

    Message only(Person who, Person other) {
        return page(who, other).stream()
                .filter(message -> message.kind() == Kind.DELETED)
                .findFirst()
                .orElseThrow();
    }

    /** Of one's own messages. */
    List<String> states(Person who, Person other) {
        return page(who, other).stream()
                .filter(message -> message.outgoing() && message.state() != State.RECEIVED)
                .map(message -> message.body() + " " + message.state())
                .toList();
    }

    List<Reaction> on(Person who, Person other, String body) {
        Message message = said(who, other, body);
        return messenger
                .reactions
                .of(who.account(), message.conversation(), List.of(message))
                .getOrDefault(message.id(), List.of());
    }

    List<Content> contents(Person of) {
        return List.copyOf(swarms.mailbox(of.id())).stream()
                .map(stored -> open(of, stored.data()).content())
                .toList();
    }

    Opened newest(Person of) {
        return open(of, swarms.mailbox(of.id()).getLast().data());
    }

    static Opened open(Person of, byte[] data) {
        try {
            return DirectMessage.open(data, of.keys());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    long errands() {
        return messenger
                .jdbc
                .sql("select count(*) from errand where action = 'DELETE'")
                .query(Long.class)
                .single();
    }

    /** In the tables that a message might leave something in. */
    long rows() {
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
