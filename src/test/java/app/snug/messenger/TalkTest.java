/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Changes.Subscription;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two accounts over the real local network: real sockets, real onions, real storage. */
class TalkTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private LocalNetwork local;
    private SessionNetwork network;
    private TestMessenger messenger;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        SecureRandom random = new SecureRandom();
        local =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT.onFreePorts(),
                        directory.resolve("nodes"),
                        database.dataSource(),
                        Clock.systemUTC(),
                        random);
        network =
                SessionNetwork.open(
                        NetworkDescriptor.ofPrivate("test", List.of(local.seed())),
                        NetworkSettings.DEFAULT,
                        Clock.systemUTC(),
                        random,
                        directory.resolve("memory"));
        messenger =
                new TestMessenger(database.dataSource(), vaults, network, Clock.systemUTC())
                        .started();
    }

    @AfterEach
    void close() {
        messenger.close();
        network.close();
        local.close();
        database.close();
    }

    @Test
    void twoPeopleTalk() throws Exception {
        Account anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        Account ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        List<Change> seenByBen = Collections.synchronizedList(new ArrayList<>());

        try (Subscription _ = messenger.changes.subscribe(ben, seenByBen::add);
                Subscription _ = messenger.changes.subscribe(anna, change -> {})) {
            ConversationId toBen = messenger.conversations.start(anna, ben.id()).id();
            Message sent = messenger.messages.send(anna, toBen, "Hello Ben");
            assertThat(sent.state()).isEqualTo(Message.State.SENDING);

            await().until(() -> messenger.conversations.with(ben, anna.id()).isPresent());
            Conversations.Summary fromAnna =
                    messenger.conversations.with(ben, anna.id()).orElseThrow();
            assertThat(fromAnna.name()).contains("Anna");
            assertThat(fromAnna.unread()).isEqualTo(1);
            assertThat(fromAnna.last().orElseThrow().body()).isEqualTo("Hello Ben");
            assertThat(fromAnna.last().orElseThrow().state()).isEqualTo(Message.State.RECEIVED);
            await().untilAsserted(() ->
                    assertThat(seenByBen).anyMatch(c -> c.kind() == Change.Kind.MESSAGE_ADDED));

            messenger.messages.send(ben, fromAnna.id(), "Hello Anna");
            await().untilAsserted(() ->
                    assertThat(bodies(anna, toBen)).containsExactly("Hello Ben", "Hello Anna"));
            assertThat(messenger.messages.find(anna, sent.id()).orElseThrow().state())
                    .isEqualTo(Message.State.SENT);
        }
    }

    private List<String> bodies(Account account, ConversationId conversation) {
        return messenger.messages.page(account, conversation, Optional.empty(), 50).stream()
                .filter(message -> message.kind() == Message.Kind.TEXT)
                .map(Message::body)
                .toList();
    }
}
