/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;

/** Reading protobuf from strangers. */
final class Wire {

    /** The deepest message of the protocol has five levels. */
    private static final int MAX_DEPTH = 16;

    /** 9999-12-31, in milliseconds: beyond it no calendar shows anything sensible. */
    private static final long LAST_TIME = 253_402_300_799_999L;

    private Wire() {}

    static <M> M parse(Parser<M> parser, byte[] bytes) throws MalformedMessageException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(MAX_DEPTH);
        try {
            M message = parser.parseFrom(in);
            in.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("not the protobuf that belongs here");
        }
    }

    /** Whether unsigned milliseconds can be shown as a time. */
    static boolean isTime(long milliseconds) {
        return milliseconds >= 0 && milliseconds <= LAST_TIME;
    }
}
