/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Secret;
import app.snug.messenger.Account;
import app.snug.messenger.BlockedException;
import app.snug.messenger.Contacts.Contact;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations.Overview;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.Picture;
import app.snug.protocol.message.SenderProfile;
import app.snug.protocol.message.SenderProfile.Portrait;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of message requests, with two people of one household and a stranger. */
class RequestsTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock = new TravellingClock(NOON);
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final SecureRandom random = new SecureRandom();
    private final TestMessenger messenger =
            new TestMessenger(
                    database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    private final AccountKeys strangers = AccountKeys.fromEntropy(AccountKeys.newEntropy(random));
    private Account anna;
    private Account ben;
    private Poller annas;
    private Poller bens;

    @BeforeEach
    void meet() throws Exception {
        anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        annas = TestPoller.of(anna, messenger, swarms, clock);
        bens = TestPoller.of(ben, messenger, swarms, clock);
    }

    @AfterEach
    void close() {
        strangers.close();
        messenger.close();
        database.close();
    }

    /** Carries all letters to where they belong, in order, and lets both sides read. */
    private void deliver() throws Exception {
        messenger
                .jdbc
                .sql("select recipient, data from outbox order by id")
                .query((row, number) ->
                        swarms.put(AccountId.of(row.getBytes("recipient")), row.getBytes("data")))
                .list();
        messenger.jdbc.sql("delete from outbox").update();
        annas.poll();
        bens.poll();
    }

    private void write(Account from, Account to, String text) throws Exception {
        clock.travel(Duration.ofSeconds(1));
        ConversationId id = messenger.conversations.start(from, to.id()).id();
        messenger.messages.send(from, id, text);
        deliver();
    }

    private Summary between(Account whose, Account other) {
        return messenger.conversations.with(whose, other.id()).orElseThrow();
    }

    private List<AccountId> listed(Account whose) {
        return messenger.conversations.list(whose, Optional.empty(), 50).stream()
                .map(Summary::peer)
                .toList();
    }

    private List<AccountId> requests(Account whose) {
        return messenger.conversations.requests(whose, Optional.empty(), 50).stream()
                .map(Summary::peer)
                .toList();
    }

    private List<Kind> kinds(Account whose, Account other) {
        return page(whose, other).stream().map(Message::kind).toList();
    }

    private List<Message> page(Account whose, Account other) {
        return messenger.messages.page(whose, between(whose, other).id(), Optional.empty(), 50);
    }

    private void stranger(Content content, Instant at) throws Exception {
        swarms.put(ben.id(), DirectMessage.seal(content, at, strangers, ben.id(), random));
        bens.poll();
    }

    private Content.Visible says(String text, SenderProfile profile) {
        return new Content.Visible(text, Content.Context.of(profile));
    }

    private static SenderProfile cleo(Portrait portrait, Instant at) {
        return new SenderProfile("Cleo", Optional.of(at), portrait);
    }

    @Test
    void whoeverIsNotKnownKnocksAndIsNotInTheList() throws Exception {
        write(anna, ben, "May I come in?");

        assertThat(listed(ben)).isEmpty();
        assertThat(requests(ben)).containsExactly(anna.id());
        Summary request = between(ben, anna);
        assertThat(request.settings().isRequest()).isTrue();
        assertThat(messenger.conversations.overview(ben))
                .isEqualTo(new Overview(0, 1, Optional.of(request.id())));
        // For Anna it is a conversation, though nobody has answered yet.
        assertThat(listed(anna)).containsExactly(ben.id());
        assertThat(between(anna, ben).settings().approved()).isTrue();
        assertThat(between(anna, ben).settings().approvedMe()).isFalse();
    }

    @Test
    void acceptingTellsTheOtherWhoAcceptedAndThatTheyDid() throws Exception {
        write(anna, ben, "May I come in?");
        messenger.choices.approve(ben, between(ben, anna).id());
        messenger.choices.approve(ben, between(ben, anna).id());

        assertThat(listed(ben)).containsExactly(anna.id());
        assertThat(messenger.conversations.overview(ben).requests()).isZero();
        assertThat(kinds(ben, anna)).containsExactly(Kind.TEXT, Kind.ACCEPTED);
        deliver();
        assertThat(between(anna, ben).settings().isMutual()).isTrue();
        assertThat(between(anna, ben).name()).contains("Ben");
        assertThat(kinds(anna, ben)).containsExactly(Kind.TEXT, Kind.ACCEPTED);
        assertThat(page(anna, ben).getLast().outgoing()).isFalse();
        assertThat(between(anna, ben).unread()).isZero();
    }

    @Test
    void answeringAcceptsJustBeforeTheAnswer() throws Exception {
        write(anna, ben, "May I come in?");
        write(ben, anna, "Do.");

        assertThat(kinds(ben, anna)).containsExactly(Kind.TEXT, Kind.ACCEPTED, Kind.TEXT);
        assertThat(kinds(anna, ben)).containsExactly(Kind.TEXT, Kind.ACCEPTED, Kind.TEXT);
        List<Message> heard = page(anna, ben);
        assertThat(heard.get(1).sentAt()).isBefore(heard.get(2).sentAt());
        // Once accepted, nothing is said twice.
        write(anna, ben, "Thank you");
        write(ben, anna, "Tea?");
        assertThat(kinds(anna, ben))
                .containsExactly(Kind.TEXT, Kind.ACCEPTED, Kind.TEXT, Kind.TEXT, Kind.TEXT);
    }

    @Test
    void anotherDeviceThatAcceptsAcceptsHere() throws Exception {
        write(anna, ben, "May I come in?");
        bens.poll();
        clock.travel(Sharing.APART);
        bens.poll();
        try (TestDatabase elsewhere = TestDatabase.fresh()) {
            TestVaults phoneVaults = new TestVaults();
            TestMessenger phone =
                    new TestMessenger(
                            elsewhere.dataSource(),
                            phoneVaults,
                            TestMessenger.network(swarms, clock),
                            clock);
            Account same =
                    phone.accounts.restore(
                            phoneVaults.newOwner(), messenger.accounts.recoveryWords(ben), "Typed");
            Poller phones = TestPoller.of(same, phone, swarms, clock);
            phones.poll();
            Summary there = phone.conversations.with(same, anna.id()).orElseThrow();
            assertThat(there.settings().isRequest()).isTrue();
            clock.travel(Duration.ofMinutes(1));
            phone.choices.approve(same, there.id());
            phones.poll();
            clock.travel(Sharing.APART);
            phones.poll();
            bens.poll();
            assertThat(listed(ben)).containsExactly(anna.id());
            phone.close();
        }
    }

    @Test
    void decliningSaysNothingAndTheNextMessageKnocksAnew() throws Exception {
        write(anna, ben, "May I come in?");
        ConversationId first = between(ben, anna).id();
        clock.travel(Duration.ofHours(1));
        messenger.choices.declineAll(ben);

        assertThat(requests(ben)).isEmpty();
        assertThat(messenger.conversations.with(ben, anna.id())).isEmpty();
        deliver();
        assertThat(kinds(anna, ben)).containsExactly(Kind.TEXT);
        write(anna, ben, "Hello?");
        assertThat(requests(ben)).containsExactly(anna.id());
        assertThat(page(ben, anna)).extracting(Message::body).containsExactly("Hello?");
        assertThat(messenger.conversations.overview(ben).newestRequest().orElseThrow().value())
                .isGreaterThan(first.value());
    }

    @Test
    void aBlockedStrangerIsGoneUntilUnblockedAndThenUnknown() throws Exception {
        write(anna, ben, "May I come in?");
        messenger.choices.block(ben, between(ben, anna).id(), true);

        assertThat(requests(ben)).isEmpty();
        assertThat(messenger.conversations.with(ben, anna.id())).isEmpty();
        write(anna, ben, "Hello?");
        assertThat(messenger.conversations.with(ben, anna.id())).isEmpty();
        assertThat(messenger.contacts.blocked(ben))
                .containsExactly(new Contact(anna.id(), Optional.of("Anna")));
        assertThat(messenger.contacts.name(ben, anna.id())).isEmpty();
        messenger.contacts.unblock(ben, anna.id());
        assertThat(messenger.contacts.blocked(ben)).isEmpty();
        write(anna, ben, "Now?");
        assertThat(requests(ben)).containsExactly(anna.id());
    }

    @Test
    void aBlockedFriendKeepsTheirConversationAndTheirPlace() throws Exception {
        write(anna, ben, "May I come in?");
        write(ben, anna, "Do.");
        messenger.choices.block(ben, between(ben, anna).id(), true);
        write(anna, ben, "Hello?");
        assertThatThrownBy(() -> write(ben, anna, "I hear nothing."))
                .isInstanceOf(BlockedException.class);
        assertThat(page(ben, anna))
                .extracting(Message::body)
                .doesNotContain("Hello?", "I hear nothing.");
        assertThat(messenger.contacts.name(ben, anna.id())).contains("Anna");
        messenger.contacts.unblock(ben, anna.id());
        assertThat(between(ben, anna).settings().isMutual()).isTrue();
    }

    @Test
    void anAcceptanceThatNobodyAskedForMeansNothing() throws Exception {
        stranger(new Content.Approval(Optional.of(cleo(new Portrait.Removed(), NOON))), NOON);
        stranger(new Content.MediaSaved(Optional.of(NOON), Optional.empty()), NOON.plusMillis(1));
        assertThat(messenger.conversations.with(ben, strangers.id())).isEmpty();
        assertThat(messenger.accounts.unreadable(ben)).isZero();

        // Nor does one that follows a request, which stays one.
        stranger(says("Hello", cleo(new Portrait.Unchanged(), NOON)), NOON.plusMillis(2));
        stranger(new Content.Approval(Optional.empty()), NOON.plusMillis(3));
        assertThat(requests(ben)).containsExactly(strangers.id());
    }

    @Test
    void aSavedFileIsTheTalkOfBothAndOnlyOfFriends() throws Exception {
        write(anna, ben, "A picture, say");
        Message heard = page(ben, anna).getFirst();
        messenger.notices.saved(ben, heard.id());
        deliver();
        assertThat(kinds(anna, ben)).containsExactly(Kind.TEXT);

        write(ben, anna, "Nice");
        messenger.notices.saved(ben, heard.id());
        messenger.notices.saved(ben, page(ben, anna).getLast().id());
        deliver();
        assertThat(kinds(anna, ben))
                .containsExactly(Kind.TEXT, Kind.ACCEPTED, Kind.TEXT, Kind.MEDIA_SAVED);
    }

    @Test
    void aPictureIsTakenOnWithTheNewerProfileAndGoesWithIt() throws Exception {
        Picture face = new Picture("http://files/f/1", Secret.random(32, random));
        stranger(says("One", cleo(new Portrait.Shown(face), NOON)), NOON.plusMillis(1));
        assertThat(known().picture()).contains(face);
        assertThat(shared().picture()).contains(face);
        stranger(says("Old", cleo(new Portrait.Removed(), NOON)), NOON.plusMillis(2));
        assertThat(known().picture()).contains(face);
        stranger(
                says("Two", cleo(new Portrait.Removed(), NOON.plusSeconds(1))), NOON.plusMillis(3));
        assertThat(known().picture()).isEmpty();
        assertThat(shared().picture()).isEmpty();
    }

    /** As Desktop and iOS say that they have none any more. */
    @Test
    void aNewerProfileThatNamesNoPictureTakesTheOldOneAlsoFromOurOtherDevices() throws Exception {
        Picture face = new Picture("http://files/f/1", Secret.random(32, random));
        stranger(says("One", cleo(new Portrait.Shown(face), NOON)), NOON.plusMillis(1));
        stranger(
                says("Two", cleo(new Portrait.Unchanged(), NOON.plusSeconds(1))),
                NOON.plusMillis(2));
        assertThat(known().picture()).isEmpty();
        assertThat(shared().picture()).isEmpty();
        assertThat(shared().fields().find("p", BencodeString.class)).isEmpty();
        assertThat(shared().fields().find("q", BencodeString.class)).isEmpty();
        assertThat(shared().profileUpdatedAt()).contains(NOON.plusSeconds(1));
    }

    /** The stranger as Ben's other devices read it. */
    private app.snug.protocol.config.Contact shared() {
        return messenger
                .accounts
                .configs()
                .read(ben, configs -> configs.contacts().find(strangers.id()))
                .orElseThrow();
    }

    private app.snug.messenger.conversation.ContactTable.Person known() {
        return messenger.contactTable.find(ben.ref(), vaults.of(ben.owner()), strangers.id());
    }

    @Test
    void ourOwnPictureGoesWithWhatWeWrite() throws Exception {
        Picture face = new Picture("http://files/f/2", Secret.random(32, random));
        messenger.ledger.change(
                anna.ref(),
                entries ->
                        messenger
                                .accounts
                                .configs()
                                .of(anna, entries)
                                .profile()
                                .change(clock.instant(), p -> p.picture(Optional.of(face))));
        write(anna, ben, "Look at me");
        assertThat(
                        messenger
                                .contactTable
                                .find(ben.ref(), vaults.of(ben.owner()), anna.id())
                                .picture())
                .contains(face);
    }

    @Test
    void aPictureAfterANewNameIsTheNewerProfileThoughThisComputersClockIsFast() throws Exception {
        Picture face = new Picture("http://files/f/3", Secret.random(32, random));
        InstantSource fast = InstantSource.offset(clock, Duration.ofHours(1));
        try (TestMessenger here =
                new TestMessenger(
                        database.dataSource(),
                        vaults,
                        TestMessenger.network(swarms, clock),
                        fast)) {
            here.accounts.rename(anna, "Anne");
            SenderProfile named = told(here, "I have a new name");
            assertThat(named.displayName()).isEqualTo("Anne");
            here.ledger.change(
                    anna.ref(),
                    entries ->
                            here.accounts
                                    .configs()
                                    .of(anna, entries)
                                    .profile()
                                    .change(clock.instant(), p -> p.picture(Optional.of(face))));
            SenderProfile pictured = told(here, "And a new face");
            assertThat(pictured.updatedAt().orElseThrow()).isAfter(named.updatedAt().orElseThrow());
        }
        var known = messenger.contactTable.find(ben.ref(), vaults.of(ben.owner()), anna.id());
        assertThat(known.name()).contains("Anne");
        assertThat(known.picture()).contains(face);
    }

    /** What Ben is told of Anna with this message, a little later. */
    private SenderProfile told(TestMessenger here, String text) throws Exception {
        here.messages.send(anna, here.conversations.start(anna, ben.id()).id(), text);
        byte[] data =
                messenger
                        .jdbc
                        .sql("select data from outbox where recipient = ? order by id desc limit 1")
                        .param(ben.id().bytes())
                        .query(byte[].class)
                        .single();
        clock.travel(Duration.ofSeconds(2));
        swarms.put(ben.id(), data);
        bens.poll();
        try (AccountKeys keys = messenger.accounts.keys(ben)) {
            return ((Content.Visible) DirectMessage.open(data, keys).content())
                    .profile()
                    .orElseThrow();
        }
    }

    @Test
    void whomWeWroteToBeforeApprovalsWereKnownStaysInTheList() throws Exception {
        write(anna, ben, "May I come in?");
        write(ben, anna, "Do.");
        messenger.jdbc.sql("update contact set approved = false, approved_me = false").update();
        messenger.contactTable.recallApprovals();
        assertThat(listed(ben)).containsExactly(anna.id());
        assertThat(requests(ben)).isEmpty();
    }

    @Test
    void whatIsUnreadIsCountedWithoutWhatIsSilenced() throws Exception {
        write(anna, ben, "One");
        write(ben, anna, "Two");
        write(anna, ben, "Three");
        write(anna, ben, "Four");
        ConversationId id = between(ben, anna).id();
        assertThat(messenger.conversations.overview(ben).unread()).isEqualTo(3);
        messenger.choices.mute(ben, id, Optional.of(clock.instant().plusSeconds(60)));
        assertThat(messenger.conversations.overview(ben).unread()).isZero();
        clock.travel(Duration.ofMinutes(2));
        messenger.conversations.markRead(ben, id);
        messenger.choices.markUnread(ben, id);
        assertThat(messenger.conversations.overview(ben).unread()).isEqualTo(1);
    }
}
