/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static app.snug.protocol.message.Strangers.ALICE;
import static app.snug.protocol.message.Strangers.BOB;
import static app.snug.protocol.message.Strangers.RANDOM;
import static app.snug.protocol.message.Strangers.SENT_AT;
import static app.snug.protocol.message.Strangers.message;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.SessionProtos.Content.ExpirationType;
import app.snug.protocol.message.wire.SessionProtos.DataMessage;
import java.time.Instant;
import java.util.Arrays;

/**
 * Contents as the wire has them: what is written is these bytes, and what is read is the content.
 */
final class BothWays {

    static final MessageName QUOTED =
            new MessageName(BOB.id(), Instant.ofEpochMilli(1_767_000_000_000L));

    /** Of a file. */
    static final String ADDRESS = "http://filev2.getsession.org/file/1234";

    private BothWays() {}

    /** Written, the content is the wire's bytes; read, they are the content. */
    static void both(Content content, SessionProtos.Content.Builder wire) throws Exception {
        assertThat(ContentWire.write(content, SENT_AT)).isEqualTo(wire.build());
        assertThat(read(wire)).isEqualTo(content);
        byte[] stored = DirectMessage.seal(content, SENT_AT, ALICE, BOB.id(), RANDOM);
        assertThat(DirectMessage.open(stored, BOB))
                .isEqualTo(new DirectMessage.Opened(ALICE.id(), SENT_AT, content));
    }

    static Content read(SessionProtos.Content.Builder wire) throws Exception {
        return DirectMessage.open(message(wire.build()), BOB).content();
    }

    static SessionProtos.Content.Builder signed() {
        return SessionProtos.Content.newBuilder()
                .setExpirationType(ExpirationType.UNKNOWN)
                .setExpirationTimer(0)
                .setSigTimestamp(SENT_AT.toEpochMilli());
    }

    static SessionProtos.Content.Builder data(DataMessage.Builder data) {
        return signed().setDataMessage(data);
    }

    static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
