/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static app.snug.messenger.ScriptedSwarms.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.SyncStatus;
import app.snug.messenger.SyncStatus.Stage;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.network.NetworkException;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.SenderProfile;
import app.snug.protocol.storage.Namespace;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One account in two messengers, each with a database of its own. */
class SyncTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final TravellingClock clock = new TravellingClock(NOON);
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private Device desk;
    private Device phone;
    private final AccountKeys bens = AccountKeys.fromEntropy(AccountKeys.newEntropy(random));

    private final class Device {
        final TestDatabase database = TestDatabase.fresh();
        final TestVaults vaults = new TestVaults();
        TestMessenger messenger;
        Account account;
        Poller poller;

        /**
         * @param words of an account to restore; none make a new one
         */
        Device(String words) throws Exception {
            messenger = messenger(database, vaults);
            account =
                    words.isEmpty()
                            ? messenger.accounts.create(vaults.newOwner(), "Anna")
                            : messenger.accounts.restore(vaults.newOwner(), words, "Typed");
            poller = TestPoller.of(account, messenger, swarms, clock);
        }

        /** What was in memory is gone. */
        void restart() {
            messenger.close();
            messenger = messenger(database, vaults);
            account = messenger.accounts.find(account.owner(), account.ref()).orElseThrow();
            poller = TestPoller.of(account, messenger, swarms, clock);
        }

        /** Reads, and pushes what waited for long enough. */
        void sync() throws Exception {
            poller.poll();
            clock.travel(Sharing.APART);
            poller.poll();
        }

        String name() {
            return messenger.accounts.name(account);
        }

        Summary with(AccountId peer) {
            return messenger.conversations.with(account, peer).orElseThrow();
        }

        List<AccountId> listed() {
            return messenger.conversations.list(account, Optional.empty(), 50).stream()
                    .map(Summary::peer)
                    .toList();
        }

        List<String> bodies(AccountId peer) {
            return messenger.messages.page(account, with(peer).id(), Optional.empty(), 50).stream()
                    .filter(message -> message.kind() == Message.Kind.TEXT)
                    .map(Message::body)
                    .toList();
        }

        SyncStatus.Report status() {
            return messenger.syncStatus.of(account);
        }
    }

    private TestMessenger messenger(TestDatabase database, TestVaults vaults) {
        return new TestMessenger(
                database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    }

    @BeforeEach
    void meet() throws Exception {
        desk = new Device("");
        desk.sync();
        phone = another();
        phone.sync();
    }

    private Device another() throws Exception {
        return new Device(desk.messenger.accounts.recoveryWords(desk.account));
    }

    @AfterEach
    void close() {
        for (Device device : List.of(desk, phone)) {
            device.messenger.close();
            device.database.close();
        }
        bens.close();
    }

    private void benWrites(String text, Instant at) {
        Content.Visible content =
                new Content.Visible(
                        text, Content.Context.of(new SenderProfile("Ben", Optional.of(NOON))));
        swarms.put(
                desk.account.id(),
                DirectMessage.seal(content, at, bens, desk.account.id(), random));
    }

    private void benWritesAndIsAccepted(String text) throws Exception {
        benWrites(text, clock.instant());
        both();
        desk.messenger.choices.approve(desk.account, desk.with(bens.id()).id());
        both();
    }

    private void both() throws Exception {
        desk.sync();
        phone.sync();
        desk.sync();
        phone.sync();
    }

    @Test
    void theNameComesBackAndGoesBothWays() throws Exception {
        assertThat(phone.name()).isEqualTo("Anna");
        assertThat(phone.status().stage()).isEqualTo(Stage.DONE);

        clock.travel(Duration.ofMinutes(1));
        phone.messenger.accounts.rename(phone.account, "Anna M.");
        both();
        assertThat(desk.name()).isEqualTo("Anna M.");
        clock.travel(Duration.ofMinutes(1));
        desk.messenger.accounts.rename(desk.account, "A. M.");
        both();
        assertThat(phone.name()).isEqualTo("A. M.");
        assertThat(swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE)).hasSize(1);
    }

    @Test
    void aNameIsTypedOnlyForAnAccountThatTheNetworkDoesNotRemember() throws Exception {
        swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE).clear();
        Device tablet = another();
        assertThat(tablet.status().stage()).isEqualTo(Stage.LOOKING);
        tablet.sync();
        assertThat(tablet.name()).isEqualTo("Typed");
        assertThat(swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE)).hasSize(1);
        tablet.messenger.close();
        tablet.database.close();
    }

    @Test
    void whatIsWrittenOnOneDeviceStandsOnTheOther() throws Exception {
        ConversationId toBen = desk.messenger.conversations.start(desk.account, bens.id()).id();
        desk.messenger.messages.send(desk.account, toBen, "Hello Ben");
        // As the outbox does when the message itself is sent.
        byte[] copy =
                desk.messenger
                        .jdbc
                        .sql("select data from outbox where copy")
                        .query(byte[].class)
                        .single();
        both();
        swarms.put(desk.account.id(), copy);
        both();
        assertThat(phone.bodies(bens.id())).containsExactly("Hello Ben");
        assertThat(desk.bodies(bens.id())).containsExactly("Hello Ben");
        assertThat(phone.with(bens.id()).settings().approved()).isTrue();
        assertThat(phone.with(bens.id()).unread()).isZero();
    }

    @Test
    void whatIsReadOnOneDeviceIsReadOnTheOther() throws Exception {
        benWrites("one", clock.instant());
        clock.travel(Duration.ofSeconds(5));
        benWrites("two", clock.instant());
        both();
        assertThat(phone.with(bens.id()).unread()).isEqualTo(2);
        desk.messenger.conversations.markRead(desk.account, desk.with(bens.id()).id());
        both();
        assertThat(phone.with(bens.id()).unread()).isZero();

        clock.travel(Duration.ofSeconds(5));
        benWrites("three", clock.instant());
        both();
        assertThat(phone.with(bens.id()).unread()).isEqualTo(1);
        assertThat(desk.with(bens.id()).unread()).isEqualTo(1);

        phone.messenger.conversations.markRead(phone.account, phone.with(bens.id()).id());
        phone.messenger.choices.markUnread(phone.account, phone.with(bens.id()).id());
        both();
        assertThat(desk.with(bens.id()).unread()).isZero();
        assertThat(desk.with(bens.id()).settings().markedUnread()).isTrue();
        desk.messenger.conversations.markRead(desk.account, desk.with(bens.id()).id());
        both();
        assertThat(phone.with(bens.id()).settings().markedUnread()).isFalse();
    }

    @Test
    void whatIsDecidedAboutAConversationHoldsOnBothDevices() throws Exception {
        benWrites("hello", clock.instant());
        both();
        assertThat(phone.with(bens.id()).name()).contains("Ben");
        assertThat(phone.with(bens.id()).settings().approved()).isFalse();
        ConversationId id = desk.with(bens.id()).id();
        Instant tomorrow = NOON.plus(Duration.ofDays(1));
        Disappearing after = new Disappearing(Disappearing.Mode.AFTER_READING, Duration.ofHours(1));
        desk.messenger.choices.approve(desk.account, id);
        desk.messenger.choices.pin(desk.account, id, true);
        desk.messenger.choices.mute(desk.account, id, Optional.of(tomorrow));
        desk.messenger.choices.nickname(desk.account, id, "Benny");
        desk.messenger.choices.disappearing(desk.account, id, Optional.of(after));
        desk.messenger.choices.block(desk.account, id, true);
        both();

        Summary seen = phone.with(bens.id());
        assertThat(seen.name()).contains("Benny");
        assertThat(seen.settings())
                .isEqualTo(desk.with(bens.id()).settings())
                .satisfies(s -> {
                    assertThat(s.ownName()).contains("Ben");
                    assertThat(s.approved()).isTrue();
                    assertThat(s.pinned()).isTrue();
                    assertThat(s.mutedUntil()).contains(tomorrow);
                    assertThat(s.blocked()).isTrue();
                    assertThat(s.disappearing()).contains(after);
                });

        phone.messenger.choices.pin(phone.account, seen.id(), false);
        phone.messenger.choices.mute(phone.account, seen.id(), Optional.empty());
        phone.messenger.choices.nickname(phone.account, seen.id(), "");
        phone.messenger.choices.block(phone.account, seen.id(), false);
        phone.messenger.choices.disappearing(phone.account, seen.id(), Optional.empty());
        both();
        assertThat(desk.with(bens.id()).settings())
                .isEqualTo(phone.with(bens.id()).settings())
                .satisfies(s -> {
                    assertThat(s.pinned()).isFalse();
                    assertThat(s.nickname()).isEmpty();
                    assertThat(s.blocked()).isFalse();
                    assertThat(s.approved()).isTrue();
                });
    }

    @Test
    void whatABlockedPersonWritesIsNotShownOnAnyDevice() throws Exception {
        benWritesAndIsAccepted("hello");
        desk.messenger.choices.block(desk.account, desk.with(bens.id()).id(), true);
        both();
        benWrites("let me in", clock.instant());
        both();
        assertThat(phone.bodies(bens.id())).containsExactly("hello");
        assertThat(desk.bodies(bens.id())).containsExactly("hello");
    }

    @Test
    void pinnedConversationsStandFirst() throws Exception {
        AccountKeys cleo = AccountKeys.fromEntropy(AccountKeys.newEntropy(random));
        benWritesAndIsAccepted("hello");
        clock.travel(Duration.ofMinutes(1));
        desk.messenger.conversations.start(desk.account, cleo.id());
        assertThat(desk.listed()).containsExactly(cleo.id(), bens.id());
        desk.messenger.choices.pin(desk.account, desk.with(bens.id()).id(), true);
        assertThat(desk.listed()).containsExactly(bens.id(), cleo.id());
        Summary first =
                desk.messenger.conversations.list(desk.account, Optional.empty(), 1).getFirst();
        assertThat(desk.messenger.conversations.list(desk.account, Optional.of(first), 1))
                .singleElement()
                .satisfies(second -> assertThat(second.peer()).isEqualTo(cleo.id()));
        cleo.close();
    }

    @Test
    void whatIsHiddenIsHiddenEverywhereUntilSomebodyWrites() throws Exception {
        benWritesAndIsAccepted("hello");
        desk.messenger.choices.hide(desk.account, desk.with(bens.id()).id());
        both();
        assertThat(phone.listed()).isEmpty();
        assertThat(phone.bodies(bens.id())).isEmpty();

        clock.travel(Duration.ofMinutes(10));
        benWrites("still there?", clock.instant());
        both();
        assertThat(phone.listed()).containsExactly(bens.id());
        assertThat(desk.bodies(bens.id())).containsExactly("still there?");
        assertThat(phone.with(bens.id()).settings().hidden()).isFalse();
    }

    @Test
    void whatIsDeletedGoesEverywhereAndDoesNotReturn() throws Exception {
        benWrites("hello", clock.instant());
        both();
        clock.travel(Duration.ofMinutes(10));
        desk.messenger.choices.delete(desk.account, desk.with(bens.id()).id());
        both();
        assertThat(phone.messenger.conversations.with(phone.account, bens.id())).isEmpty();

        // The message still lies in the swarm, and a new device reads it.
        Device tablet = another();
        tablet.sync();
        assertThat(tablet.messenger.conversations.with(tablet.account, bens.id())).isEmpty();

        clock.travel(Duration.ofMinutes(10));
        benWrites("again", clock.instant());
        both();
        tablet.sync();
        assertThat(tablet.bodies(bens.id())).containsExactly("again");
        tablet.messenger.close();
        tablet.database.close();
    }

    @Test
    void aMessageThatWaitedForItsSendersNetworkIsNotOutdated() throws Exception {
        Instant written = clock.instant();
        clock.travel(Duration.ofMinutes(10));
        desk.messenger.conversations.start(desk.account, desk.account.id());
        AccountId other = new AccountId("05" + "ab".repeat(32));
        desk.messenger.choices.pin(
                desk.account, desk.messenger.conversations.start(desk.account, other).id(), true);
        both();
        clock.travel(Duration.ofMinutes(10));
        benWrites("sent late", written);
        both();
        assertThat(desk.bodies(bens.id())).containsExactly("sent late");
    }

    @Test
    void aRestoredDeviceHasContactsReadStateAndTheMessagesStillThere() throws Exception {
        benWrites("one", clock.instant());
        both();
        desk.messenger.conversations.markRead(desk.account, desk.with(bens.id()).id());
        desk.messenger.choices.nickname(desk.account, desk.with(bens.id()).id(), "Benny");
        clock.travel(Duration.ofSeconds(5));
        benWrites("two", clock.instant());
        both();

        Device tablet = another();
        tablet.sync();
        assertThat(tablet.with(bens.id()).name()).contains("Benny");
        assertThat(tablet.bodies(bens.id())).containsExactly("one", "two");
        assertThat(tablet.with(bens.id()).unread()).isEqualTo(1);
        assertThat(tablet.status())
                .satisfies(s -> {
                    assertThat(s.stage()).isEqualTo(Stage.DONE);
                    assertThat(s.contacts()).isEqualTo(1);
                    assertThat(s.conversations()).isEqualTo(1);
                    assertThat(s.messages()).isEqualTo(2);
                    assertThat(s.unsharedSince()).isEmpty();
                });
        tablet.messenger.close();
        tablet.database.close();
    }

    @Test
    void manyEditsArePushedTogether() throws Exception {
        benWrites("hello", clock.instant());
        both();
        int before = swarms.pushes.get();
        ConversationId id = desk.with(bens.id()).id();
        for (int i = 0; i < 30; i++) {
            desk.messenger.choices.nickname(desk.account, id, "Ben " + i);
        }
        desk.sync();
        assertThat(swarms.pushes.get()).isEqualTo(before + 1);
        phone.sync();
        assertThat(phone.with(bens.id()).name()).contains("Ben 29");
    }

    @Test
    void twoEditsAtOnceConverge() throws Exception {
        benWrites("hello", clock.instant());
        both();
        desk.messenger.choices.nickname(desk.account, desk.with(bens.id()).id(), "Desk");
        phone.messenger.choices.nickname(phone.account, phone.with(bens.id()).id(), "Phone");
        phone.messenger.choices.pin(phone.account, phone.with(bens.id()).id(), true);
        both();
        both();
        assertThat(desk.with(bens.id()).settings()).isEqualTo(phone.with(bens.id()).settings());
        assertThat(desk.with(bens.id()).settings().pinned()).isTrue();
        assertThat(swarms.mailbox(desk.account.id(), Namespace.CONTACTS)).hasSize(1);
    }

    @Test
    void aCrashBetweenStoringAndPushingPushesAfterTheRestart() throws Exception {
        desk.messenger.accounts.rename(desk.account, "Before the crash");
        desk.restart();
        desk.sync();
        phone.sync();
        assertThat(phone.name()).isEqualTo("Before the crash");
    }

    @Test
    void aCrashBetweenPushingAndItsAnswerPushesTheSameAgain() throws Exception {
        desk.messenger.accounts.rename(desk.account, "Nearly there");
        swarms.pushedGate =
                account -> {
                    throw new IllegalStateException("killed");
                };
        desk.sync();
        List<StoredMessage> stored =
                List.copyOf(swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE));
        swarms.pushedGate = account -> {};
        desk.restart();
        desk.sync();
        assertThat(swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE))
                .extracting(StoredMessage::hash)
                .containsExactly(stored.getLast().hash());
        phone.sync();
        assertThat(phone.name()).isEqualTo("Nearly there");
        assertThat(desk.status().unsharedSince()).isEmpty();
    }

    @Test
    void withoutANetworkChangesWaitAndNothingIsLost() throws Exception {
        swarms.pushGate =
                account -> {
                    throw failure(NetworkException.Reason.NO_PATH);
                };
        desk.messenger.accounts.rename(desk.account, "Patient");
        desk.sync();
        assertThat(desk.status().unsharedSince()).isPresent();
        swarms.pushGate = account -> {};
        clock.travel(Duration.ofMinutes(6));
        desk.sync();
        phone.sync();
        assertThat(phone.name()).isEqualTo("Patient");
        assertThat(desk.status().unsharedSince()).isEmpty();
        assertThat(swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE)).hasSize(1);
    }

    @Test
    void aConfigThatCannotBeReadIsCountedAndStaysAndBlocksNothing() throws Exception {
        swarms.put(desk.account.id(), Namespace.CONTACTS, new byte[] {1, 2, 3});
        clock.travel(Duration.ofSeconds(1));
        phone.messenger.accounts.rename(phone.account, "Newer");
        benWrites("hello", clock.instant());
        both();
        both();
        assertThat(desk.name()).isEqualTo("Newer");
        assertThat(phone.with(bens.id()).name()).contains("Ben");
        for (Device device : List.of(desk, phone)) {
            assertThat(device.status().parts())
                    .extracting(SyncStatus.PartReport::unreadable)
                    .containsExactly(0L, 1L, 0L, 0L);
        }
        assertThat(swarms.mailbox(desk.account.id(), Namespace.CONTACTS))
                .hasSize(2)
                .extracting(StoredMessage::data)
                .contains(new byte[] {1, 2, 3});
    }

    @Test
    void aProfileThatCannotBeReadIsNotReplacedByTheNameThatWasTyped() throws Exception {
        List<StoredMessage> mailbox = swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE);
        mailbox.clear();
        swarms.put(desk.account.id(), Namespace.USER_PROFILE, new byte[] {1, 2, 3});
        Device tablet = another();
        tablet.sync();
        assertThat(mailbox).hasSize(1);
        assertThat(tablet.name()).isEqualTo("Typed");
        tablet.messenger.close();
        tablet.database.close();
    }

    @Test
    void whatTheSwarmLosesIsStoredAgain() throws Exception {
        List<StoredMessage> mailbox = swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE);
        List<StoredMessage> before = List.copyOf(mailbox);
        mailbox.clear();
        clock.travel(Sharing.KEEP_ALIVE);
        desk.sync();
        assertThat(mailbox)
                .extracting(StoredMessage::hash)
                .containsExactlyElementsOf(before.stream().map(StoredMessage::hash).toList());
        int asked = swarms.extensions.get();
        desk.sync();
        assertThat(swarms.extensions.get()).isEqualTo(asked);
    }

    @Test
    void aTransactionThatFailsLeavesNothingInMemory() throws Exception {
        assertThatThrownBy(() ->
                        desk.messenger.ledger.change(
                                desk.account.ref(),
                                entries -> {
                                    desk.messenger
                                            .accounts
                                            .configs()
                                            .of(desk.account, entries)
                                            .profile()
                                            .edit(profile -> profile.name("Never"));
                                    throw new IllegalStateException("as the test wishes");
                                }))
                .isInstanceOf(IllegalStateException.class);
        both();
        assertThat(phone.name()).isEqualTo("Anna");
        assertThat(
                        desk.messenger
                                .accounts
                                .configs()
                                .<String>read(desk.account, c -> c.profile().name()))
                .isEqualTo("Anna");
    }

    @Test
    void dumpsAreSealed() {
        byte[] dump =
                desk.messenger
                        .jdbc
                        .sql("select dump from config where namespace = ?")
                        .param(ConfigType.USER_PROFILE.namespace().number())
                        .query(byte[].class)
                        .single();
        assertThat(new String(dump, StandardCharsets.ISO_8859_1)).doesNotContain("Anna");
    }
}
