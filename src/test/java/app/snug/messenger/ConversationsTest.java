/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.Conversations.Summary;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationsTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final TestMessenger messenger =
            new TestMessenger(
                    database.dataSource(),
                    vaults,
                    TestMessenger.network(new ScriptedSwarms(clock), clock),
                    clock);
    private Account anna;

    @BeforeEach
    void begin() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theListGoesFromNewestToOldestPageByPage() throws Exception {
        List<AccountId> peers = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            // Some begin at the same moment.
            clock.travel(Duration.ofMillis(i % 2));
            peers.addFirst(start().peer());
        }
        List<AccountId> listed = new ArrayList<>();
        Optional<Summary> last = Optional.empty();
        do {
            List<Summary> page = messenger.conversations.list(anna, last, 3);
            page.forEach(summary -> listed.add(summary.peer()));
            last = page.isEmpty() ? Optional.empty() : Optional.of(page.getLast());
        } while (last.isPresent());
        assertThat(listed).containsExactlyElementsOf(peers);
    }

    @Test
    void writingBringsAConversationToTheTop() throws Exception {
        Summary old = start();
        clock.travel(Duration.ofSeconds(1));
        Summary recent = start();
        clock.travel(Duration.ofSeconds(1));
        Message message = messenger.messages.send(anna, old.id(), "Hello");
        List<Summary> list = messenger.conversations.list(anna, Optional.empty(), 10);
        assertThat(list).extracting(Summary::id).containsExactly(old.id(), recent.id());
        assertThat(list.getFirst().last()).contains(message);
        assertThat(list.getFirst().lastActivity()).isEqualTo(clock.instant());
    }

    @Test
    void startingTwiceGivesTheSame() throws Exception {
        Summary first = start();
        assertThat(messenger.conversations.start(anna, first.peer())).isEqualTo(first);
        assertThat(first.name()).isEmpty();
        assertThat(first.last()).isEmpty();
        assertThat(first.noteToSelf()).isFalse();
    }

    @Test
    void messagesComePageByPage() throws Exception {
        ConversationId conversation = start().id();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(messenger.messages.send(anna, conversation, "Message " + i).body());
        }
        List<String> read = new ArrayList<>();
        Optional<MessageId> before = Optional.empty();
        List<Message> page;
        do {
            page = messenger.messages.page(anna, conversation, before, 10);
            read.addAll(0, page.stream().map(Message::body).toList());
            before = page.stream().findFirst().map(Message::id);
        } while (!page.isEmpty());
        assertThat(read).containsExactlyElementsOf(all);
    }

    @Test
    void theLastMessageIsTheOneBeforeWhenItIsDiscarded() throws Exception {
        ConversationId conversation = start().id();
        Message first = messenger.messages.send(anna, conversation, "First");
        clock.travel(Duration.ofMinutes(1));
        Message second = messenger.messages.send(anna, conversation, "Second");
        messenger.messages.discard(anna, second.id());
        Summary left = messenger.conversations.find(anna, conversation).orElseThrow();
        assertThat(left.last()).contains(first);
        assertThat(left.lastActivity()).isEqualTo(first.sentAt());
        messenger.messages.discard(anna, first.id());
        assertThat(messenger.conversations.find(anna, conversation).orElseThrow().last()).isEmpty();
    }

    @Test
    void nobodyReadsOrWritesInAnotherAccountsConversation() throws Exception {
        ConversationId annas = start().id();
        Message secret = messenger.messages.send(anna, annas, "Secret");
        Account ben = messenger.accounts.create(vaults.newOwner(), "Ben");

        assertThat(messenger.conversations.find(ben, annas)).isEmpty();
        assertThat(messenger.messages.page(ben, annas, Optional.empty(), 10)).isEmpty();
        assertThat(messenger.messages.find(ben, secret.id())).isEmpty();
        assertThatThrownBy(() -> messenger.messages.send(ben, annas, "Hello"))
                .isInstanceOf(IllegalArgumentException.class);
        messenger.messages.discard(ben, secret.id());
        messenger.messages.retry(ben, secret.id());
        messenger.conversations.markRead(ben, annas);
        assertThat(messenger.messages.find(anna, secret.id())).contains(secret);
    }

    @Test
    void theDatabaseHoldsNoPlainText() throws Exception {
        ConversationId conversation = start().id();
        messenger.messages.send(anna, conversation, "A very secret message");
        for (String table : List.of("account", "contact", "conversation", "message", "outbox")) {
            // Hexadecimal, as PostgreSQL writes bytes.
            String dump =
                    messenger
                            .jdbc
                            .sql(
                                    "select coalesce(string_agg(t::text, ' '), '') from %s t"
                                            .formatted(table))
                            .query(String.class)
                            .single();
            assertThat(dump)
                    .doesNotContain("secret", "Anna")
                    .doesNotContain(hex("secret"), hex("Anna"));
        }
    }

    private static String hex(String text) {
        return java.util.HexFormat.of()
                .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private Summary start() {
        try (AccountKeys somebody =
                AccountKeys.fromEntropy(AccountKeys.newEntropy(new SecureRandom()))) {
            return messenger.conversations.start(anna, somebody.id());
        }
    }
}
