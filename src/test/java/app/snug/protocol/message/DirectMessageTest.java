/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static app.snug.protocol.message.Strangers.ALICE;
import static app.snug.protocol.message.Strangers.BOB;
import static app.snug.protocol.message.Strangers.RANDOM;
import static app.snug.protocol.message.Strangers.SENT_AT;
import static app.snug.protocol.message.Strangers.account;
import static app.snug.protocol.message.Strangers.content;
import static app.snug.protocol.message.Strangers.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.SessionProtos.AttachmentPointer;
import app.snug.protocol.message.wire.SessionProtos.DataMessage;
import app.snug.protocol.message.wire.SessionProtos.Envelope;
import app.snug.protocol.message.wire.SessionProtos.LokiProfile;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketMessage;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketRequestMessage;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectMessageTest {

    private static final DataMessage.Builder HI = DataMessage.newBuilder().setBody("hi");

    @Test
    void aMessageArrivesWithItsSenderTimeTextAndProfile() throws Exception {
        Content.Visible sent =
                new Content.Visible(
                        "Grüße 🎉",
                        Content.Context.of(
                                new SenderProfile(
                                        "Alice",
                                        Optional.of(Instant.ofEpochSecond(1_700_000)),
                                        new SenderProfile.Portrait.Removed())));
        byte[] stored = DirectMessage.seal(sent, SENT_AT, ALICE, BOB.id(), RANDOM);
        assertThat(DirectMessage.open(stored, BOB))
                .isEqualTo(new DirectMessage.Opened(ALICE.id(), SENT_AT, sent));
    }

    @Test
    void theEnvelopeLooksLikeThatOfTheNewestApps() throws Exception {
        byte[] stored = DirectMessage.seal(text("hi"), SENT_AT, ALICE, BOB.id(), RANDOM);
        WebSocketMessage message = WebSocketMessage.parseFrom(stored);
        WebSocketRequestMessage request = message.getRequest();
        Envelope envelope = Envelope.parseFrom(request.getBody());
        assertThat(message)
                .isEqualTo(
                        WebSocketMessage.newBuilder()
                                .setType(WebSocketMessage.Type.REQUEST)
                                .setRequest(
                                        WebSocketRequestMessage.newBuilder()
                                                .setVerb("")
                                                .setPath("")
                                                .setRequestId(0)
                                                .setBody(envelope.toByteString()))
                                .build());
        assertThat(envelope)
                .isEqualTo(
                        Envelope.newBuilder()
                                .setType(Envelope.Type.SESSION_MESSAGE)
                                .setTimestamp(SENT_AT.toEpochMilli())
                                .setSourceDevice(1)
                                .setContent(envelope.getContent())
                                .setProSig(envelope.getProSig())
                                .build());
        assertThat(envelope.getProSig().size()).isEqualTo(64);
        assertThat(envelope.getContent().size()).isEqualTo(160 + SealedMessage.OVERHEAD);
    }

    @Test
    void theDecoyOfAProSignatureIsAnotherEachTime() throws Exception {
        assertThat(proSig()).isNotEqualTo(proSig());
    }

    @Test
    void aCopyForOwnDevicesNamesItsConversation() throws Exception {
        Content.Visible copy = new Content.Visible("hi", Content.Context.copy(ALICE.id()));
        byte[] stored = DirectMessage.seal(copy, SENT_AT, BOB, BOB.id(), RANDOM);
        assertThat(DirectMessage.open(stored, BOB).content()).isEqualTo(copy);
    }

    @Test
    void aCopyThatSomeoneElseMadeIsRefused() {
        assertRefused(message(content(HI.clone().setSyncTarget(account(3).id().hex())).build()));
    }

    @Test
    void aCopyForNobodyIsNotShown() throws Exception {
        byte[] content = content(HI.clone().setSyncTarget("15abc")).build().toByteArray();
        assertThat(DirectMessage.open(message(BOB, content, e -> e), BOB).content())
                .isInstanceOf(Content.Unsupported.class);
    }

    @Test
    void aTimeThatDiffersInsideAndOutsideIsRefused() {
        byte[] content = content(HI.clone()).build().toByteArray();
        assertRefused(message(content, e -> e.setTimestamp(SENT_AT.toEpochMilli() + 1)));
    }

    @Test
    void aMessageWithoutASignedTimeIsOneOfAnOlderApp() throws Exception {
        DirectMessage.Opened opened =
                open(SessionProtos.Content.newBuilder().setDataMessage(HI.clone()).build());
        assertThat(opened.sentAt()).isEqualTo(SENT_AT);
        assertThat(opened.content()).isEqualTo(text("hi"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 253_402_300_800_000L, Long.MAX_VALUE})
    void aTimeBeyondAllCalendarsIsRefused(long time) {
        byte[] content =
                SessionProtos.Content.newBuilder().setDataMessage(HI.clone()).build().toByteArray();
        assertRefused(message(content, e -> e.setTimestamp(time)));
    }

    @Test
    void theSourceIsNobodyOrAnId() throws Exception {
        assertOpens(e -> e.setSource(""));
        assertOpens(e -> e.setSource(account(3).id().hex()));
        assertRefused(e -> e.setSource("bob"));
        assertRefused(e -> e.setSource("zz".repeat(33)));
    }

    @Test
    void aProSignatureIsWholeOrAbsent() throws Exception {
        assertOpens(e -> e);
        assertOpens(e -> e.setProSig(ByteString.copyFrom(new byte[64])));
        assertRefused(e -> e.setProSig(ByteString.EMPTY));
        assertRefused(e -> e.setProSig(ByteString.copyFrom(new byte[63])));
    }

    @Test
    void anEnvelopeWithoutContentIsRefused() {
        assertRefused(Envelope.Builder::clearContent);
        assertRefused(Strangers.request(new byte[0]));
        assertRefused(WebSocketMessage.getDefaultInstance().toByteArray());
        assertRefused(new byte[0]);
    }

    @Test
    void aMessageForSomebodyElseIsRefused() {
        byte[] stored = message(content(HI.clone()).build());
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> DirectMessage.open(stored, account(3)));
    }

    @Test
    void version2AndWhatNoNodeWouldStoreAreRefused() {
        assertRefused(new byte[] {0, 2, 1, 2, 3});
        assertRefused(new byte[76_801]);
    }

    @Test
    void unknownFieldsAreIgnored() throws Exception {
        UnknownFieldSet extension =
                UnknownFieldSet.newBuilder()
                        .addField(
                                4_000,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("later"))
                                        .build())
                        .build();
        SessionProtos.Content content =
                content(HI.clone().setUnknownFields(extension)).setUnknownFields(extension).build();
        assertThat(open(content).content()).isEqualTo(text("hi"));
        assertThat(SessionProtos.Content.parseFrom(content.toByteArray())).isEqualTo(content);
    }

    @Test
    void otherKindsAreToldApart() throws Exception {
        assertThat(kind(content(DataMessage.newBuilder()))).isEqualTo("empty");
        assertThat(kind(content(HI.clone().setFlags(1)))).isEqualTo("unknown flags");
        assertThat(kind(SessionProtos.Content.newBuilder())).isEqualTo("unknown");
    }

    @Test
    void aMessageHasAtMost32Attachments() throws Exception {
        DataMessage.Builder data = HI.clone();
        for (int i = 0; i < 32; i++) {
            data.addAttachments(attachment());
        }
        assertThat(((Content.Visible) open(content(data).build()).content()).attachments())
                .hasSize(32);
        assertRefused(message(content(data.addAttachments(attachment())).build()));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        byte[] groups = new byte[4_000];
        Arrays.fill(groups, (byte) 0x43);
        assertRefused(message(groups, e -> e));
        assertRefused(groups);
    }

    @Test
    void anOverlongTextIsCutBetweenCharacters() throws Exception {
        DataMessage.Builder data = DataMessage.newBuilder().setBody("🎉".repeat(10_001));
        assertThat(open(content(data).build()).content()).isEqualTo(text("🎉".repeat(10_000)));
    }

    @Test
    void anOverlongNameIsCutBetweenCharacters() throws Exception {
        assertThat(profile("ab" + "€".repeat(40)))
                .map(SenderProfile::displayName)
                .contains("ab" + "€".repeat(32));
        assertThat(profile("🎉".repeat(26)))
                .map(SenderProfile::displayName)
                .contains("🎉".repeat(25));
        assertThat(profile("a".repeat(100))).map(SenderProfile::displayName).isPresent();
        assertThat(profile(" ")).isEmpty();
        assertThat(profile("")).isEmpty();
    }

    @Test
    void anAbsurdTimeOfAProfileIsNone() throws Exception {
        DataMessage.Builder data =
                HI.clone()
                        .setProfile(
                                LokiProfile.newBuilder()
                                        .setDisplayName("Al")
                                        .setLastProfileUpdateSeconds(-1));
        assertThat(((Content.Visible) open(content(data).build()).content()).profile())
                .contains(
                        new SenderProfile(
                                "Al", Optional.empty(), new SenderProfile.Portrait.Removed()));
    }

    @Test
    void whatCannotBeSentIsNotSealed() {
        assertNotSealed(text(""), BOB.id());
        assertNotSealed(text("🎉".repeat(2_001)), BOB.id());
        assertNotSealed(text("hi"), new AccountId("05" + "00".repeat(32)));
        assertNotSealed(text("hi"), new AccountId("03" + "11".repeat(32)));
        assertNotSealed(new Content.Visible("hi", Content.Context.copy(ALICE.id())), BOB.id());
        assertThat(TextLimit.fits("🎉".repeat(2_000))).isTrue();
    }

    @Test
    void aKeyThatNobodyHasIsNoAccountId() {
        assertThatExceptionOfType(AccountId.InvalidAccountIdException.class)
                .isThrownBy(() -> AccountId.parseUser("05" + "00".repeat(32)))
                .extracting(AccountId.InvalidAccountIdException::flaw)
                .isEqualTo(AccountId.Flaw.NOT_A_PERSON);
    }

    @Test
    void noTextIsPrinted() {
        assertThat(text("secret").toString()).doesNotContain("secret");
    }

    private static Content.Visible text(String body) {
        return new Content.Visible(body, Content.Context.NONE);
    }

    private static AttachmentPointer attachment() {
        return AttachmentPointer.newBuilder().setDeprecatedId(1).build();
    }

    private static ByteString proSig() throws Exception {
        byte[] stored = DirectMessage.seal(text("hi"), SENT_AT, ALICE, BOB.id(), RANDOM);
        return Envelope.parseFrom(WebSocketMessage.parseFrom(stored).getRequest().getBody())
                .getProSig();
    }

    private static DirectMessage.Opened open(SessionProtos.Content content) throws Exception {
        return DirectMessage.open(message(content), BOB);
    }

    private static String kind(SessionProtos.Content.Builder content) throws Exception {
        return ((Content.Unsupported) open(content.build()).content()).kind();
    }

    private static Optional<SenderProfile> profile(String name) throws Exception {
        DataMessage.Builder data =
                HI.clone().setProfile(LokiProfile.newBuilder().setDisplayName(name));
        return ((Content.Visible) open(content(data).build()).content()).profile();
    }

    private static void assertOpens(UnaryOperator<Envelope.Builder> change) throws Exception {
        byte[] content = content(HI.clone()).build().toByteArray();
        assertThat(DirectMessage.open(message(content, change), BOB).sender())
                .isEqualTo(ALICE.id());
    }

    private static void assertRefused(UnaryOperator<Envelope.Builder> change) {
        assertRefused(message(content(HI.clone()).build().toByteArray(), change));
    }

    private static void assertRefused(byte[] stored) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> DirectMessage.open(stored, BOB));
    }

    private static void assertNotSealed(Content.Visible content, AccountId to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DirectMessage.seal(content, SENT_AT, ALICE, to, RANDOM));
    }
}
