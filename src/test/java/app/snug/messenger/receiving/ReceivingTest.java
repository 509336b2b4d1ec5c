/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.Message.State;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.messenger.VaultLockedException;
import app.snug.network.Swarms.Polled;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.SenderProfile;
import app.snug.protocol.storage.Namespace;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class ReceivingTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock = new TravellingClock(NOON);
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final SecureRandom random = new SecureRandom();
    private final TestMessenger messenger =
            new TestMessenger(
                    database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    private Account anna;
    private Account ben;
    private AccountKeys annas;
    private AccountKeys bens;
    private Poller poller;

    @BeforeEach
    void meet() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        annas = messenger.accounts.keys(anna);
        bens = messenger.accounts.keys(ben);
        poller = poller();
    }

    /** As after a start of the program. */
    private Poller poller() {
        return TestPoller.of(ben, messenger, swarms, clock);
    }

    @AfterEach
    void close() {
        annas.close();
        bens.close();
        messenger.close();
        database.close();
    }

    @Test
    void aMessageOpensAConversationWithTheNameOfWhoWrote() throws Exception {
        swarms.put(ben.id(), fromAnna("Hello", NOON));
        poller.poll();

        Summary conversation = conversation();
        assertThat(conversation.name()).contains("Anna");
        assertThat(conversation.unread()).isEqualTo(1);
        assertThat(conversation.lastActivity()).isEqualTo(NOON);
        Message message = conversation.last().orElseThrow();
        assertThat(message.body()).isEqualTo("Hello");
        assertThat(message.state()).isEqualTo(State.RECEIVED);
        assertThat(message.outgoing()).isFalse();
        assertThat(messenger.changes.after(ben, 0, 10))
                .extracting(Change::kind)
                .containsExactly(Change.Kind.CONVERSATION_CHANGED, Change.Kind.MESSAGE_ADDED);
    }

    @Test
    void whatEveryNodeHasArrivesOnceAlsoAfterARestart() throws Exception {
        swarms.put(ben.id(), fromAnna("One", NOON));
        swarms.put(ben.id(), fromAnna("Two", NOON.plusMillis(1)));
        for (int i = 0; i < 4; i++) {
            poller.poll();
        }
        poller = poller();
        poller.poll();
        poller.poll();

        assertThat(bodies()).containsExactly("One", "Two");
        assertThat(conversation().unread()).isEqualTo(2);
    }

    @Test
    void aRestartGoesOnWhereEachNodeWasReadTo() throws Exception {
        swarms.put(ben.id(), fromAnna("One", NOON));
        poller.poll();
        poller.poll();

        SwarmCursors.Of cursors = new SwarmCursors(messenger.jdbc).of(ben.ref());
        for (int node = 0; node < 2; node++) {
            assertThat(cursors.last(ScriptedSwarms.node(node), Namespace.DEFAULT))
                    .contains(swarms.mailbox(ben.id()).getLast().hash());
        }
    }

    @Test
    void theSameMessageEncryptedAnewIsShownOnce() throws Exception {
        swarms.put(ben.id(), fromAnna("Once", NOON));
        swarms.put(ben.id(), fromAnna("Once", NOON));
        poller.poll();
        assertThat(bodies()).containsExactly("Once");
        assertThat(conversation().unread()).isEqualTo(1);
    }

    @Test
    void messagesThatComeInDisorderStandInTheOrderInWhichTheyWereSent() throws Exception {
        swarms.put(ben.id(), fromAnna("Three", NOON.minusMillis(1)));
        swarms.put(ben.id(), fromAnna("One", NOON.minusMillis(3)));
        poller.poll();
        swarms.put(ben.id(), fromAnna("Two", NOON.minusMillis(2)));
        poller.poll();
        assertThat(bodies()).containsExactly("One", "Two", "Three");
        assertThat(conversation().last().orElseThrow().body()).isEqualTo("Three");
    }

    @Test
    void whatDoesNotFitInOneAnswerIsFetchedAtOnce() throws Exception {
        swarms.pageSize = 3;
        for (int i = 0; i < 20; i++) {
            swarms.put(ben.id(), fromAnna("Message " + i, NOON.minusMillis(100 - i)));
        }
        poller.poll();
        assertThat(bodies()).hasSize(20);
    }

    @Test
    void aNodeThatAlwaysHasMoreIsNotAskedForEver() throws Exception {
        byte[] data = fromAnna("Hello", NOON);
        for (int i = 0; i < 500; i++) {
            swarms.answer(polled(true, swarms.stored(ben.id(), data)));
        }
        poller.poll();
        assertThat(swarms.polls.get()).isLessThan(50);
    }

    @Test
    void garbageIsCountedAndPassedOverOnce() throws Exception {
        swarms.put(ben.id(), new byte[0]);
        swarms.put(ben.id(), new byte[] {8, 1, 2, 3});
        swarms.put(ben.id(), fromAnna("Hello", NOON));
        swarms.put(ben.id(), forSomebodyElse());
        poller.poll();
        poller.poll();
        assertThat(bodies()).containsExactly("Hello");
        assertThat(unreadable()).isEqualTo(3);
        messenger.accounts.noteUnreadable(ben, 2);
        assertThat(unreadable()).isEqualTo(1);
        messenger.accounts.noteUnreadable(ben, 2);
        assertThat(unreadable()).isEqualTo(1);
    }

    @Test
    void hostileBytesNeverBreakThePoller() throws Exception {
        Random chance = new Random(7);
        byte[] good = fromAnna("Hello", NOON);
        for (int i = 0; i < 400; i++) {
            byte[] data;
            if (i % 2 == 0) {
                data = new byte[chance.nextInt(2_000)];
                chance.nextBytes(data);
            } else {
                data = good.clone();
                for (int flips = 1 + chance.nextInt(3); flips > 0; flips--) {
                    data[chance.nextInt(data.length)] ^= (byte) (1 + chance.nextInt(255));
                }
            }
            swarms.put(ben.id(), data);
        }
        swarms.put(ben.id(), fromAnna("After it all", NOON.plusMillis(5)));
        poller.poll();
        poller.poll();
        assertThat(bodies()).contains("After it all");
        assertThat(
                        messenger
                                .jdbc
                                .sql("select count(*) from seen_hash")
                                .query(Integer.class)
                                .single())
                .isEqualTo(swarms.mailbox(ben.id()).size());
    }

    @Test
    void strangeTextIsKeptAsItIs() throws Exception {
        String strange =
                "\u0000NUL \u202eright to left\u202c 👩‍👩‍👧 \ufffe <script>alert(1)</script>";
        swarms.put(ben.id(), fromAnna(strange, NOON));
        poller.poll();
        assertThat(bodies()).containsExactly(strange);
    }

    @Test
    void aTimeAheadIsShownAsNowAndALongPastOneNotTooFarBack() throws Exception {
        swarms.put(ben.id(), fromAnna("Ahead", NOON.plus(Duration.ofDays(4000))));
        swarms.put(ben.id(), fromAnna("Past", Instant.ofEpochMilli(1)));
        poller.poll();
        clock.travel(Duration.ofMinutes(1));
        swarms.put(ben.id(), fromAnna("Later", clock.instant()));
        poller.poll();

        assertThat(bodies()).containsExactly("Past", "Ahead", "Later");
        assertThat(page())
                .extracting(Message::shownAt)
                .containsExactly(NOON.minus(Duration.ofDays(30)), NOON, NOON.plusSeconds(60));
    }

    @Test
    void aNameIsTakenOnOnlyIfItIsNewer() throws Exception {
        receiveFromAnna("Anna the First", Optional.of(NOON), 1);
        receiveFromAnna("Anna the Second", Optional.of(NOON.plusSeconds(2)), 2);
        receiveFromAnna("Anna the Old", Optional.of(NOON.plusSeconds(1)), 3);
        receiveFromAnna("Anna of no time", Optional.empty(), 4);
        assertThat(conversation().name()).contains("Anna the Second");
    }

    @Test
    void whatWeWroteOnAnotherDeviceStandsInTheConversationItBelongsTo() throws Exception {
        swarms.put(ben.id(), ownCopy("From my phone", anna, NOON));
        poller.poll();
        Message copy = conversation().last().orElseThrow();
        assertThat(copy.outgoing()).isTrue();
        assertThat(copy.author()).isEqualTo(ben.id());
        assertThat(copy.state()).isEqualTo(State.SENT);
        assertThat(conversation().unread()).isZero();
    }

    @Test
    void theCopyOfWhatWeWroteHereDoesNotDouble() throws Exception {
        var toAnna = messenger.conversations.start(ben, anna.id()).id();
        Message sent = messenger.messages.send(ben, toAnna, "Hello");
        swarms.put(ben.id(), ownCopy("Hello", anna, sent.sentAt()));
        poller.poll();
        assertThat(bodies()).containsExactly("Hello");
    }

    @Test
    void whatCannotBeStoredNowComesAgain() throws Exception {
        swarms.put(ben.id(), fromAnna("Hello", NOON));
        messenger.jdbc.sql("alter table seen_hash rename to seen_hash_away").update();
        assertThatThrownBy(poller::poll).isInstanceOf(DataAccessException.class);
        messenger.jdbc.sql("alter table seen_hash_away rename to seen_hash").update();
        assertThat(messenger.conversations.list(ben, Optional.empty(), 10)).isEmpty();

        poller.poll();
        assertThat(bodies()).containsExactly("Hello");
    }

    @Test
    void oneThatCanNeverBeStoredDoesNotHoldTheOthersUp() throws Exception {
        // The database refuses one of them, whatever the reason.
        messenger
                .jdbc
                .sql(
                        """
                        alter table message add constraint test_refuses
                        check (sent_at <> %d)
                        """
                                .formatted(NOON.toEpochMilli() - 1))
                .update();
        swarms.put(ben.id(), fromAnna("Good", NOON.minusMillis(2)));
        swarms.put(ben.id(), fromAnna("Bad", NOON.minusMillis(1)));
        swarms.put(ben.id(), fromAnna("Good too", NOON));
        poller.poll();
        poller.poll();
        assertThat(bodies()).containsExactly("Good", "Good too");
        assertThat(unreadable()).isEqualTo(1);
    }

    @Test
    void aHostileInvitationIsPassedOverBeforeAnythingIsStored() throws Exception {
        swarms.put(ben.id(), fromAnna("Before", NOON));
        for (String url : List.of("https://c.example/\nroom", "\n", "")) {
            swarms.put(
                    ben.id(),
                    DirectMessage.seal(
                            new Content.Invitation(url, "Room", Content.Context.NONE),
                            NOON.plusMillis(1),
                            annas,
                            ben.id(),
                            random));
        }
        swarms.put(ben.id(), fromAnna("After", NOON.plusMillis(2)));
        poller.poll();
        assertThat(bodies()).containsExactly("Before", "After");
        assertThat(unreadable()).as("what was stored one by one is counted").isZero();
    }

    @Test
    void aLockedVaultStopsReceivingAndLosesNothing() throws Exception {
        swarms.put(ben.id(), fromAnna("Hello", NOON));
        vaults.lock(ben.owner());
        assertThatThrownBy(poller::poll).isInstanceOf(VaultLockedException.class);
        poller.run();
        vaults.open(ben.owner());
        poller = poller();
        poller.poll();
        assertThat(bodies()).containsExactly("Hello");
    }

    @Test
    void readMessagesAreNotUnread() throws Exception {
        swarms.put(ben.id(), fromAnna("Hello", NOON));
        poller.poll();
        messenger.conversations.markRead(ben, conversation().id());
        assertThat(conversation().unread()).isZero();
    }

    private byte[] fromAnna(String body, Instant sentAt) {
        return fromAnna(body, sentAt, new SenderProfile("Anna", Optional.of(NOON)));
    }

    private byte[] fromAnna(String body, Instant sentAt, SenderProfile profile) {
        return DirectMessage.seal(
                new Content.Visible(body, Content.Context.of(profile)),
                sentAt,
                annas,
                ben.id(),
                random);
    }

    private void receiveFromAnna(String name, Optional<Instant> namedAt, int number)
            throws Exception {
        swarms.put(
                ben.id(),
                fromAnna(
                        "Message " + number,
                        NOON.plusMillis(number),
                        new SenderProfile(name, namedAt)));
        poller.poll();
    }

    private byte[] ownCopy(String body, Account peer, Instant sentAt) {
        return DirectMessage.seal(
                new Content.Visible(body, Content.Context.copy(peer.id())),
                sentAt,
                bens,
                ben.id(),
                random);
    }

    private byte[] forSomebodyElse() {
        return DirectMessage.seal(
                new Content.Visible("Hello", Content.Context.NONE), NOON, annas, anna.id(), random);
    }

    private static Polled polled(boolean more, StoredMessage... messages) {
        return new Polled(
                ScriptedSwarms.node(0), Map.of(Namespace.DEFAULT, List.of(messages)), more);
    }

    private Summary conversation() {
        return messenger.conversations.with(ben, anna.id()).orElseThrow();
    }

    private List<Message> page() {
        return messenger.messages.page(ben, conversation().id(), Optional.empty(), 200);
    }

    private List<String> bodies() {
        return new ArrayList<>(page().stream().map(Message::body).toList());
    }

    private long unreadable() {
        return messenger.accounts.unreadable(ben);
    }
}
