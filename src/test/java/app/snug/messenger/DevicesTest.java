/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Changes.Subscription;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.SyncStatus.Stage;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkException;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.protocol.config.CommunityRoom;
import app.snug.protocol.config.ConversationKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.SenderProfile;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One account on three devices over the real local network: two messengers with databases of their
 * own, and an app that is nothing but its configs.
 */
class DevicesTest {

    private final SecureRandom random = new SecureRandom();
    private final AccountKeys ben = AccountKeys.fromEntropy(AccountKeys.newEntropy(random));
    private final TestDatabase nodes = TestDatabase.fresh();
    private LocalNetwork local;
    private SessionNetwork network;
    private Device desk;
    private Device phone;
    private OtherApp app;

    /** A messenger whose pages are open, so that it polls quickly. */
    private final class Device implements AutoCloseable {
        final TestDatabase database = TestDatabase.fresh();
        final TestVaults vaults = new TestVaults();
        final Account account;
        TestMessenger messenger;
        private Subscription page;

        /**
         * @param words of an account to restore; none make a new one
         */
        Device(String words) throws Exception {
            messenger = messenger(database, vaults).started();
            account =
                    words.isEmpty()
                            ? messenger.accounts.create(vaults.newOwner(), "Anna")
                            : messenger.accounts.restore(vaults.newOwner(), words, "Typed");
            page = messenger.changes.subscribe(account, change -> {});
        }

        void goOffline() {
            page.close();
            messenger.close();
        }

        void comeBack() {
            messenger = messenger(database, vaults).started();
            page = messenger.changes.subscribe(account, change -> {});
        }

        Summary withBen() {
            return messenger.conversations.with(account, ben.id()).orElseThrow();
        }

        Optional<Summary> findBen() {
            return messenger.conversations.with(account, ben.id());
        }

        String name() {
            return messenger.accounts.name(account);
        }

        boolean hasSharedAll() {
            return messenger.syncStatus.of(account).unsharedSince().isEmpty();
        }

        List<String> bodies() {
            return messenger.messages.page(account, withBen().id(), Optional.empty(), 100).stream()
                    .map(Message::body)
                    .toList();
        }

        @Override
        public void close() {
            goOffline();
            database.close();
        }
    }

    private TestMessenger messenger(TestDatabase database, TestVaults vaults) {
        return new TestMessenger(database.dataSource(), vaults, network, Clock.systemUTC());
    }

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        local =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT.onFreePorts(),
                        directory.resolve("nodes"),
                        nodes.dataSource(),
                        Clock.systemUTC(),
                        random);
        network =
                SessionNetwork.open(
                        NetworkDescriptor.ofPrivate("test", List.of(local.seed())),
                        NetworkSettings.DEFAULT,
                        Clock.systemUTC(),
                        random,
                        directory.resolve("memory"));
        desk = new Device("");
        await().until(() -> desk.hasSharedAll());
        phone = new Device(desk.messenger.accounts.recoveryWords(desk.account));
        app =
                new OtherApp(
                        desk.messenger.accounts.keys(desk.account),
                        network.swarms(),
                        Clock.systemUTC());
    }

    @AfterEach
    void close() {
        app.close();
        desk.close();
        phone.close();
        ben.close();
        network.close();
        local.close();
        nodes.close();
    }

    private void benWrites(String text) throws NetworkException {
        AccountId to = desk.account.id();
        Content.Visible content =
                new Content.Visible(
                        text, Content.Context.of(new SenderProfile("Ben", Optional.empty())));
        var unused =
                network.swarms()
                        .store(
                                to,
                                Namespace.DEFAULT,
                                DirectMessage.seal(content, Instant.now(), ben, to, random),
                                Duration.ofDays(14));
    }

    private void awaitAll(ThrowingRunnable said) {
        await().pollInterval(Duration.ofMillis(250)).untilAsserted(said);
    }

    @Test
    void whatIsEditedOnOneDeviceIsSeenOnTheOthers() throws Exception {
        awaitAll(() -> assertThat(phone.name()).isEqualTo("Anna"));

        // A conversation, from both sides and from both devices.
        ConversationId toBen = desk.messenger.conversations.start(desk.account, ben.id()).id();
        desk.messenger.messages.send(desk.account, toBen, "from the desk");
        awaitAll(() -> {
            assertThat(phone.findBen()).isPresent();
            assertThat(phone.bodies()).containsExactly("from the desk");
        });
        phone.messenger.messages.send(phone.account, phone.withBen().id(), "from the phone");
        benWrites("from Ben");
        awaitAll(() -> {
            assertThat(desk.bodies()).hasSize(3).contains("from the phone", "from Ben");
            assertThat(phone.bodies()).containsExactlyElementsOf(desk.bodies());
            assertThat(phone.withBen().unread()).isEqualTo(1);
        });

        // Read, pinned and renamed on the desk.
        desk.messenger.conversations.markRead(desk.account, toBen);
        desk.messenger.choices.pin(desk.account, toBen, true);
        desk.messenger.choices.nickname(desk.account, toBen, "Benny");
        awaitAll(() -> {
            assertThat(phone.withBen().unread()).isZero();
            assertThat(phone.withBen().settings().pinned()).isTrue();
            assertThat(phone.withBen().name()).contains("Benny");
            app.read();
            assertThat(app.contacts().find(ben.id()))
                    .hasValueSatisfying(contact -> {
                        assertThat(contact.nickname()).isEqualTo("Benny");
                        assertThat(contact.name()).isEqualTo("Ben");
                        assertThat(contact.approved()).isTrue();
                        assertThat(contact.approvedMe()).isTrue();
                        assertThat(contact.priority()).isPositive();
                    });
            assertThat(app.markers().find(new ConversationKey.Person(ben.id()))).isPresent();
        });

        // The app renames the account, blocks, and joins a community.
        app.profile().change(Instant.now(), profile -> profile.name("Anna of the app"));
        app.contacts().edit(ben.id(), contact -> contact.blocked(true));
        app.groups()
                .editCommunity(
                        new CommunityRoom("http://example.org", "hall"),
                        ben.id().x25519(),
                        room -> room.pinned(0));
        app.push();
        awaitAll(() -> {
            for (Device device : List.of(desk, phone)) {
                assertThat(device.name()).isEqualTo("Anna of the app");
                assertThat(device.withBen().settings().blocked()).isTrue();
                assertThat(device.messenger.syncStatus.memberships(device.account))
                        .extracting(SyncStatus.Membership::name)
                        .containsExactly("hall");
            }
        });

        // Deleted on the phone.
        phone.messenger.choices.delete(phone.account, phone.withBen().id());
        awaitAll(() -> {
            assertThat(desk.findBen()).isEmpty();
            app.read();
            assertThat(app.contacts().find(ben.id())).isEmpty();
        });
        assertThat(phone.messenger.syncStatus.of(phone.account).stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void aDeviceThatWasAwayDuringThirtyEditsCatchesUpAndKeepsItsOwn() throws Exception {
        benWrites("hello");
        awaitAll(() -> {
            assertThat(phone.findBen()).isPresent();
            assertThat(desk.findBen()).isPresent();
            assertThat(phone.hasSharedAll() && desk.hasSharedAll()).isTrue();
        });
        app.read();
        phone.goOffline();
        for (int i = 1; i <= 30; i++) {
            String name = "Name " + i;
            if (i % 10 == 0) {
                // As if another app had pushed between.
                awaitAll(() -> assertThat(desk.hasSharedAll()).isTrue());
                app.read();
                app.profile().change(Instant.now(), profile -> profile.name(name));
                app.push();
                awaitAll(() -> assertThat(desk.name()).isEqualTo(name));
            } else {
                desk.messenger.accounts.rename(desk.account, name);
                desk.messenger.choices.nickname(desk.account, desk.withBen().id(), "Ben " + i);
            }
        }
        awaitAll(() -> assertThat(desk.hasSharedAll()).isTrue());
        // What was decided here without a network is not lost.
        phone.messenger.choices.markUnread(phone.account, phone.withBen().id());

        phone.comeBack();
        awaitAll(() -> {
            assertThat(phone.name()).isEqualTo("Name 30");
            assertThat(phone.withBen().name()).contains("Ben 29");
            assertThat(phone.withBen().settings().markedUnread()).isTrue();
            assertThat(desk.withBen().settings()).isEqualTo(phone.withBen().settings());
        });
    }

    @Test
    void editsAtTheSameTimeConverge() throws Exception {
        benWrites("hello");
        awaitAll(() -> {
            assertThat(phone.findBen()).isPresent();
            assertThat(desk.findBen()).isPresent();
            assertThat(phone.hasSharedAll() && desk.hasSharedAll()).isTrue();
        });
        app.read();
        desk.messenger.choices.nickname(desk.account, desk.withBen().id(), "Desk's");
        phone.messenger.choices.nickname(phone.account, phone.withBen().id(), "Phone's");
        phone.messenger.choices.pin(phone.account, phone.withBen().id(), true);
        app.contacts().edit(ben.id(), contact -> contact.approved(true));
        app.push();
        awaitAll(() -> {
            assertThat(phone.hasSharedAll() && desk.hasSharedAll()).isTrue();
            assertThat(desk.withBen().settings()).isEqualTo(phone.withBen().settings());
            assertThat(desk.withBen().settings().approved()).isTrue();
            assertThat(desk.withBen().settings().pinned()).isTrue();
            app.read();
            assertThat(app.contacts().find(ben.id()).orElseThrow().nickname())
                    .isEqualTo(desk.withBen().name().orElseThrow());
        });
    }
}
