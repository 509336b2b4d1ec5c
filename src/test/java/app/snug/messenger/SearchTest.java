/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Secret;
import app.snug.messenger.Search.Found;
import app.snug.messenger.Search.Hit;
import app.snug.protocol.message.AttachmentPointer;
import app.snug.protocol.message.Content;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Searching what is sealed. */
class SearchTest {

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
    private Account ben;
    private ConversationId toBen;
    private ConversationId notes;

    @BeforeEach
    void meet() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        toBen = messenger.conversations.start(anna, ben.id()).id();
        messenger.choices.nickname(anna, toBen, "Ben Baker");
        notes = messenger.conversations.start(anna, anna.id()).id();
    }

    @AfterEach
    void close() {
        messenger.close();
        database.close();
    }

    private Message write(ConversationId in, String text) throws Exception {
        clock.travel(Duration.ofHours(1));
        return messenger.messages.send(anna, in, text);
    }

    private Found find(String asked) {
        return find(asked, Optional.empty(), 30);
    }

    private Found find(String asked, Optional<MessageId> before, int limit) {
        return messenger.search.messages(anna, Query.of(asked, ZoneOffset.UTC), before, limit);
    }

    private List<String> bodies(String asked) {
        return find(asked).hits().stream().map(hit -> hit.message().body()).toList();
    }

    @Test
    void wordsBeginningsAndPhrasesAreFoundTheNewestFirst() throws Exception {
        write(toBen, "Is there any of that loaf left?");
        write(notes, "Loaves and a loaf");
        write(toBen, "The kettle is on");
        assertThat(bodies("loaf"))
                .containsExactly("Loaves and a loaf", "Is there any of that loaf left?");
        assertThat(bodies("loave")).containsExactly("Loaves and a loaf");
        assertThat(bodies("\"kettle is\"")).containsExactly("The kettle is on");
        assertThat(bodies("\"is kettle\"")).isEmpty();
        assertThat(bodies("cake")).isEmpty();
        assertThat(bodies("")).isEmpty();
        Hit hit = find("kettle").hits().getFirst();
        assertThat(hit.marks()).containsExactly(new Mark(4, 10));
    }

    @Test
    void itIsNarrowedByPersonPlaceDateAndWhatIsInIt() throws Exception {
        write(toBen, "tea for Ben https://example.org/tea");
        write(notes, "tea for me");
        clock.travel(Duration.ofDays(3));
        write(notes, "more tea");
        assertThat(bodies("tea in:baker")).containsExactly("tea for Ben https://example.org/tea");
        assertThat(bodies("tea in:me")).containsExactly("more tea", "tea for me");
        assertThat(bodies("tea from:me")).hasSize(3);
        assertThat(bodies("tea from:ben")).isEmpty();
        assertThat(bodies("tea from:nobody")).isEmpty();
        assertThat(bodies("has:link")).containsExactly("tea for Ben https://example.org/tea");
        assertThat(bodies("has:file tea")).isEmpty();
        assertThat(bodies("after:2026-11-25")).containsExactly("more tea");
        assertThat(bodies("on:2026-11-24 tea")).hasSize(2);
        assertThat(bodies("before:2026-11-24")).isEmpty();
    }

    @Test
    void filesAreFoundByKindAndName() throws Exception {
        attach(write(toBen, "Here"), "image/png", "Holiday_2026.png");
        attach(write(toBen, "Here"), "application/pdf", "Contract.pdf");
        assertThat(bodies("has:image")).hasSize(1);
        assertThat(bodies("has:file from:me")).hasSize(2);
        assertThat(bodies("has:voice")).isEmpty();
        assertThat(bodies("holi")).hasSize(1);
        assertThat(bodies("contract here")).hasSize(1);
        assertThat(find("contract").hits().getFirst().marks()).isEmpty();
    }

    private void attach(Message message, String type, String name) {
        AttachmentPointer file =
                new AttachmentPointer(
                        "http://files.example/1",
                        Secret.owning(new byte[64]),
                        Optional.of(new AttachmentPointer.Bytes(new byte[32])),
                        Optional.of(type),
                        Optional.of(name),
                        Optional.empty(),
                        1,
                        false,
                        0,
                        0);
        Content.Visible content =
                new Content.Visible(
                        message.body(),
                        List.of(file),
                        Optional.empty(),
                        Optional.empty(),
                        Content.Context.NONE);
        new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()))
                .executeWithoutResult(status ->
                        messenger
                                .messageTable
                                .files()
                                .received(
                                        anna.ref(),
                                        vaults.of(anna.owner()),
                                        message.id(),
                                        true,
                                        content));
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() throws Exception {
        for (int i = 0; i < 7; i++) {
            write(toBen, "loaf number " + i);
        }
        List<String> all = new ArrayList<>();
        Optional<MessageId> at = Optional.empty();
        int pages = 0;
        do {
            Found found = find("loaf", at, 3);
            found.hits().forEach(hit -> all.add(hit.message().body()));
            at = found.next();
            pages++;
        } while (at.isPresent());
        assertThat(all).hasSize(7).doesNotHaveDuplicates();
        assertThat(all.getFirst()).isEqualTo("loaf number 6");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aPhraseThatOnlyTheIndexHasIsLookedForInBoundedSteps() throws Exception {
        for (int i = 0; i < 8; i++) {
            write(toBen, "tea and cake " + i);
        }
        assertThat(bodies("\"cake tea\"")).isEmpty();
    }

    @Test
    void nobodyFindsWhatAnotherWrote() throws Exception {
        write(toBen, "loaf");
        assertThat(
                        messenger.search.messages(
                                ben, Query.of("loaf", ZoneOffset.UTC), Optional.empty(), 30))
                .isEqualTo(new Found(List.of(), Optional.empty()));
    }

    @Test
    void theSameWordHasAnotherHashInAnotherVaultAndIsNowhereToBeRead() throws Exception {
        write(toBen, "loaf");
        ConversationId toAnna = messenger.conversations.start(ben, anna.id()).id();
        var unused = messenger.messages.send(ben, toAnna, "loaf");
        List<String> words =
                messenger
                        .jdbc
                        .sql("select words::text from message")
                        .query((row, number) -> String.valueOf(row.getString(1)))
                        .list();
        assertThat(words).hasSize(2).doesNotHaveDuplicates().noneMatch(w -> w.contains("loaf"));
    }

    @Test
    void whatIsDeletedIsFoundNoMore() throws Exception {
        Message message = write(toBen, "loaf");
        messenger.messages.discard(anna, message.id());
        assertThat(bodies("loaf")).isEmpty();
    }

    @Test
    void whatWasStoredBeforeThereWasAnIndexIsTakenIn() throws Exception {
        for (int i = 0; i < 450; i++) {
            write(toBen, "old loaf " + i);
        }
        messenger.jdbc.sql("update message set words = null").update();
        assertThat(bodies("loaf")).isEmpty();
        messenger.started();
        await().until(() ->
                messenger
                                .jdbc
                                .sql("select count(*) from message where words is null")
                                .query(Long.class)
                                .single()
                        == 0);
        assertThat(find("loaf", Optional.empty(), 100).hits()).hasSize(100);
        await().until(() -> !messenger.search.isIndexing(anna));
    }

    @Test
    void peopleAreFoundByNameAndAccountId() {
        assertThat(messenger.search.people(anna, "bak", 5))
                .extracting(one -> one.peer())
                .containsExactly(ben.id());
        assertThat(messenger.search.people(anna, ben.id().hex().substring(0, 12), 5)).hasSize(1);
        assertThat(messenger.search.people(anna, "zoe", 5)).isEmpty();
        assertThat(messenger.search.people(anna, "", 5)).isEmpty();
    }
}
