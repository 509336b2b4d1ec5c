/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.SyncStatus.Membership;
import app.snug.messenger.SyncStatus.Stage;
import app.snug.network.NetworkException;
import app.snug.protocol.config.CommunityRoom;
import app.snug.protocol.config.ConversationKey.Person;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.Disappearing.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What devices of one account do, each seen by the others. */
class DevicesTest extends ThreeDevices {

    private static final Instant TOMORROW =
            Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);

    private final AccountKeys cleo = someone();
    private final AccountKeys dora = someone();

    @Test
    void whatIsEditedOnOneDeviceIsSeenOnTheOthers() throws Exception {
        eventually(() -> assertThat(phone.name()).isEqualTo("Anna"));
        everyDeviceWrites();
        theDeskDecides();
        thePhoneDecidesOtherwise();
        theAppDecides();
        writes(ben, "Ben", "not read yet");
        eventually(() -> assertThat(desk.with(ben).unread()).isEqualTo(1));
        try (Device tablet = restored()) {
            aRestoredDeviceHasAll(tablet);
            whatIsHiddenAndDeletedGoesEverywhere(tablet);
        }
    }

    private void everyDeviceWrites() throws Exception {
        ConversationId toBen = desk.open(ben.id());
        desk.messenger.messages.send(desk.account, toBen, "from the desk");
        eventually(() -> {
            assertThat(phone.find(ben.id())).isPresent();
            assertThat(phone.bodies(ben)).containsExactly("from the desk");
        });
        phone.messenger.messages.send(phone.account, phone.with(ben).id(), "from the phone");
        app.write(ben.id(), "from the app");
        writes(ben, "Ben", "from Ben");
        writes(cleo, "Cleo", "may I?");
        writes(dora, "Dora", "may I, too?");
        eventually(() -> {
            assertThat(desk.bodies(ben))
                    .startsWith("from the desk")
                    .contains("from the phone", "from the app", "from Ben")
                    .hasSize(4);
            assertThat(phone.bodies(ben)).containsExactlyElementsOf(desk.bodies(ben));
            assertThat(app.copies())
                    .containsExactlyInAnyOrder("from the desk", "from the phone", "from the app");
            assertThat(phone.with(ben).unread()).isEqualTo(1);
            for (Device device : List.of(desk, phone)) {
                assertThat(device.settings(cleo.id()).isRequest()).isTrue();
                assertThat(device.settings(dora.id()).isRequest()).isTrue();
                assertThat(device.hasSharedAll()).isTrue();
            }
        });
    }

    private void assertSameEverywhere() {
        AccountId self = desk.account.id();
        for (AccountId peer : List.of(ben.id(), cleo.id(), dora.id(), self)) {
            assertThat(phone.settings(peer)).isEqualTo(desk.settings(peer));
        }
    }

    /**
     * Nobody has anything left to share. While some are still merging what others changed at once,
     * the protocol does not promise that a further change lasts.
     */
    private void assertQuiet(Device... devices) throws NetworkException {
        for (Device device : devices) {
            assertThat(device.hasSharedAll()).isTrue();
        }
        app.read();
        boolean quiet = !app.isAhead();
        app.push();
        assertThat(quiet).isTrue();
    }

    private void theDeskDecides() {
        Choices choices = desk.choices();
        ConversationId toBen = desk.with(ben).id();
        ConversationId note = desk.open(desk.account.id());
        Disappearing whenRead = new Disappearing(Mode.AFTER_READING, Duration.ofHours(1));
        Disappearing whenSent = new Disappearing(Mode.AFTER_SENDING, Duration.ofDays(1));
        desk.messenger.conversations.markRead(desk.account, toBen);
        choices.pin(desk.account, toBen, true);
        nickname(desk, "Benny");
        choices.mute(desk.account, toBen, Optional.of(TOMORROW));
        choices.notifications(desk.account, toBen, Notifications.DISABLED);
        choices.disappearing(desk.account, toBen, Optional.of(whenRead));
        choices.approve(desk.account, desk.with(cleo).id());
        choices.block(desk.account, desk.with(cleo).id(), true);
        choices.pin(desk.account, note, true);
        choices.disappearing(desk.account, note, Optional.of(whenSent));
        eventually(() -> {
            assertSameEverywhere();
            assertThat(phone.with(ben).unread()).isZero();
            assertThat(phone.with(ben).name()).contains("Benny");
            assertThat(phone.settings(ben.id()).pinned()).isTrue();
            assertThat(phone.settings(ben.id()).disappearing()).contains(whenRead);
            assertThat(phone.settings(cleo.id()).blocked()).isTrue();
            assertThat(phone.settings(phone.account.id()).pinned()).isTrue();
            app.read();
            assertThat(app.contacts().find(ben.id()))
                    .hasValueSatisfying(contact -> {
                        assertThat(contact.name()).isEqualTo("Ben");
                        assertThat(contact.nickname()).isEqualTo("Benny");
                        assertThat(contact.approved()).isTrue();
                        assertThat(contact.approvedMe()).isTrue();
                        assertThat(contact.priority()).isPositive();
                        assertThat(contact.mutedUntil()).contains(TOMORROW);
                        assertThat(contact.notifications()).isEqualTo(Notifications.DISABLED);
                        assertThat(contact.disappearing()).contains(whenRead);
                    });
            assertThat(app.contacts().find(cleo.id()))
                    .hasValueSatisfying(contact -> {
                        assertThat(contact.approved()).isTrue();
                        assertThat(contact.blocked()).isTrue();
                    });
            assertThat(app.profile().noteToSelfPriority()).isPositive();
            assertThat(app.profile().noteToSelfTimer()).contains(whenSent.timer());
            assertThat(app.markers().find(new Person(ben.id()))).isPresent();
        });
    }

    private static void nickname(Device device, AccountKeys of, String nickname) {
        try {
            device.choices().nickname(device.account, device.with(of).id(), nickname);
        } catch (Accounts.InvalidNameException e) {
            throw new AssertionError(e);
        }
    }

    private void nickname(Device device, String nickname) {
        nickname(device, ben, nickname);
    }

    private void thePhoneDecidesOtherwise() {
        Choices choices = phone.choices();
        ConversationId toBen = phone.with(ben).id();
        ConversationId note = phone.open(phone.account.id());
        choices.markUnread(phone.account, toBen);
        choices.pin(phone.account, toBen, false);
        nickname(phone, "");
        choices.mute(phone.account, toBen, Optional.empty());
        choices.notifications(phone.account, toBen, Notifications.ALL);
        choices.disappearing(phone.account, toBen, Optional.empty());
        choices.block(phone.account, phone.with(cleo).id(), false);
        choices.pin(phone.account, note, false);
        choices.disappearing(phone.account, note, Optional.empty());
        eventually(() -> {
            assertSameEverywhere();
            assertThat(desk.settings(ben.id()).markedUnread()).isTrue();
            assertThat(desk.settings(ben.id()).pinned()).isFalse();
            assertThat(desk.settings(ben.id()).nickname()).isEmpty();
            assertThat(desk.settings(ben.id()).disappearing()).isEmpty();
            assertThat(desk.settings(cleo.id()).blocked()).isFalse();
            assertThat(desk.settings(desk.account.id()).disappearing()).isEmpty();
            assertQuiet(desk, phone);
            assertThat(app.contacts().find(ben.id()))
                    .hasValueSatisfying(contact -> {
                        assertThat(contact.nickname()).isEmpty();
                        assertThat(contact.priority()).isZero();
                        assertThat(contact.mutedUntil()).isEmpty();
                        assertThat(contact.notifications()).isEqualTo(Notifications.ALL);
                        assertThat(contact.disappearing()).isEmpty();
                    });
            assertThat(app.contacts().find(cleo.id()).orElseThrow().blocked()).isFalse();
            assertThat(app.profile().noteToSelfPriority()).isZero();
            assertThat(app.profile().noteToSelfTimer()).isEmpty();
            assertThat(app.markers().find(new Person(ben.id())).orElseThrow().unread()).isTrue();
        });
    }

    private void theAppDecides() throws Exception {
        Instant now = Instant.now();
        Disappearing whenSent = new Disappearing(Mode.AFTER_SENDING, Duration.ofDays(7));
        app.profile().change(now, profile -> profile.name("Anna of the app"));
        app.profile()
                .edit(p -> p.noteToSelfPriority(1).noteToSelfTimer(Optional.of(whenSent.timer())));
        app.contacts()
                .edit(
                        ben.id(),
                        contact ->
                                contact.nickname("B.")
                                        .pinned(1)
                                        .mutedUntil(Optional.of(TOMORROW))
                                        .notifications(Notifications.DISABLED)
                                        .disappearing(Optional.of(whenSent)));
        app.contacts().edit(cleo.id(), contact -> contact.blocked(true));
        app.contacts().edit(dora.id(), contact -> contact.approved(true));
        for (AccountKeys peer : List.of(ben, dora)) {
            app.markers().edit(new Person(peer.id()), now, m -> m.lastRead(now).unread(false));
        }
        app.groups()
                .editCommunity(
                        new CommunityRoom("http://example.org", "hall"),
                        ben.id().x25519(),
                        room -> room.pinned(0));
        app.push();
        eventually(() -> {
            assertSameEverywhere();
            for (Device device : List.of(desk, phone)) {
                assertThat(device.name()).isEqualTo("Anna of the app");
                assertThat(device.with(ben).name()).contains("B.");
                assertThat(device.settings(ben.id()))
                        .satisfies(settings -> {
                            assertThat(settings.pinned()).isTrue();
                            assertThat(settings.mutedUntil()).contains(TOMORROW);
                            assertThat(settings.notifications()).isEqualTo(Notifications.DISABLED);
                            assertThat(settings.disappearing()).contains(whenSent);
                            assertThat(settings.markedUnread()).isFalse();
                        });
                assertThat(device.settings(cleo.id()).blocked()).isTrue();
                assertThat(device.settings(dora.id()).approved()).isTrue();
                assertThat(device.with(dora).unread()).isZero();
                assertThat(device.settings(device.account.id()).disappearing()).contains(whenSent);
                assertThat(device.messenger.syncStatus.memberships(device.account))
                        .extracting(Membership::name)
                        .containsExactly("hall");
            }
        });
    }

    /** It begins with nothing but the words. */
    private void aRestoredDeviceHasAll(Device tablet) {
        eventually(() -> assertThat(tablet.status().stage()).isEqualTo(Stage.DONE));
        assertThat(tablet.name()).isEqualTo("Anna of the app");
        for (AccountKeys peer : List.of(ben, cleo, dora)) {
            assertThat(tablet.settings(peer.id())).isEqualTo(desk.settings(peer.id()));
        }
        assertThat(tablet.bodies(ben)).hasSize(5).containsExactlyElementsOf(desk.bodies(ben));
        assertThat(tablet.with(ben).unread()).isEqualTo(1);
        assertThat(tablet.bodies(dora)).containsExactly("may I, too?");
        assertThat(tablet.with(dora).unread()).isZero();
        assertThat(tablet.bodies(cleo)).as("of somebody blocked").isEmpty();
        assertThat(tablet.settings(tablet.account.id()).pinned()).isTrue();
        assertThat(tablet.status().contacts()).isEqualTo(3);
        assertThat(tablet.messenger.syncStatus.memberships(tablet.account))
                .extracting(Membership::name)
                .containsExactly("hall");
    }

    private void whatIsHiddenAndDeletedGoesEverywhere(Device tablet) throws Exception {
        desk.choices().hide(desk.account, desk.with(dora).id());
        phone.choices().delete(phone.account, phone.with(cleo).id());
        eventually(() -> {
            for (Device device : List.of(desk, phone, tablet)) {
                assertThat(device.settings(dora.id()).hidden()).isTrue();
                assertThat(device.bodies(dora)).isEmpty();
                assertThat(device.find(cleo.id())).isEmpty();
            }
            assertQuiet(desk, phone, tablet);
            assertThat(app.contacts().find(dora.id()).orElseThrow().priority()).isNegative();
            assertThat(app.contacts().find(cleo.id())).isEmpty();
        });
        app.contacts().edit(dora.id(), contact -> contact.pinned(1));
        app.contacts().erase(ben.id());
        app.push();
        eventually(() -> {
            for (Device device : List.of(desk, phone, tablet)) {
                assertThat(device.find(ben.id())).isEmpty();
                assertThat(device.settings(dora.id()).pinned()).isTrue();
            }
        });
    }

    @Test
    void whatIsDecidedWithoutANetworkLastsHoweverMuchAnotherAppDecidesMeanwhile() throws Exception {
        benWritesToAll();
        desk.choices().approve(desk.account, desk.with(ben).id());
        eventually(() -> assertQuiet(desk, phone));
        phone.goOffline();
        desk.goOffline();
        desk.choices().block(desk.account, desk.with(ben).id(), true);
        ConversationId toCleo = desk.open(cleo.id());
        desk.messenger.messages.send(desk.account, toCleo, "Are you there?");
        for (int i = 1; i <= 8; i++) {
            String name = "Ben " + i;
            app.contacts().edit(ben.id(), contact -> contact.nickname(name));
            app.push();
        }
        desk.comeBack();
        eventually(() -> {
            assertThat(desk.bodies(cleo)).containsExactly("Are you there?");
            assertThat(desk.with(ben).name()).contains("Ben 8");
            assertThat(desk.settings(ben.id()).blocked()).isTrue();
            assertThat(desk.hasSharedAll()).isTrue();
            app.read();
            assertThat(app.contacts().find(ben.id()).orElseThrow().blocked()).isTrue();
            assertThat(app.contacts().find(cleo.id()).orElseThrow().approved()).isTrue();
            assertThat(app.copies()).containsExactly("Are you there?");
        });
        phone.comeBack();
    }

    @Test
    void aDeviceThatWasAwayDuringThirtyEditsCatchesUpAndEditsAtTheSameTimeConverge()
            throws Exception {
        benWritesToAll();
        phone.goOffline();
        for (int i = 1; i <= 30; i++) {
            String name = "Name " + i;
            if (i % 10 == 0) {
                // As if another app had pushed between.
                eventually(() -> assertThat(desk.hasSharedAll()).isTrue());
                app.read();
                app.profile().change(Instant.now(), profile -> profile.name(name));
                app.push();
                eventually(() -> assertThat(desk.name()).isEqualTo(name));
            } else {
                desk.messenger.accounts.rename(desk.account, name);
                nickname(desk, "Ben " + i);
            }
        }
        eventually(() -> assertThat(desk.hasSharedAll()).isTrue());
        // What was decided without a network is not lost: neither where the others were silent,
        // nor beside what they decided meanwhile.
        phone.choices().markUnread(phone.account, phone.with(ben).id());
        phone.choices().pin(phone.account, phone.with(ben).id(), true);

        phone.comeBack();
        eventually(() -> {
            assertThat(phone.name()).isEqualTo("Name 30");
            assertThat(phone.with(ben).name()).contains("Ben 29");
            assertThat(phone.settings(ben.id()).markedUnread()).isTrue();
            assertThat(phone.settings(ben.id()).pinned()).isTrue();
            assertThat(desk.settings(ben.id())).isEqualTo(phone.settings(ben.id()));
            assertQuiet(desk, phone);
        });
        editsAtTheSameTimeConverge();
    }

    private void editsAtTheSameTimeConverge() throws Exception {
        nickname(desk, "Desk's");
        nickname(phone, "Phone's");
        phone.choices().pin(phone.account, phone.with(ben).id(), false);
        app.contacts().edit(ben.id(), contact -> contact.approved(true));
        app.push();
        eventually(() -> {
            assertThat(phone.hasSharedAll() && desk.hasSharedAll()).isTrue();
            assertThat(desk.settings(ben.id())).isEqualTo(phone.settings(ben.id()));
            assertThat(desk.settings(ben.id()).approved()).isTrue();
            assertThat(desk.settings(ben.id()).pinned()).isFalse();
            app.read();
            assertThat(app.contacts().find(ben.id()).orElseThrow().nickname())
                    .isEqualTo(desk.with(ben).name().orElseThrow());
        });
    }
}
