/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.Concatenation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a V4 payload: a bencoded list of one or two byte strings, {@code l4:meta4:bodye}
 * ({@code protocol/02} §5.5).
 *
 * @param meta JSON, at most {@link #MAX_META_BYTES}
 * @param body null where the list has one string only
 */
record V4Strings(byte[] meta, byte @Nullable [] body) {

    static final int MAX_META_BYTES = 65_536;

    /** Of a length; none exceeds what an onion can hold. */
    private static final int MAX_DIGITS = 8;

    private static final byte[] LIST = {'l'};
    private static final byte[] END = {'e'};
    private static final byte[] NOTHING = {};

    byte[] encode() {
        byte[] metaLength = length(meta);
        byte[] bodyLength = body == null ? NOTHING : length(body);
        byte[] bodyBytes = body == null ? NOTHING : body;
        return Concatenation.of(LIST, metaLength, meta, bodyLength, bodyBytes, END);
    }

    private static byte[] length(byte[] string) {
        return (string.length + ":").getBytes(StandardCharsets.US_ASCII);
    }

    static V4Strings parse(byte[] bytes) throws MalformedOnionException {
        if (bytes.length > OnionRequest.MAX_BODY_BYTES) {
            throw new MalformedOnionException("V4: too long");
        }
        if (bytes.length < 2 || bytes[0] != 'l' || bytes[bytes.length - 1] != 'e') {
            throw new MalformedOnionException("V4: no list");
        }
        Reader in = new Reader(bytes, 1, bytes.length - 1);
        byte[] meta = in.string();
        if (meta.length > MAX_META_BYTES) {
            throw new MalformedOnionException("V4: too long a head");
        }
        byte[] body = in.atEnd() ? null : in.string();
        if (!in.atEnd()) {
            throw new MalformedOnionException("V4: more than two strings");
        }
        return new V4Strings(meta, body);
    }

    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int at;

        Reader(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        boolean atEnd() {
            return at == end;
        }

        byte[] string() throws MalformedOnionException {
            int size = length();
            if (size > end - at) {
                throw new MalformedOnionException("V4: string beyond the end");
            }
            at += size;
            return Arrays.copyOfRange(bytes, at - size, at);
        }

        /** Decimal without leading zeros, and the colon behind. */
        private int length() throws MalformedOnionException {
            int start = at;
            int length = 0;
            while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - start < MAX_DIGITS) {
                length = 10 * length + bytes[at++] - '0';
            }
            int digits = at - start;
            boolean plain = digits == 1 || digits > 1 && bytes[start] != '0';
            if (!plain || at == end || bytes[at] != ':') {
                throw new MalformedOnionException("V4: no length");
            }
            at++;
            return length;
        }
    }
}
