/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static app.snug.protocol.message.Strangers.ALICE;
import static app.snug.protocol.message.Strangers.BOB;
import static app.snug.protocol.message.Strangers.RANDOM;
import static app.snug.protocol.message.Strangers.SENT_AT;
import static app.snug.protocol.message.Strangers.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import app.snug.crypto.Secret;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.SenderProfile.Portrait;
import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.SessionProtos.Content.ExpirationType;
import app.snug.protocol.message.wire.SessionProtos.DataExtractionNotification;
import app.snug.protocol.message.wire.SessionProtos.DataMessage;
import app.snug.protocol.message.wire.SessionProtos.LokiProfile;
import app.snug.protocol.message.wire.SessionProtos.MessageRequestResponse;
import app.snug.protocol.message.wire.SessionProtos.ReceiptMessage;
import app.snug.protocol.message.wire.SessionProtos.TypingMessage;
import app.snug.protocol.message.wire.SessionProtos.UnsendRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each kind in the form that official apps give it, read and written. */
class ContentKindsTest {

    private static final MessageName QUOTED =
            new MessageName(BOB.id(), Instant.ofEpochMilli(1_767_000_000_000L));
    private static final byte[] KEY = filled(64, 7);
    private static final byte[] DIGEST = filled(32, 8);
    private static final String ADDRESS = "http://filev2.getsession.org/file/1234";

    private static final AttachmentPointer PHOTO =
            new AttachmentPointer(
                    ADDRESS,
                    Secret.copyOf(KEY),
                    Optional.of(new AttachmentPointer.Bytes(DIGEST)),
                    Optional.of("image/jpeg"),
                    Optional.of("garden.jpg"),
                    Optional.of("The roses"),
                    5_000,
                    false,
                    640,
                    480);

    private static SessionProtos.AttachmentPointer.Builder photo() {
        return SessionProtos.AttachmentPointer.newBuilder()
                .setDeprecatedId(1234)
                .setContentType("image/jpeg")
                .setKey(ByteString.copyFrom(KEY))
                .setSize(5_000)
                .setDigest(ByteString.copyFrom(DIGEST))
                .setFileName("garden.jpg")
                .setWidth(640)
                .setHeight(480)
                .setCaption("The roses")
                .setUrl(ADDRESS);
    }

    @Test
    void picturesComeWithOrWithoutText() throws Exception {
        both(
                new Content.Visible(
                        "", List.of(PHOTO), Optional.empty(), Optional.empty(), Context.NONE),
                data(DataMessage.newBuilder().addAttachments(photo())));
        both(
                new Content.Visible(
                        "Look",
                        List.of(PHOTO, PHOTO),
                        Optional.empty(),
                        Optional.empty(),
                        Context.NONE),
                data(
                        DataMessage.newBuilder()
                                .setBody("Look")
                                .addAttachments(photo())
                                .addAttachments(photo())));
    }

    @Test
    void aVoiceMessageIsMarked() throws Exception {
        AttachmentPointer voice =
                new AttachmentPointer(
                        "http://filev2.getsession.org/file/" + "A".repeat(44) + "#d",
                        Secret.copyOf(filled(32, 9)),
                        Optional.empty(),
                        Optional.of("audio/mp4"),
                        Optional.empty(),
                        Optional.empty(),
                        9_000,
                        true,
                        0,
                        0);
        both(
                new Content.Visible(
                        "", List.of(voice), Optional.empty(), Optional.empty(), Context.NONE),
                data(
                        DataMessage.newBuilder()
                                .addAttachments(
                                        SessionProtos.AttachmentPointer.newBuilder()
                                                .setDeprecatedId(0)
                                                .setContentType("audio/mp4")
                                                .setKey(ByteString.copyFrom(filled(32, 9)))
                                                .setSize(9_000)
                                                .setFlags(1)
                                                .setUrl(voice.url()))));
    }

    @Test
    void anAnswerNamesWhatItAnswers() throws Exception {
        both(
                new Content.Visible(
                        "Yes",
                        List.of(),
                        Optional.of(QUOTED),
                        Optional.empty(),
                        Context.of(
                                new SenderProfile(
                                        "Alice", Optional.empty(), new Portrait.Removed()))),
                data(
                        DataMessage.newBuilder()
                                .setBody("Yes")
                                .setQuote(
                                        DataMessage.Quote.newBuilder()
                                                .setId(QUOTED.sentAt().toEpochMilli())
                                                .setAuthor(BOB.id().hex()))
                                .setProfile(
                                        LokiProfile.newBuilder()
                                                .setDisplayName("Alice")
                                                .setProfilePicture(""))));
    }

    @Test
    void anAnswerToNobodyIsStillAMessage() throws Exception {
        DataMessage.Builder data =
                DataMessage.newBuilder()
                        .setBody("Yes")
                        .setQuote(DataMessage.Quote.newBuilder().setId(1).setAuthor("15somebody"));
        assertThat(read(data(data))).isEqualTo(new Content.Visible("Yes", Context.NONE));
    }

    @Test
    void aLinkComesWithWhatItsSenderSaw() throws Exception {
        both(
                new Content.Visible(
                        "See https://example.org/a now",
                        List.of(),
                        Optional.empty(),
                        Optional.of(
                                new LinkPreview(
                                        "https://example.org/a",
                                        Optional.of("A page"),
                                        Optional.of(PHOTO))),
                        Context.NONE),
                data(
                        DataMessage.newBuilder()
                                .setBody("See https://example.org/a now")
                                .addPreview(
                                        DataMessage.Preview.newBuilder()
                                                .setUrl("https://example.org/a")
                                                .setTitle("A page")
                                                .setImage(photo()))));
    }

    @Test
    void aPreviewOfALinkThatIsNotInTheTextIsPassedOver() throws Exception {
        for (DataMessage.Preview.Builder preview :
                List.of(
                        DataMessage.Preview.newBuilder().setUrl("https://evil.test").setTitle("x"),
                        DataMessage.Preview.newBuilder().setUrl("https://example.org"))) {
            DataMessage.Builder data =
                    DataMessage.newBuilder().setBody("https://example.org").addPreview(preview);
            assertThat(((Content.Visible) read(data(data))).preview()).isEmpty();
        }
    }

    @Test
    void aPreviewOfWhatIsNoWebPageIsPassedOver() throws Exception {
        for (String url :
                List.of(
                        "javascript:alert(1)",
                        "javascript://a.example/%0aalert(1)",
                        "data:text/html,x",
                        "https://a.example/\nb",
                        "https://a.example/ b",
                        "//a.example",
                        "https://")) {
            DataMessage.Builder data =
                    DataMessage.newBuilder()
                            .setBody("Look: " + url)
                            .addPreview(DataMessage.Preview.newBuilder().setUrl(url).setTitle("x"));
            assertThat(((Content.Visible) read(data(data))).preview()).as(url).isEmpty();
        }
    }

    @Test
    void aReactionNamesItsMessageAndCanBeTakenBack() throws Exception {
        for (boolean removed : List.of(false, true)) {
            both(
                    new Content.Reaction(QUOTED, "👩‍👩‍👧‍👦", removed, Context.NONE),
                    data(
                            DataMessage.newBuilder()
                                    .setReaction(
                                            DataMessage.Reaction.newBuilder()
                                                    .setId(QUOTED.sentAt().toEpochMilli())
                                                    .setAuthor(BOB.id().hex())
                                                    .setEmoji("👩‍👩‍👧‍👦")
                                                    .setAction(
                                                            removed
                                                                    ? DataMessage.Reaction.Action
                                                                            .REMOVE
                                                                    : DataMessage.Reaction.Action
                                                                            .REACT))));
        }
    }

    @Test
    void aReactionIsOneEmojiToAMessageOfSomebody() throws Exception {
        DataMessage.Reaction.Builder reaction =
                DataMessage.Reaction.newBuilder()
                        .setId(1)
                        .setAuthor(BOB.id().hex())
                        .setAction(DataMessage.Reaction.Action.REACT);
        assertUnsupported(reaction.clone());
        assertUnsupported(reaction.clone().setEmoji("x".repeat(65)));
        assertUnsupported(reaction.clone().setEmoji("👍").setAuthor("nobody"));
        assertUnsupported(reaction.clone().setEmoji("👍").setId(-1));
    }

    @Test
    void anInvitationLeadsIntoACommunity() throws Exception {
        both(
                new Content.Invitation(
                        "https://c.example/room?public_key=ab", "Room", Context.NONE),
                data(
                        DataMessage.newBuilder()
                                .setCommunityInvitation(
                                        DataMessage.CommunityInvitation.newBuilder()
                                                .setUrl("https://c.example/room?public_key=ab")
                                                .setName("Room"))));
    }

    @Test
    void anInvitationHasAnAddressAndANameOfOneLineEach() throws Exception {
        for (DataMessage.CommunityInvitation.Builder invitation :
                List.of(
                        invitation("https://c.example/\nroom", "Room"),
                        invitation("https://c.example/room\u0085", "Room"),
                        invitation(" ", "Room"),
                        invitation("https://c.example/room", "Ro\u0000om"),
                        invitation("https://c.example/room", "\u2003"),
                        invitation("https://c.example/" + "r".repeat(400), "Room"))) {
            assertThat(read(data(DataMessage.newBuilder().setCommunityInvitation(invitation))))
                    .isInstanceOf(Content.Unsupported.class);
        }
    }

    private static DataMessage.CommunityInvitation.Builder invitation(String url, String name) {
        return DataMessage.CommunityInvitation.newBuilder().setUrl(url).setName(name);
    }

    @Test
    void messagesSayWhenTheyVanish() throws Exception {
        both(
                new Content.Visible(
                        "hi", vanishing(Disappearing.Mode.AFTER_SENDING, Duration.ofDays(1))),
                data(DataMessage.newBuilder().setBody("hi"))
                        .setExpirationType(ExpirationType.DELETE_AFTER_SEND)
                        .setExpirationTimer(86_400));
        both(
                new Content.Visible(
                        "hi", vanishing(Disappearing.Mode.AFTER_READING, Duration.ofMinutes(5))),
                data(DataMessage.newBuilder().setBody("hi"))
                        .setExpirationType(ExpirationType.DELETE_AFTER_READ)
                        .setExpirationTimer(300));
    }

    @Test
    void noTimerIsTooLongToBeSent() throws Exception {
        Duration ages = Duration.ofSeconds(1L << 40);
        Content text = new Content.Visible("hi", vanishing(Disappearing.Mode.AFTER_READING, ages));
        assertThat(ContentWire.write(text, SENT_AT).getExpirationTimer())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void halfATimerIsNone() throws Exception {
        Content stays = new Content.Visible("hi", Context.NONE);
        SessionProtos.Content.Builder half =
                data(DataMessage.newBuilder().setBody("hi"))
                        .clearExpirationType()
                        .setExpirationTimer(300);
        assertThat(read(half)).isEqualTo(stays);
        assertThat(
                        read(
                                half.setExpirationType(ExpirationType.DELETE_AFTER_READ)
                                        .clearExpirationTimer()))
                .isEqualTo(stays);
        // More than the apps can count, below none to Android.
        assertThat(read(half.setExpirationTimer(Integer.MIN_VALUE))).isEqualTo(stays);
    }

    /** To iOS, the absence of either is an app of years ago, and a timer's end is none. */
    @Test
    void whatStaysSaysSoInBothFields() {
        Context own = Context.copy(BOB.id());
        for (Content content :
                List.of(
                        new Content.Visible("hi", Context.NONE),
                        new Content.Visible("hi", own),
                        new Content.Reaction(QUOTED, "👍", false, Context.NONE),
                        new Content.Reaction(QUOTED, "👍", false, own),
                        new Content.Invitation("https://c.example/room", "Room", Context.NONE),
                        new Content.TimerChange(Context.NONE),
                        new Content.TimerChange(own),
                        new Content.MediaSaved(Optional.of(SENT_AT), Optional.empty()),
                        new Content.ReadReceipt(List.of(SENT_AT)),
                        new Content.Unsend(QUOTED))) {
            SessionProtos.Content wire = ContentWire.write(content, SENT_AT);
            assertThat(wire.hasExpirationType()).as("%s", content).isTrue();
            assertThat(wire.getExpirationType()).isEqualTo(ExpirationType.UNKNOWN);
            assertThat(wire.hasExpirationTimer()).as("%s", content).isTrue();
            assertThat(wire.getExpirationTimer()).isZero();
        }
    }

    @Test
    void aNewTimerIsAMessageOfItsOwn() throws Exception {
        both(
                new Content.TimerChange(
                        vanishing(Disappearing.Mode.AFTER_READING, Duration.ofHours(12))),
                data(DataMessage.newBuilder().setFlags(2))
                        .setExpirationType(ExpirationType.DELETE_AFTER_READ)
                        .setExpirationTimer(43_200));
        both(new Content.TimerChange(Context.NONE), data(DataMessage.newBuilder().setFlags(2)));
    }

    @Test
    void receiptsNameWhatWasRead() throws Exception {
        both(
                new Content.ReadReceipt(
                        List.of(Instant.ofEpochMilli(1_000), Instant.ofEpochMilli(2_000))),
                signed().setReceiptMessage(
                                ReceiptMessage.newBuilder()
                                        .setType(ReceiptMessage.Type.READ)
                                        .addTimestamp(1_000)
                                        .addTimestamp(2_000)));
        assertThat(
                        read(
                                signed().setReceiptMessage(
                                                ReceiptMessage.newBuilder()
                                                        .setType(ReceiptMessage.Type.DELIVERY)
                                                        .addTimestamp(1))))
                .isInstanceOf(Content.Unsupported.class);
    }

    @Test
    void aReceiptForEndlessMessagesIsCut() throws Exception {
        ReceiptMessage.Builder endless =
                ReceiptMessage.newBuilder().setType(ReceiptMessage.Type.READ).addTimestamp(-1);
        for (int i = 0; i < 5_000; i++) {
            endless.addTimestamp(i);
        }
        assertThat(((Content.ReadReceipt) read(signed().setReceiptMessage(endless))).sentAt())
                .hasSize(Content.ReadReceipt.MOST);
    }

    @Test
    void typingBeginsAndEnds() throws Exception {
        for (boolean started : List.of(true, false)) {
            both(
                    new Content.Typing(started),
                    signed().setTypingMessage(
                                    TypingMessage.newBuilder()
                                            .setTimestamp(SENT_AT.toEpochMilli())
                                            .setAction(
                                                    started
                                                            ? TypingMessage.Action.STARTED
                                                            : TypingMessage.Action.STOPPED)));
        }
    }

    @Test
    void somebodySaysThatAFileWasKept() throws Exception {
        both(
                new Content.MediaSaved(Optional.of(Instant.ofEpochMilli(1_000)), Optional.empty()),
                signed().setDataExtractionNotification(
                                DataExtractionNotification.newBuilder()
                                        .setType(DataExtractionNotification.Type.MEDIA_SAVED)
                                        .setTimestamp(1_000)));
        both(
                new Content.MediaSaved(
                        Optional.empty(),
                        Optional.of(
                                new Disappearing(
                                        Disappearing.Mode.AFTER_READING, Duration.ofHours(1)))),
                signed().setDataExtractionNotification(
                                DataExtractionNotification.newBuilder()
                                        .setType(DataExtractionNotification.Type.MEDIA_SAVED))
                        .setExpirationType(ExpirationType.DELETE_AFTER_READ)
                        .setExpirationTimer(3_600));
    }

    @Test
    void aMessageIsTakenBackByItsName() throws Exception {
        both(
                new Content.Unsend(new MessageName(ALICE.id(), Instant.ofEpochMilli(1_000))),
                signed().setUnsendRequest(
                                UnsendRequest.newBuilder()
                                        .setTimestamp(1_000)
                                        .setAuthor(ALICE.id().hex())));
        assertThat(
                        read(
                                signed().setUnsendRequest(
                                                UnsendRequest.newBuilder()
                                                        .setTimestamp(1_000)
                                                        .setAuthor("nobody"))))
                .isInstanceOf(Content.Unsupported.class);
    }

    @Test
    void aRequestIsAcceptedWithAProfile() throws Exception {
        SenderProfile profile =
                new SenderProfile(
                        "Alice",
                        Optional.of(Instant.ofEpochSecond(1_767_000_000)),
                        new Portrait.Shown(new Picture(ADDRESS, Secret.copyOf(filled(32, 5)))));
        LokiProfile wire =
                LokiProfile.newBuilder()
                        .setDisplayName("Alice")
                        .setProfilePicture(ADDRESS)
                        .setLastProfileUpdateSeconds(1_767_000_000)
                        .build();
        both(
                new Content.Approval(Optional.of(profile)),
                signed().setMessageRequestResponse(
                                MessageRequestResponse.newBuilder()
                                        .setIsApproved(true)
                                        .setProfileKey(ByteString.copyFrom(filled(32, 5)))
                                        .setProfile(wire)));
        both(
                new Content.Visible("hi", Context.of(profile)),
                data(
                        DataMessage.newBuilder()
                                .setBody("hi")
                                .setProfileKey(ByteString.copyFrom(filled(32, 5)))
                                .setProfile(wire)));
    }

    @Test
    void aPictureWithoutItsKeyIsNoneAndSoIsAnAbsentOne() throws Exception {
        assertThat(portrait(LokiProfile.newBuilder().setProfilePicture(ADDRESS), 16))
                .isEqualTo(new Portrait.Removed());
        assertThat(portrait(LokiProfile.newBuilder().setProfilePicture(""), 32))
                .isEqualTo(new Portrait.Removed());
        assertThat(portrait(LokiProfile.newBuilder(), 0)).isEqualTo(new Portrait.Removed());
        assertThat(portrait(LokiProfile.newBuilder().setLastProfileUpdateSeconds(1), 0))
                .isEqualTo(new Portrait.Removed());
    }

    @Test
    void whoeverAcceptsARequestWithoutAPictureSaysNothingAboutIt() throws Exception {
        Content.Approval approval =
                (Content.Approval)
                        read(
                                signed().setMessageRequestResponse(
                                                MessageRequestResponse.newBuilder()
                                                        .setIsApproved(true)
                                                        .setProfile(
                                                                LokiProfile.newBuilder()
                                                                        .setDisplayName("Alice"))));
        assertThat(approval.profile().orElseThrow().portrait()).isEqualTo(new Portrait.Unchanged());
    }

    @Test
    void whatAppsOfTheFutureAddIsIgnored() throws Exception {
        UnknownFieldSet later =
                UnknownFieldSet.newBuilder()
                        .addField(
                                4_001,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("later"))
                                        .build())
                        .build();
        SessionProtos.Content.Builder content =
                data(
                        DataMessage.newBuilder()
                                .setReaction(
                                        DataMessage.Reaction.newBuilder()
                                                .setId(QUOTED.sentAt().toEpochMilli())
                                                .setAuthor(BOB.id().hex())
                                                .setEmoji("👍")
                                                .setAction(DataMessage.Reaction.Action.REACT)
                                                .setUnknownFields(later))
                                .setUnknownFields(later));
        assertThat(read(content))
                .isEqualTo(new Content.Reaction(QUOTED, "👍", false, Context.NONE));
    }

    @Test
    void nothingUnsupportedIsSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DirectMessage.seal(
                                new Content.Unsupported("call"), SENT_AT, ALICE, BOB.id(), RANDOM));
    }

    @Test
    void nothingOfAMessageIsPrinted() {
        assertThat(
                        List.of(
                                        PHOTO,
                                        new Content.Reaction(QUOTED, "👍", false, Context.NONE),
                                        new Content.Invitation("https://c", "Room", Context.NONE),
                                        new LinkPreview(
                                                "https://l", Optional.of("T"), Optional.empty()))
                                .toString())
                .doesNotContain("file/1234", "garden", "roses", "👍", "https", "Room", "T]");
    }

    /** Written, the content is the wire's bytes; read, they are the content. */
    private static void both(Content content, SessionProtos.Content.Builder wire) throws Exception {
        assertThat(ContentWire.write(content, SENT_AT)).isEqualTo(wire.build());
        assertThat(read(wire)).isEqualTo(content);
        byte[] stored = DirectMessage.seal(content, SENT_AT, ALICE, BOB.id(), RANDOM);
        assertThat(DirectMessage.open(stored, BOB))
                .isEqualTo(new DirectMessage.Opened(ALICE.id(), SENT_AT, content));
    }

    private static Content read(SessionProtos.Content.Builder wire) throws Exception {
        return DirectMessage.open(message(wire.build()), BOB).content();
    }

    private static Portrait portrait(LokiProfile.Builder profile, int keySize) throws Exception {
        DataMessage.Builder data =
                DataMessage.newBuilder()
                        .setBody("hi")
                        .setProfile(profile.setDisplayName("Alice"))
                        .setProfileKey(ByteString.copyFrom(filled(keySize, 5)));
        return ((Content.Visible) read(data(data))).profile().orElseThrow().portrait();
    }

    private static void assertUnsupported(DataMessage.Reaction.Builder reaction) throws Exception {
        assertThat(read(data(DataMessage.newBuilder().setReaction(reaction))))
                .isInstanceOf(Content.Unsupported.class);
    }

    private static SessionProtos.Content.Builder signed() {
        return SessionProtos.Content.newBuilder()
                .setExpirationType(ExpirationType.UNKNOWN)
                .setExpirationTimer(0)
                .setSigTimestamp(SENT_AT.toEpochMilli());
    }

    private static SessionProtos.Content.Builder data(DataMessage.Builder data) {
        return signed().setDataMessage(data);
    }

    private static Context vanishing(Disappearing.Mode mode, Duration timer) {
        return Context.NONE.vanishing(Optional.of(new Disappearing(mode, timer)));
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
