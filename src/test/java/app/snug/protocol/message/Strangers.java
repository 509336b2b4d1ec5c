/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.crypto.Secret;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.wire.SessionProtos.Content;
import app.snug.protocol.message.wire.SessionProtos.DataMessage;
import app.snug.protocol.message.wire.SessionProtos.Envelope;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketMessage;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketRequestMessage;
import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Two accounts, and messages such as other programs may send. */
final class Strangers {

    static final Instant SENT_AT = Instant.ofEpochMilli(1_767_225_600_123L);
    static final SecureRandom RANDOM = new SecureRandom();
    static final AccountKeys ALICE = account(1);
    static final AccountKeys BOB = account(2);

    private Strangers() {}

    static AccountKeys account(int number) {
        byte[] entropy = new byte[AccountKeys.ENTROPY_SIZE];
        Arrays.fill(entropy, (byte) number);
        return AccountKeys.fromEntropy(Secret.owning(entropy));
    }

    static Content.Builder content(DataMessage.Builder data) {
        return Content.newBuilder().setDataMessage(data).setSigTimestamp(SENT_AT.toEpochMilli());
    }

    /** From Alice to Bob. */
    static byte[] message(Content content) {
        return message(content.toByteArray(), envelope -> envelope);
    }

    static byte[] message(byte[] content, UnaryOperator<Envelope.Builder> change) {
        return message(ALICE, content, change);
    }

    static byte[] message(
            AccountKeys from, byte[] content, UnaryOperator<Envelope.Builder> change) {
        byte[] sealed = SealedMessage.seal(Padding.pad(content), from, BOB.id(), RANDOM);
        Envelope.Builder envelope =
                Envelope.newBuilder()
                        .setType(Envelope.Type.SESSION_MESSAGE)
                        .setTimestamp(SENT_AT.toEpochMilli())
                        .setContent(ByteString.copyFrom(sealed));
        return request(change.apply(envelope).build().toByteArray());
    }

    static byte[] request(byte[] body) {
        return WebSocketMessage.newBuilder()
                .setType(WebSocketMessage.Type.REQUEST)
                .setRequest(WebSocketRequestMessage.newBuilder().setBody(ByteString.copyFrom(body)))
                .build()
                .toByteArray();
    }
}
