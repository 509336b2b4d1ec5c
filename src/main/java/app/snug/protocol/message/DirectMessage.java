/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.wire.SessionProtos;
import app.snug.protocol.message.wire.SessionProtos.Envelope;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketMessage;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketRequestMessage;
import app.snug.protocol.storage.StorageLimits;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;

/**
 * A message from one person to another with all its layers, as it lies in a swarm ({@code
 * protocol/01} §2): content, padding, the sealed message, an envelope, a request.
 *
 * <p>The envelope is readable to the nodes that store it. It therefore looks like that of the
 * newest Session apps to the last field, the decoy of a Pro signature included.
 */
public final class DirectMessage {

    /** What a device calls itself in an envelope; every app sends the same. */
    private static final int SOURCE_DEVICE = 1;

    private static final int VERSION_2 = 0x0002;

    private DirectMessage() {}

    /**
     * An opened message.
     *
     * @param sender proven by the signature
     * @param sentAt to the millisecond; with the sender it names the message
     */
    public record Opened(AccountId sender, Instant sentAt, Content content) {}

    /**
     * @param sentAt to the millisecond, by the network's time; no two messages of an account may
     *     share it
     * @throws IllegalArgumentException if the content breaks a limit or is of no kind that is sent,
     *     the recipient is nobody, or a copy for one's own devices is addressed to someone else
     */
    public static byte[] seal(
            Content content, Instant sentAt, AccountKeys from, AccountId to, SecureRandom random) {
        if (content instanceof Content.Shared shared
                && shared.syncTarget().isPresent()
                && !to.equals(from.id())) {
            throw new IllegalArgumentException("A copy is for one's own devices only");
        }
        byte[] plain = ContentWire.write(content, sentAt).toByteArray();
        byte[] padded = Padding.pad(plain);
        byte[] sealed = SealedMessage.seal(padded, from, to, random);
        Arrays.fill(plain, (byte) 0);
        Arrays.fill(padded, (byte) 0);
        return wrap(sealed, sentAt, random);
    }

    /**
     * @param stored the bytes from the swarm
     * @throws MalformedMessageException for whatever cannot be opened or breaks a rule: also for a
     *     time that differs inside and outside, and for a copy that someone else made for our
     *     devices. Nothing else is ever thrown.
     */
    public static Opened open(byte[] stored, AccountKeys own) throws MalformedMessageException {
        if (stored.length > StorageLimits.MAX_MESSAGE_BYTES) {
            throw new MalformedMessageException("message too large");
        }
        if (stored.length > 2 && (stored[0] << 8 | stored[1]) == VERSION_2) {
            throw new MalformedMessageException("message of protocol version 2");
        }
        Envelope envelope = unwrap(stored);
        SealedMessage.Opened sealed = SealedMessage.open(envelope.getContent().toByteArray(), own);
        byte[] plain = Padding.unpad(sealed.plain());
        try {
            Content content =
                    ContentWire.read(
                            Wire.parse(SessionProtos.Content.parser(), plain),
                            envelope.getTimestamp(),
                            sealed.sender().equals(own.id()));
            return new Opened(
                    sealed.sender(), Instant.ofEpochMilli(envelope.getTimestamp()), content);
        } finally {
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(sealed.plain(), (byte) 0);
        }
    }

    private static byte[] wrap(byte[] sealed, Instant sentAt, SecureRandom random) {
        Envelope envelope =
                Envelope.newBuilder()
                        .setType(Envelope.Type.SESSION_MESSAGE)
                        .setTimestamp(sentAt.toEpochMilli())
                        .setSourceDevice(SOURCE_DEVICE)
                        .setContent(UnsafeByteOperations.unsafeWrap(sealed))
                        .setProSig(decoy(random))
                        .build();
        return WebSocketMessage.newBuilder()
                .setType(WebSocketMessage.Type.REQUEST)
                .setRequest(
                        WebSocketRequestMessage.newBuilder()
                                .setVerb("")
                                .setPath("")
                                .setBody(envelope.toByteString())
                                .setRequestId(0))
                .build()
                .toByteArray();
    }

    /**
     * What looks like a signature by a key that nobody knows, a random point and a random scalar:
     * from outside nobody sees who uses Pro ({@code protocol/01} §2.4).
     */
    private static ByteString decoy(SecureRandom random) {
        byte[] decoy = new byte[Ed25519PublicKey.SIGNATURE_SIZE];
        random.nextBytes(decoy);
        // Scalars are below the order of the group, which is hardly more than 2^252.
        decoy[decoy.length - 1] &= 0x0f;
        try (Ed25519KeyPair nobody = Ed25519KeyPair.generate(random)) {
            byte[] point = nobody.publicKey().bytes();
            System.arraycopy(point, 0, decoy, 0, point.length);
        }
        return UnsafeByteOperations.unsafeWrap(decoy);
    }

    private static Envelope unwrap(byte[] stored) throws MalformedMessageException {
        WebSocketMessage message = Wire.parse(WebSocketMessage.parser(), stored);
        if (!message.hasRequest() || !message.getRequest().hasBody()) {
            throw new MalformedMessageException("no request with a body");
        }
        Envelope envelope =
                Wire.parse(Envelope.parser(), message.getRequest().getBody().toByteArray());
        if (!envelope.hasContent()) {
            throw new MalformedMessageException("envelope without content");
        }
        if (!envelope.getSource().isEmpty() && !envelope.getSource().matches("[0-9a-fA-F]{66}")) {
            throw new MalformedMessageException("envelope from a source that is none");
        }
        if (envelope.hasProSig()
                && envelope.getProSig().size() != Ed25519PublicKey.SIGNATURE_SIZE) {
            throw new MalformedMessageException("envelope with half a signature");
        }
        if (!Wire.isTime(envelope.getTimestamp())) {
            throw new MalformedMessageException("envelope from no time");
        }
        return envelope;
    }
}
