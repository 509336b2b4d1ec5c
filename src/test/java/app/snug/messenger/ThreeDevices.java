/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Changes.Subscription;
import app.snug.messenger.Conversations.Summary;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkException;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
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
import java.util.NoSuchElementException;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * One account on three devices over the real local network: two messengers with databases of their
 * own, and an app that is nothing but its configs.
 */
abstract class ThreeDevices {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static TestDatabase nodes;
    private static LocalNetwork local;
    private static SessionNetwork network;

    final AccountKeys ben = someone();
    Device desk;
    Device phone;
    OtherApp app;

    /** A messenger whose pages are open, so that it polls quickly. */
    final class Device implements AutoCloseable {
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

        Choices choices() {
            return messenger.choices;
        }

        Optional<Summary> find(AccountId peer) {
            return messenger.conversations.with(account, peer);
        }

        Summary with(AccountKeys peer) {
            return find(peer.id()).orElseThrow();
        }

        ConversationId open(AccountId peer) {
            return messenger.conversations.start(account, peer).id();
        }

        ConversationSettings settings(AccountId peer) {
            return find(peer).orElseThrow().settings();
        }

        String name() {
            return messenger.accounts.name(account);
        }

        SyncStatus.Report status() {
            return messenger.syncStatus.of(account);
        }

        boolean hasSharedAll() {
            return status().unsharedSince().isEmpty();
        }

        /** What was said, without what the conversation says about itself. */
        List<String> bodies(AccountKeys peer) {
            return messenger.messages.page(account, with(peer).id(), Optional.empty(), 100).stream()
                    .filter(message -> message.kind() == Message.Kind.TEXT)
                    .map(Message::body)
                    .toList();
        }

        @Override
        public void close() {
            goOffline();
            database.close();
        }
    }

    private static TestMessenger messenger(TestDatabase database, TestVaults vaults) {
        return new TestMessenger(database.dataSource(), vaults, network, Clock.systemUTC());
    }

    @BeforeAll
    static void openNetwork(@TempDir Path directory) throws Exception {
        nodes = TestDatabase.fresh();
        local =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT.onFreePorts().withNodes(5, 1),
                        directory.resolve("nodes"),
                        nodes.dataSource(),
                        Clock.systemUTC(),
                        RANDOM);
        network =
                SessionNetwork.open(
                        NetworkDescriptor.ofPrivate("test", List.of(local.seed())),
                        NetworkSettings.DEFAULT,
                        Clock.systemUTC(),
                        RANDOM,
                        directory.resolve("memory"));
    }

    @AfterAll
    static void closeNetwork() {
        network.close();
        local.close();
        nodes.close();
    }

    @BeforeEach
    void open() throws Exception {
        desk = new Device("");
        await().until(() -> desk.hasSharedAll());
        phone = restored();
        app =
                new OtherApp(
                        desk.messenger.accounts.keys(desk.account),
                        network.swarms(),
                        // By another clock it could write in the millisecond of another device.
                        network.clock());
    }

    @AfterEach
    void close() {
        app.close();
        desk.close();
        phone.close();
        ben.close();
    }

    Device restored() throws Exception {
        return new Device(desk.messenger.accounts.recoveryWords(desk.account));
    }

    static AccountKeys someone() {
        return AccountKeys.fromEntropy(AccountKeys.newEntropy(RANDOM));
    }

    void writes(AccountKeys who, String name, String text) throws NetworkException {
        AccountId to = desk.account.id();
        Content.Visible content =
                new Content.Visible(
                        text, Content.Context.of(new SenderProfile(name, Optional.empty())));
        var unused =
                network.swarms()
                        .store(
                                to,
                                Namespace.DEFAULT,
                                DirectMessage.seal(content, Instant.now(), who, to, RANDOM),
                                Duration.ofDays(14));
    }

    /** All devices know Ben, and none has anything left to say. */
    void benWritesToAll() throws Exception {
        writes(ben, "Ben", "hello");
        eventually(() -> {
            assertThat(phone.find(ben.id())).isPresent();
            assertThat(desk.find(ben.id())).isPresent();
            assertThat(phone.hasSharedAll() && desk.hasSharedAll()).isTrue();
        });
        app.read();
    }

    static void eventually(ThrowingRunnable said) {
        await().ignoreException(NoSuchElementException.class)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(said);
    }
}
