/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.SyncStatus.Stage;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is decided, read or written on one device holds on the other. */
class SyncTest extends TwoDevices {

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
        tablet.close();
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

    /** The copy is there at once, what was decided a second later. */
    @Test
    void aCopyThatComesBeforeADecisionDoesNotUndoIt() throws Exception {
        AccountId self = desk.account.id();
        ConversationId note = desk.messenger.conversations.start(desk.account, self).id();
        desk.messenger.choices.pin(desk.account, note, true);
        desk.messenger.messages.send(desk.account, note, "milk");
        byte[] copy =
                desk.messenger.jdbc.sql("select data from outbox").query(byte[].class).single();
        swarms.put(self, copy);
        phone.poller.poll();
        assertThat(phone.bodies(self)).containsExactly("milk");
        assertThat(phone.status().unsharedSince()).isEmpty();
        both();
        assertThat(phone.with(self).settings().pinned()).isTrue();
        assertThat(desk.with(self).settings().pinned()).isTrue();
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
    void aTimerOfAnotherDeviceThatNoMessageCanCarryStopsNoMessage() throws Exception {
        benWritesAndIsAccepted("hello");
        Duration ages = Duration.ofSeconds(Integer.MAX_VALUE + 1L);
        desk.messenger.ledger.change(
                desk.account.ref(),
                entries ->
                        desk.messenger
                                .accounts
                                .configs()
                                .of(desk.account, entries)
                                .contacts()
                                .edit(
                                        bens.id(),
                                        contact ->
                                                contact.disappearing(
                                                        Optional.of(
                                                                new Disappearing(
                                                                        Disappearing.Mode
                                                                                .AFTER_SENDING,
                                                                        ages)))));
        both();
        ConversationId id = phone.with(bens.id()).id();
        phone.messenger.messages.send(phone.account, id, "Still here");
        assertThat(phone.bodies(bens.id())).contains("Still here");
        assertThat(phone.with(bens.id()).settings().disappearing()).isEmpty();
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
        tablet.close();
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
        assertThat(tablet.status().stage()).isEqualTo(Stage.LOOKING);
        tablet.poller.poll();
        assertThat(tablet.status().stage()).isEqualTo(Stage.READING);
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
        tablet.close();
    }
}
