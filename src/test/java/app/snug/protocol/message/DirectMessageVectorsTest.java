/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.wire.SessionProtos.Content;
import app.snug.protocol.message.wire.SessionProtos.Envelope;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketMessage;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketRequestMessage;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every layer is built and opened again. */
class DirectMessageVectorsTest {

    @TestFactory
    Stream<DynamicTest> everyLayerIsThatOfTheReference() {
        return Vectors.of("direct_message").tests(DirectMessageVectorsTest::check);
    }

    private static void check(VectorCase c) throws Exception {
        byte[] stored = c.hex("websocket_message_hex");
        try (AccountKeys sender = AccountKeys.fromSeed(c.secret("sender_ed25519_seed_hex"));
                AccountKeys recipient =
                        AccountKeys.fromSeed(c.secret("recipient_ed25519_seed_hex"))) {
            assertThat(sender.id().hex()).isEqualTo(c.text("sender_account_id"));
            assertThat(recipient.id().hex()).isEqualTo(c.text("recipient_account_id"));
            build(c, sender, recipient.id(), stored);
            open(c, sender.id(), recipient, stored);
        }
    }

    private static void build(VectorCase c, AccountKeys sender, AccountId to, byte[] stored)
            throws Exception {
        assertThat(c.text("proto_schema")).isIn("lib", "client");
        byte[] content =
                WireJson.parse("SessionProtos.Content", c.node("content_json")).toByteArray();
        assertThat(content).isEqualTo(c.hex("content_hex"));

        byte[] padded = c.hex("padded_content_hex");
        assertThat(Padding.pad(content)).isEqualTo(Arrays.copyOf(padded, padded.length + 1));
        assertThat(Padding.unpad(padded)).isEqualTo(content);

        byte[] sealed = SealedMessage.sealDeterministically(padded, sender, to);
        assertThat(sealed).isEqualTo(c.hex("sealed_hex"));

        Envelope.Builder envelope =
                Envelope.newBuilder()
                        .setType(Envelope.Type.SESSION_MESSAGE)
                        .setTimestamp(c.bigNumber("envelope_timestamp"))
                        .setContent(ByteString.copyFrom(sealed));
        if (c.has("envelope_source")) {
            envelope.setSource(c.text("envelope_source"));
        }
        assertThat(envelope.build().toByteArray()).isEqualTo(c.hex("envelope_hex"));

        assertThat(
                        WebSocketMessage.newBuilder()
                                .setType(WebSocketMessage.Type.REQUEST)
                                .setRequest(
                                        WebSocketRequestMessage.newBuilder()
                                                .setVerb("PUT")
                                                .setPath("/api/v1/message")
                                                .setBody(envelope.build().toByteString())
                                                .setRequestId(0))
                                .build()
                                .toByteArray())
                .isEqualTo(stored);
    }

    /**
     * The reference made up the envelopes' times. Where the content bears another, or is a copy
     * that somebody else made, the apps' rules apply: such a message is refused.
     */
    private static void open(VectorCase c, AccountId from, AccountKeys own, byte[] stored)
            throws Exception {
        Content content = Content.parseFrom(c.hex("content_hex"));
        long time = c.bigNumber("envelope_timestamp");
        boolean otherTime = content.hasSigTimestamp() && content.getSigTimestamp() != time;
        boolean othersCopy = content.getDataMessage().hasSyncTarget() && !from.equals(own.id());
        if (otherTime || othersCopy || c.expectsError()) {
            c.refuses(MalformedMessageException.class, () -> DirectMessage.open(stored, own));
            return;
        }
        DirectMessage.Opened opened = DirectMessage.open(stored, own);
        assertThat(opened.sender()).isEqualTo(from);
        assertThat(opened.sentAt()).isEqualTo(Instant.ofEpochMilli(time));
        if (opened.content() instanceof app.snug.protocol.message.Content.Visible text) {
            assertThat(text.body()).isEqualTo(content.getDataMessage().getBody());
        } else {
            assertThat(
                            content.getDataMessage().getBody().isEmpty()
                                    || content.getDataMessage().getFlags() != 0
                                    || content.getDataMessage().hasReaction())
                    .isTrue();
        }
    }
}
