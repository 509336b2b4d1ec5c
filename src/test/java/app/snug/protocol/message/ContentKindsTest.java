/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static app.snug.protocol.message.BothWays.ADDRESS;
import static app.snug.protocol.message.BothWays.QUOTED;
import static app.snug.protocol.message.BothWays.both;
import static app.snug.protocol.message.BothWays.data;
import static app.snug.protocol.message.BothWays.filled;
import static app.snug.protocol.message.BothWays.read;
import static app.snug.protocol.message.Strangers.ALICE;
import static app.snug.protocol.message.Strangers.BOB;
import static app.snug.protocol.message.Strangers.RANDOM;
import static app.snug.protocol.message.Strangers.SENT_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import app.snug.crypto.Secret;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.SenderProfile.Portrait;
import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.SessionProtos.DataMessage;
import app.snug.protocol.message.wire.SessionProtos.LokiProfile;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each kind of message in the form that official apps give it, read and written. */
class ContentKindsTest {

    private static final byte[] KEY = filled(64, 7);
    private static final byte[] DIGEST = filled(32, 8);

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

    private static void assertUnsupported(DataMessage.Reaction.Builder reaction) throws Exception {
        assertThat(read(data(DataMessage.newBuilder().setReaction(reaction))))
                .isInstanceOf(Content.Unsupported.class);
    }
}
