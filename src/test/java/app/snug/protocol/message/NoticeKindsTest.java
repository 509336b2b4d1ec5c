/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static app.snug.protocol.message.BothWays.ADDRESS;
import static app.snug.protocol.message.BothWays.QUOTED;
import static app.snug.protocol.message.BothWays.both;
import static app.snug.protocol.message.BothWays.data;
import static app.snug.protocol.message.BothWays.filled;
import static app.snug.protocol.message.BothWays.read;
import static app.snug.protocol.message.BothWays.signed;
import static app.snug.protocol.message.Strangers.ALICE;
import static app.snug.protocol.message.Strangers.BOB;
import static app.snug.protocol.message.Strangers.SENT_AT;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told about messages and people, in the form that official apps give it. */
class NoticeKindsTest {

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

    private static Portrait portrait(LokiProfile.Builder profile, int keySize) throws Exception {
        DataMessage.Builder data =
                DataMessage.newBuilder()
                        .setBody("hi")
                        .setProfile(profile.setDisplayName("Alice"))
                        .setProfileKey(ByteString.copyFrom(filled(keySize, 5)));
        return ((Content.Visible) read(data(data))).profile().orElseThrow().portrait();
    }

    private static Context vanishing(Disappearing.Mode mode, Duration timer) {
        return Context.NONE.vanishing(Optional.of(new Disappearing(mode, timer)));
    }
}
