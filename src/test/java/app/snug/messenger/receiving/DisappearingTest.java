/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.messenger.conversation.Sweeper;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.Disappearing.Mode;
import app.snug.protocol.message.MalformedMessageException;
import app.snug.protocol.message.SenderProfile;
import app.snug.protocol.storage.MessageHash;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that vanish, in the six cases of the protocol, and what is left of them: nothing. */
class DisappearingTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Disappearing SENT = new Disappearing(Mode.AFTER_SENDING, HOUR);
    private static final Disappearing READ = new Disappearing(Mode.AFTER_READING, HOUR);

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock = new TravellingClock(NOON);
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final SecureRandom random = new SecureRandom();
    private final TestMessenger messenger =
            new TestMessenger(
                    database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    private final Sweeper sweeper =
            new Sweeper(messenger.vanishingTable, messenger.trimming, messenger.ledger, clock);
    private Account anna;
    private Account ben;
    private AccountKeys annas;
    private AccountKeys bens;
    private ConversationId withAnna;
    private Poller poller;

    @BeforeEach
    void meet() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        annas = messenger.accounts.keys(anna);
        bens = messenger.accounts.keys(ben);
        poller = TestPoller.of(ben, messenger, swarms, clock);
        annaWrites("First", Optional.empty());
        poller.poll();
        withAnna = messenger.conversations.with(ben, anna.id()).orElseThrow().id();
        messenger.choices.approve(ben, withAnna);
        messenger.conversations.markRead(ben, withAnna);
        clock.travel(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        annas.close();
        bens.close();
        messenger.close();
        database.close();
    }

    private Context annaSays(Optional<Disappearing> timer) {
        return Context.of(new SenderProfile("Anna", Optional.empty())).vanishing(timer);
    }

    private MessageHash annaWrites(String text, Optional<Disappearing> timer) throws Exception {
        return leave(new Content.Visible(text, annaSays(timer)), annas);
    }

    private MessageHash benWroteElsewhere(String text, Disappearing timer) throws Exception {
        return leave(
                new Content.Visible(text, Context.copy(anna.id()).vanishing(Optional.of(timer))),
                bens);
    }

    private MessageHash leave(Content content, AccountKeys author) throws Exception {
        clock.travel(Duration.ofMillis(1));
        return swarms.put(
                ben.id(), DirectMessage.seal(content, clock.instant(), author, ben.id(), random));
    }

    /** The swarm keeps it until then. */
    private void keep(MessageHash hash, Instant until) {
        swarms.mailbox(ben.id())
                .replaceAll(m ->
                        m.hash().equals(hash)
                                ? new StoredMessage(hash, m.timestamp(), until, m.data())
                                : m);
    }

    private List<String> bodies() {
        return page().stream().map(Message::body).toList();
    }

    /** Without the line that says that Anna was accepted. */
    private List<Message> page() {
        return messenger.messages.page(ben, withAnna, Optional.empty(), 50).stream()
                .filter(message -> message.kind() != Message.Kind.ACCEPTED)
                .toList();
    }

    /** What Anna is told, once there is something of that kind. */
    private <C extends Content> C told(Class<C> kind) {
        return await().until(
                        () ->
                                List.copyOf(swarms.mailbox(anna.id())).stream()
                                        .map(stored -> open(stored.data(), annas))
                                        .filter(kind::isInstance)
                                        .map(kind::cast)
                                        .toList(),
                        found -> !found.isEmpty())
                .getLast();
    }

    private static Content open(byte[] stored, AccountKeys keys) {
        try {
            return DirectMessage.open(stored, keys).content();
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private Message last() {
        return messenger.messages.page(ben, withAnna, Optional.empty(), 1).getFirst();
    }

    private Optional<Instant> end() {
        return last().extras().vanishesAt();
    }

    private Message benWrites(String text, Disappearing timer) throws Exception {
        messenger.choices.disappearing(ben, withAnna, Optional.of(timer));
        return messenger.messages.send(ben, withAnna, text);
    }

    // --- the six cases

    @Test
    void whatVanishesAfterSendingBeginsWhenTheNetworkHasIt() throws Exception {
        Message message = benWrites("Mine", SENT);
        assertThat(message.extras().timer()).contains(SENT);
        assertThat(message.extras().vanishesAt()).isEmpty();
        clock.travel(Duration.ofMinutes(7));
        messenger.started();
        await().until(() -> end().isPresent());
        assertThat(end()).contains(clock.instant().plus(HOUR));
    }

    @Test
    void whatVanishesAfterReadingBeginsForItsAuthorWhenItIsSent() throws Exception {
        benWrites("Mine", READ);
        messenger.started();
        await().until(() -> end().isPresent());
        assertThat(end()).contains(clock.instant().plus(HOUR));
        assertThat(told(Content.Visible.class).disappearing()).contains(READ);
    }

    @Test
    void theTimerOfTheOtherBeganWhenTheSwarmWasGivenIt() throws Exception {
        MessageHash hash = annaWrites("Hers", Optional.of(SENT));
        Instant stored = clock.instant();
        keep(hash, stored.plus(HOUR));
        clock.travel(Duration.ofMinutes(20));
        poller.poll();
        assertThat(end()).contains(stored.plus(HOUR));
    }

    @Test
    void whatIsReadHereBeginsNowAndItsCopyEndsWithIt() throws Exception {
        MessageHash hash = annaWrites("Hers", Optional.of(READ));
        poller.poll();
        assertThat(end()).isEmpty();
        clock.travel(Duration.ofDays(2));
        messenger.conversations.markRead(ben, withAnna);
        Instant end = clock.instant().plus(HOUR);
        assertThat(end()).contains(end);
        messenger.started();
        await().until(() -> errands() == 0);
        assertThat(swarms.mailbox(ben.id()))
                .filteredOn(stored -> stored.hash().equals(hash))
                .extracting(StoredMessage::expiry)
                .containsExactly(end);
    }

    @Test
    void whatAnotherDeviceReadEarlierEndsWhenItEndsThere() throws Exception {
        MessageHash hash = annaWrites("Hers", Optional.of(READ));
        poller.poll();
        clock.travel(Duration.ofMinutes(30));
        Instant there = clock.instant().plus(HOUR);
        keep(hash, there);
        clock.travel(Duration.ofMinutes(30));
        messenger.conversations.markRead(ben, withAnna);
        messenger.started();
        await().until(() -> errands() == 0);
        assertThat(end()).contains(there);
    }

    @Test
    void whatWasReadBeforeItCameHereEndsWithTheSwarmsCopy() throws Exception {
        annaWrites("Later", Optional.empty());
        MessageHash hash = annaWrites("Hers", Optional.of(READ));
        Instant sent = clock.instant();
        annaWrites("Latest", Optional.empty());
        StoredMessage late = swarms.mailbox(ben.id()).get(2);
        assertThat(late.hash()).isEqualTo(hash);
        swarms.mailbox(ben.id()).remove(late);
        poller.poll();
        poller.poll();
        messenger.conversations.markRead(ben, withAnna);
        swarms.mailbox(ben.id())
                .add(new StoredMessage(hash, late.timestamp(), sent.plus(HOUR), late.data()));
        clock.travel(Duration.ofMinutes(10));
        poller.poll();
        poller.poll();
        Message hers =
                messenger.messages.page(ben, withAnna, Optional.empty(), 50).stream()
                        .filter(m -> m.body().equals("Hers"))
                        .findFirst()
                        .orElseThrow();
        assertThat(hers.extras().vanishesAt()).contains(sent.plus(HOUR));
    }

    // --- that a file was saved

    @Test
    void thatAFileWasSavedVanishesAsItsSenderHasIt() throws Exception {
        leave(new Content.MediaSaved(Optional.of(NOON), Optional.of(READ)), annas);
        poller.poll();
        assertThat(last().kind()).isEqualTo(Message.Kind.MEDIA_SAVED);
        assertThat(last().extras().timer()).contains(READ);
        assertThat(end()).contains(clock.instant().plus(HOUR));
        clock.travel(HOUR);
        sweeper.sweep();
        assertThat(bodies()).containsExactly("First");
        poller.poll();
        assertThat(bodies()).containsExactly("First");
    }

    @Test
    void thatAFileWasSavedIsOverWithItsTimeAlsoForADeviceThatComesLate() throws Exception {
        MessageHash hash =
                leave(new Content.MediaSaved(Optional.of(NOON), Optional.of(SENT)), annas);
        keep(hash, clock.instant().plus(HOUR));
        clock.travel(HOUR.plusMinutes(1));
        poller.poll();
        assertThat(bodies()).containsExactly("First");
    }

    @Test
    void thatWeSavedAFileVanishesOnceItIsReadWhateverTheTimer() throws Exception {
        annaWrites("A picture", Optional.empty());
        poller.poll();
        Message hers = last();
        messenger.started();
        messenger.notices.saved(ben, hers.id());
        assertThat(told(Content.MediaSaved.class).disappearing()).isEmpty();
        messenger.choices.disappearing(ben, withAnna, Optional.of(SENT));
        messenger.notices.saved(ben, hers.id());
        await().until(() -> told(Content.MediaSaved.class).disappearing().isPresent());
        assertThat(told(Content.MediaSaved.class))
                .isEqualTo(new Content.MediaSaved(Optional.of(hers.sentAt()), Optional.of(READ)));
    }

    // --- replay, restore, lies

    @Test
    void whatIsOverWhenItComesIsNotShownOnceMore() throws Exception {
        MessageHash hash = annaWrites("Hers", Optional.of(SENT));
        keep(hash, clock.instant().plus(HOUR));
        MessageHash mine = benWroteElsewhere("Mine", READ);
        keep(mine, clock.instant().plus(HOUR));
        clock.travel(HOUR.plusMinutes(1));
        poller.poll();
        poller.poll();
        assertThat(bodies()).containsExactly("First");
        assertThat(messenger.conversations.find(ben, withAnna).orElseThrow().unread()).isZero();
    }

    @Test
    void ourOwnFromAnotherDeviceRunsSinceItWasSent() throws Exception {
        benWroteElsewhere("Mine", READ);
        Instant sent = clock.instant();
        clock.travel(Duration.ofMinutes(10));
        poller.poll();
        assertThat(end()).contains(sent.plus(HOUR));
    }

    @Test
    void aNodeThatLiesAboutTheEndNeitherHidesNorKeepsAMessage() throws Exception {
        MessageHash hidden = annaWrites("Hidden", Optional.of(SENT));
        Instant sent = clock.instant();
        keep(hidden, NOON.minusSeconds(60));
        MessageHash kept = annaWrites("Kept", Optional.of(SENT));
        keep(kept, NOON.plus(Duration.ofDays(900)));
        poller.poll();
        List<Message> page = page();
        assertThat(page).extracting(Message::body).containsExactly("First", "Hidden", "Kept");
        assertThat(page.get(1).extras().vanishesAt())
                .contains(sent.plus(HOUR).minus(Duration.ofMinutes(1)));
        assertThat(page.get(2).extras().vanishesAt()).contains(clock.instant().plus(HOUR));
    }

    @Test
    void whatTheSwarmHasNoMoreIsOverUnlessItIsTooOldForIt() throws Exception {
        MessageHash hash = annaWrites("Hers", Optional.of(READ));
        poller.poll();
        swarms.mailbox(ben.id()).removeIf(m -> m.hash().equals(hash));
        messenger.conversations.markRead(ben, withAnna);
        messenger.started();
        await().until(() -> errands() == 0);
        assertThat(
                        messenger
                                .jdbc
                                .sql("select coalesce(max(vanishes_at), 0) from message")
                                .query(Long.class)
                                .single())
                .isLessThanOrEqualTo(clock.instant().toEpochMilli());
    }

    @Test
    void aMessageOfLongAgoIsReadInPeace() throws Exception {
        annaWrites("Hers", Optional.of(READ));
        poller.poll();
        swarms.mailbox(ben.id()).clear();
        clock.travel(Duration.ofDays(15));
        messenger.conversations.markRead(ben, withAnna);
        messenger.started();
        await().until(() -> errands() == 0);
        assertThat(end()).contains(clock.instant().plus(HOUR));
    }

    private long errands() {
        return messenger.jdbc.sql("select count(*) from errand").query(Long.class).single();
    }

    // --- vanishing

    @Test
    void itVanishesAtItsTimeWithItsTracesAndTheListFollows() throws Exception {
        annaWrites("Stays", Optional.empty());
        MessageHash hash = annaWrites("Hers", Optional.of(SENT));
        keep(hash, clock.instant().plus(HOUR));
        poller.poll();
        Message hers = last();
        messenger
                .jdbc
                .sql(
                        """
                        insert into reaction (account, conversation, target, target_at, author,
                                              sent_at, emoji)
                        values (?, ?, ?, ?, ?, 1, 'x')
                        """)
                .params(
                        ben.ref().value(),
                        withAnna.value(),
                        hers.author().bytes(),
                        hers.sentAt().toEpochMilli(),
                        ben.id().bytes())
                .update();
        assertThat(messenger.conversations.find(ben, withAnna).orElseThrow().unread()).isEqualTo(2);
        clock.travel(HOUR.minusMillis(1));
        sweeper.sweep();
        assertThat(bodies()).containsExactly("First", "Stays", "Hers");

        clock.travel(Duration.ofMillis(1));
        long before = messenger.changes.newest(ben);
        sweeper.sweep();
        assertThat(bodies()).containsExactly("First", "Stays");
        var summary = messenger.conversations.find(ben, withAnna).orElseThrow();
        assertThat(summary.last().orElseThrow().body()).isEqualTo("Stays");
        assertThat(summary.lastActivity()).isEqualTo(last().shownAt());
        assertThat(summary.unread()).isEqualTo(1);
        assertThat(messenger.jdbc.sql("select count(*) from reaction").query(Long.class).single())
                .isZero();
        assertThat(messenger.changes.after(ben, before, 10))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.kind()).isEqualTo(Change.Kind.MESSAGE_REMOVED);
                    assertThat(change.message()).contains(hers.id());
                });
        poller.poll();
        assertThat(bodies()).containsExactly("First", "Stays");
    }

    @Test
    void whatEndedWhileTheProgramWasAwayGoesAtItsStartAlsoBehindALockedVault() throws Exception {
        MessageHash hash = annaWrites("Hers", Optional.of(SENT));
        keep(hash, clock.instant().plus(HOUR));
        poller.poll();
        clock.travel(Duration.ofDays(1));
        vaults.lock(ben.owner());
        messenger.started();
        await().until(() ->
                messenger
                                .jdbc
                                .sql("select count(*) from message where timer is not null")
                                .query(Long.class)
                                .single()
                        == 0);
        vaults.open(ben.owner());
        assertThat(bodies()).containsExactly("First");
    }

    // --- the setting

    @Test
    void aChangeIsToldToTheOtherAndToOurDevicesAndShownAsALine() throws Exception {
        messenger.choices.disappearing(ben, withAnna, Optional.of(READ));
        assertThat(last().kind()).isEqualTo(Message.Kind.TIMER);
        assertThat(last().extras().timer()).contains(READ);
        messenger.started();
        assertThat(told(Content.TimerChange.class).disappearing()).contains(READ);
        await().until(() -> swarms.mailbox(ben.id()).size() == 2);
        Content copy =
                DirectMessage.open(List.copyOf(swarms.mailbox(ben.id())).getLast().data(), bens)
                        .content();
        assertThat(((Content.TimerChange) copy).syncTarget()).contains(anna.id());

        messenger.choices.disappearing(ben, withAnna, Optional.of(READ));
        assertThat(page()).hasSize(2);
    }

    @Test
    void theOthersChangeIsALineAndOursStaysAsItIs() throws Exception {
        leave(new Content.TimerChange(annaSays(Optional.of(SENT))), annas);
        leave(new Content.TimerChange(annaSays(Optional.empty())), annas);
        poller.poll();
        List<Message> page = page();
        assertThat(page.get(1).kind()).isEqualTo(Message.Kind.TIMER);
        assertThat(page.get(1).extras().timer()).contains(SENT);
        assertThat(page.get(2).extras().timer()).isEmpty();
        var summary = messenger.conversations.find(ben, withAnna).orElseThrow();
        assertThat(summary.unread()).isZero();
        assertThat(summary.settings().disappearing()).isEmpty();
    }

    @Test
    void whoeverIsNotAcceptedOrIsBlockedChangesNothing() throws Exception {
        Account clara = messenger.accounts.create(vaults.newOwner(), "Clara");
        try (AccountKeys claras = messenger.accounts.keys(clara)) {
            leave(
                    new Content.TimerChange(
                            Context.of(new SenderProfile("Clara", Optional.empty()))
                                    .vanishing(Optional.of(SENT))),
                    claras);
            poller.poll();
            assertThat(messenger.conversations.with(ben, clara.id())).isEmpty();
        }
        messenger.choices.block(ben, withAnna, true);
        messenger.choices.disappearing(ben, withAnna, Optional.of(SENT));
        leave(new Content.TimerChange(annaSays(Optional.of(SENT))), annas);
        poller.poll();
        assertThat(bodies()).containsExactly("First");
        assertThat(
                        messenger
                                .conversations
                                .find(ben, withAnna)
                                .orElseThrow()
                                .settings()
                                .disappearing())
                .isEmpty();
    }

    @Test
    void notesToOneselfVanishAfterSendingOnly() throws Exception {
        ConversationId notes = messenger.conversations.start(ben, ben.id()).id();
        messenger.choices.disappearing(ben, notes, Optional.of(READ));
        assertThat(messenger.messages.send(ben, notes, "Stays").extras().timer()).isEmpty();
        messenger.choices.disappearing(ben, notes, Optional.of(SENT));
        assertThat(messenger.messages.send(ben, notes, "Goes").extras().timer()).contains(SENT);
    }
}
