/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.History.Told;
import app.snug.messenger.attachment.AttachmentRoom;
import app.snug.messenger.conversation.NewMessage;
import app.snug.messenger.conversation.StoredHistory;
import app.snug.network.Network;
import app.snug.protocol.message.MessageName;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A long conversation, read from any place, and whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    /** More than two pages of the reader. */
    private static final int LENGTH = 405;

    /** So many are shown at one time: whole pages of ties. */
    private static final int TIES = 90;

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock = new TravellingClock(NOON);
    private final Network network = TestMessenger.network(new ScriptedSwarms(clock), clock);
    private final TestMessenger messenger =
            new TestMessenger(database.dataSource(), vaults, network, clock);
    private final List<MessageId> ids = new ArrayList<>();
    private static @TempDir Path directory;
    private StoredHistory history;
    private Account anna;
    private ConversationId toBen;
    private ConversationId notes;

    @BeforeAll
    void talk() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        Account ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        toBen = messenger.conversations.start(anna, ben.id()).id();
        notes = messenger.conversations.start(anna, anna.id()).id();
        for (int i = 0; i < LENGTH; i++) {
            ids.add(said(toBen, i, NOON.plus(Duration.ofHours(i / TIES)), quote(i)));
        }
        said(notes, LENGTH, NOON, Extras.NONE);
        AttachmentRoom room = messenger.files(network, directory);
        history =
                new StoredHistory(
                        messenger.lookup,
                        messenger.messageTable.files(),
                        messenger.reactions,
                        room.attachments(),
                        vaults);
    }

    @AfterAll
    void close() {
        messenger.close();
        database.close();
    }

    private MessageName name(int number) {
        return new MessageName(anna.id(), NOON.plusMillis(number));
    }

    /** The second answers the first, the third one that nobody has. */
    private Extras quote(int number) {
        return switch (number) {
            case 1 -> Extras.NONE.answering(name(0));
            case 2 -> Extras.NONE.answering(name(100_000));
            default -> Extras.NONE;
        };
    }

    private MessageId said(ConversationId in, int number, Instant shownAt, Extras extras) {
        return messenger
                .messageTable
                .insert(
                        anna.ref(),
                        vaults.of(anna.owner()),
                        new NewMessage(
                                in,
                                name(number),
                                shownAt,
                                Message.Kind.TEXT,
                                "number " + number,
                                extras,
                                Message.State.SENT,
                                Optional.empty(),
                                null))
                .orElseThrow();
    }

    private static List<MessageId> ids(List<Message> messages) {
        return messages.stream().map(Message::id).toList();
    }

    private List<MessageId> before(Optional<MessageId> message, int limit) {
        return ids(messenger.messages.page(anna, toBen, message, limit));
    }

    private List<MessageId> after(MessageId message, int limit) {
        return ids(messenger.messages.after(anna, toBen, message, limit));
    }

    @Test
    void aPageLiesRightBeforeOrBehindAnyMessageAlsoAmongOnesOfTheSameTime() {
        for (int i : List.of(0, 1, TIES - 1, TIES, TIES + 40, LENGTH - 1)) {
            assertThat(before(Optional.of(ids.get(i)), 50))
                    .isEqualTo(ids.subList(Math.max(0, i - 50), i));
            assertThat(after(ids.get(i), 50))
                    .isEqualTo(ids.subList(i + 1, Math.min(LENGTH, i + 51)));
        }
        assertThat(before(Optional.empty(), 200)).isEqualTo(ids.subList(LENGTH - 200, LENGTH));
    }

    @Test
    void pageByPageOneComesFromEitherEndToTheOther() {
        List<MessageId> down = new ArrayList<>(List.of(ids.getFirst()));
        for (List<MessageId> page = List.of(ids.getFirst()); !page.isEmpty(); ) {
            page = after(down.getLast(), 70);
            down.addAll(page);
        }
        assertThat(down).isEqualTo(ids);
        List<MessageId> up = new ArrayList<>();
        for (List<MessageId> page = before(Optional.empty(), 70); !page.isEmpty(); ) {
            up.addAll(0, page);
            page = before(Optional.of(page.getFirst()), 70);
        }
        assertThat(up).isEqualTo(ids);
    }

    @Test
    void aDayBeginsWithTheFirstMessageShownInIt() {
        assertThat(messenger.messages.firstSince(anna, toBen, Instant.EPOCH))
                .contains(ids.getFirst());
        assertThat(messenger.messages.firstSince(anna, toBen, NOON.plusSeconds(3600)))
                .contains(ids.get(TIES));
        assertThat(messenger.messages.firstSince(anna, toBen, NOON.plusSeconds(3601)))
                .contains(ids.get(2 * TIES));
        assertThat(messenger.messages.firstSince(anna, toBen, NOON.plus(Duration.ofDays(1))))
                .isEmpty();
    }

    @Test
    void whatIsInAnotherConversationOrOfAnotherAccountIsNoPlaceHere() throws Exception {
        MessageId note = messenger.messages.page(anna, notes, Optional.empty(), 1).getFirst().id();
        assertThat(before(Optional.of(note), 50)).isEmpty();
        assertThat(after(note, 50)).isEmpty();
        Account clara = messenger.accounts.create(vaults.newOwner(), "Clara");
        assertThat(messenger.messages.after(clara, toBen, ids.getFirst(), 50)).isEmpty();
        assertThat(messenger.messages.firstSince(clara, toBen, Instant.EPOCH)).isEmpty();
        List<Told> read = new ArrayList<>();
        history.read(clara, toBen, read::add);
        assertThat(read).isEmpty();
        assertThatThrownBy(() -> after(ids.getFirst(), 201))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWholeIsReadInOrderWithWhatBelongsToEachAndThoughSomeVanishMeanwhile() throws Exception {
        messenger.choices.approve(anna, toBen);
        messenger.reactions.react(anna, ids.get(3), "😂", false);
        List<Told> read = new ArrayList<>();
        ConversationId copy = messenger.conversations.start(anna, strangerId()).id();
        List<MessageId> copied =
                IntStream.range(0, 401)
                        .mapToObj(i -> said(copy, i, NOON.plusSeconds(i), Extras.NONE))
                        .toList();
        history.read(
                anna,
                copy,
                told -> {
                    read.add(told);
                    if (told.message().id().equals(copied.get(199))) {
                        // The last of a page: reading goes on from where it stood.
                        messenger.deletions.here(anna, copied.subList(190, 200));
                        messenger
                                .jdbc
                                .sql("delete from message where id = ?")
                                .param(copied.get(199).value())
                                .update();
                    }
                });
        assertThat(read).extracting(told -> told.message().id()).isEqualTo(copied);

        read.clear();
        history.read(anna, toBen, read::add);
        assertThat(read).extracting(told -> told.message().id()).isEqualTo(ids);
        assertThat(read.get(1).answered()).map(Message::id).contains(ids.getFirst());
        assertThat(read.get(2).answered()).isEmpty();
        assertThat(read.get(3).reactions())
                .singleElement()
                .satisfies(on -> assertThat(on.by()).containsExactly(anna.id()));
        assertThat(read.get(4).files()).isEmpty();
    }

    private app.snug.protocol.identity.AccountId strangerId() throws Exception {
        return messenger.accounts.create(vaults.newOwner(), "Dora").id();
    }
}
