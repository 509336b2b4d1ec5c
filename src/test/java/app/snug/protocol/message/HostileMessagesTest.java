/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static app.snug.protocol.message.Strangers.ALICE;
import static app.snug.protocol.message.Strangers.BOB;
import static app.snug.protocol.message.Strangers.RANDOM;
import static app.snug.protocol.message.Strangers.SENT_AT;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.SessionProtos.DataMessage;
import app.snug.protocol.message.wire.SessionProtos.LokiProfile;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever comes is opened or refused; no other exception ever gets out. */
class HostileMessagesTest {

    private static final Content.Visible TEXT = new Content.Visible("hello", Content.Context.NONE);
    private static final byte[] GENUINE =
            DirectMessage.seal(TEXT, SENT_AT, ALICE, BOB.id(), RANDOM);
    private static final byte[] CONTENT =
            Strangers.content(
                            DataMessage.newBuilder()
                                    .setBody("hello")
                                    .setProfile(
                                            LokiProfile.newBuilder()
                                                    .setDisplayName("Alice")
                                                    .setLastProfileUpdateSeconds(1_700_000_000)))
                    .build()
                    .toByteArray();

    @Property(tries = 2_000)
    void arbitraryBytes(@ForAll @Size(max = 500) byte[] bytes) {
        opensOrRefuses(bytes);
    }

    @Property(tries = 1_000)
    void arbitraryBytesInTheEnvelopesPlace(@ForAll @Size(max = 500) byte[] bytes) {
        opensOrRefuses(Strangers.request(bytes));
    }

    @Property(tries = 1_000)
    void arbitraryBytesInTheContentsPlace(@ForAll @Size(max = 500) byte[] bytes) {
        opensOrRefuses(Strangers.message(bytes, envelope -> envelope));
    }

    @Property(tries = 2_000)
    void contentWithOneByteChanged(
            @ForAll @IntRange(max = 1_000) int at, @ForAll byte to, @ForAll boolean fromSelf) {
        byte[] changed = CONTENT.clone();
        changed[at % changed.length] = to;
        opensOrRefuses(Strangers.message(fromSelf ? BOB : ALICE, changed, envelope -> envelope));
    }

    @Property(tries = 2_000)
    void aMessageWithOneBitFlippedSaysTheSameOrNothing(@ForAll @IntRange(max = 10_000) int bit) {
        byte[] changed = GENUINE.clone();
        changed[bit / 8 % changed.length] ^= (byte) (1 << bit % 8);
        Optional<DirectMessage.Opened> opened = opensOrRefuses(changed);
        assertThat(opened.map(DirectMessage.Opened::sender).orElse(ALICE.id()))
                .isEqualTo(ALICE.id());
        assertThat(opened.map(DirectMessage.Opened::sentAt).orElse(SENT_AT)).isEqualTo(SENT_AT);
        assertThat(opened.map(DirectMessage.Opened::content).orElse(TEXT)).isEqualTo(TEXT);
    }

    @Property(tries = 500)
    void aMessageCutShort(@ForAll @IntRange(max = 10_000) int length) {
        opensOrRefuses(Arrays.copyOf(GENUINE, length % GENUINE.length));
    }

    @Property(tries = 500)
    void everyTextArrivesAsItWasSent(@ForAll @StringLength(min = 1, max = 300) String body)
            throws Exception {
        Content.Visible text = new Content.Visible(body, Content.Context.NONE);
        byte[] stored = DirectMessage.seal(text, SENT_AT, ALICE, BOB.id(), RANDOM);
        String wellFormed =
                SessionProtos.Content.parseFrom(ContentWire.write(text, SENT_AT).toByteArray())
                        .getDataMessage()
                        .getBody();
        assertThat(((Content.Visible) DirectMessage.open(stored, BOB).content()).body())
                .isEqualTo(wellFormed);
    }

    @Property(tries = 500)
    void paddingComesOff(@ForAll @Size(max = 700) byte[] message) throws Exception {
        byte[] padded = Padding.pad(message);
        assertThat(padded.length % 160).isZero();
        assertThat(Padding.unpad(padded)).isEqualTo(message);
    }

    private static Optional<DirectMessage.Opened> opensOrRefuses(byte[] stored) {
        try {
            return Optional.of(DirectMessage.open(stored, BOB));
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageNotContaining("hello");
            return Optional.empty();
        }
    }
}
