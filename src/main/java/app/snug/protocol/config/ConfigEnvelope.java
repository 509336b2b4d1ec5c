/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.MalformedMessageException;
import app.snug.protocol.message.SealedMessage;
import app.snug.protocol.message.wire.SessionProtos.Content;
import app.snug.protocol.message.wire.SessionProtos.Envelope;
import app.snug.protocol.message.wire.SessionProtos.SharedConfigMessage;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketMessage;
import app.snug.protocol.message.wire.WebSocketProtos.WebSocketRequestMessage;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Arrays;

/**
 * The three protobufs around a user's encrypted config that old apps expect ({@code protocol/04}
 * §5.3): sealed to oneself, the same bytes each time.
 */
final class ConfigEnvelope {

    private static final int MAX_DEPTH = 16;
    private static final byte PADDING_END = (byte) 0x80;

    private ConfigEnvelope() {}

    static byte[] wrap(ConfigType type, long seqno, byte[] data, AccountKeys own) {
        byte[] content =
                Content.newBuilder()
                        .setSharedConfigMessage(
                                SharedConfigMessage.newBuilder()
                                        .setKind(kind(type))
                                        .setSeqno(seqno)
                                        .setData(UnsafeByteOperations.unsafeWrap(data)))
                        .build()
                        .toByteArray();
        byte[] padded = Arrays.copyOf(content, content.length + 1);
        padded[content.length] = PADDING_END;
        byte[] sealed = SealedMessage.sealDeterministically(padded, own, own.id());
        Envelope envelope =
                Envelope.newBuilder()
                        .setType(Envelope.Type.SESSION_MESSAGE)
                        .setTimestamp(1)
                        .setContent(UnsafeByteOperations.unsafeWrap(sealed))
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
     * @throws MalformedConfigException unless it is our own config of this type
     */
    static byte[] unwrap(ConfigType type, byte[] wrapped, AccountKeys own)
            throws MalformedConfigException {
        try {
            WebSocketMessage outer = parse(WebSocketMessage.parser(), wrapped);
            if (outer.getType() != WebSocketMessage.Type.REQUEST) {
                throw new MalformedConfigException("not a request");
            }
            Envelope envelope =
                    parse(Envelope.parser(), outer.getRequest().getBody().toByteArray());
            SealedMessage.Opened opened =
                    SealedMessage.open(envelope.getContent().toByteArray(), own);
            if (!opened.sender().equals(own.id())) {
                throw new MalformedConfigException("someone else's config");
            }
            Content content = parse(Content.parser(), unpad(opened.plain()));
            SharedConfigMessage config = content.getSharedConfigMessage();
            if (!config.hasKind() || config.getKind() != kind(type) || !config.hasData()) {
                throw new MalformedConfigException("another kind of config");
            }
            return config.getData().toByteArray();
        } catch (InvalidProtocolBufferException | MalformedMessageException e) {
            throw new MalformedConfigException("not a wrapped config");
        }
    }

    private static byte[] unpad(byte[] padded) throws MalformedConfigException {
        int end = padded.length - 1;
        while (end >= 0 && padded[end] == 0) {
            end--;
        }
        if (end < 0 || padded[end] != PADDING_END) {
            throw new MalformedConfigException("padding without end");
        }
        return Arrays.copyOf(padded, end);
    }

    private static SharedConfigMessage.Kind kind(ConfigType type) {
        return switch (type) {
            case USER_PROFILE -> SharedConfigMessage.Kind.USER_PROFILE;
            case CONTACTS -> SharedConfigMessage.Kind.CONTACTS;
            case CONVERSATIONS -> SharedConfigMessage.Kind.CONVO_INFO_VOLATILE;
            case USER_GROUPS -> SharedConfigMessage.Kind.USER_GROUPS;
            case GROUP_INFO, GROUP_MEMBERS ->
                    throw new IllegalArgumentException("A group's configs are not wrapped");
        };
    }

    private static <M> M parse(Parser<M> parser, byte[] bytes)
            throws InvalidProtocolBufferException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(MAX_DEPTH);
        M message = parser.parseFrom(in);
        in.checkLastTagWas(0);
        return message;
    }
}
