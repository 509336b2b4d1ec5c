/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one HTTP/1.1 answer from a connection, within bounds. */
public final class AnswerReader {

    private static final int MAX_HEAD = 16_384;

    /** Not HTTP, or more of it than allowed. */
    public static final class MalformedException extends IOException {
        MalformedException(String what) {
            super(what);
        }
    }

    /** An answer; header names in lower case. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }

        /** Whether another request may follow on the same connection. */
        public boolean keepsAlive() {
            return (headers.containsKey("content-length")
                            || headers.containsKey("transfer-encoding"))
                    && !"close".equalsIgnoreCase(headers.get("connection"));
        }
    }

    private final InputStream in;
    private final int maxBody;
    private final Room room;
    private int left = MAX_HEAD;

    /**
     * @param in buffered
     * @param room for the body
     */
    public AnswerReader(InputStream in, int maxBody, Room room) {
        this.in = in;
        this.maxBody = maxBody;
        this.room = room;
    }

    /** Waits for the first byte; −1 if the connection ends without any. */
    public static int first(InputStream in) throws IOException {
        return in.read();
    }

    /**
     * @param first what {@link #first} gave
     */
    public Answer read(int first) throws IOException {
        String statusLine = (char) first + line();
        boolean http = statusLine.startsWith("HTTP/1.1 ") || statusLine.startsWith("HTTP/1.0 ");
        if (!http || statusLine.length() < 12) {
            throw new MalformedException("status");
        }
        int status = number(statusLine.substring(9, 12), 10, 999);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new MalformedException("header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(status, headers, body(status, headers));
    }

    private byte[] body(int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        String encoding = headers.get("transfer-encoding");
        if (encoding != null) {
            if (!encoding.equalsIgnoreCase("chunked")) {
                throw new MalformedException("transfer encoding");
            }
            return chunked();
        }
        String length = headers.get("content-length");
        return length == null ? untilEnd() : exactly(number(length, 10, maxBody));
    }

    private byte[] exactly(int size) throws IOException {
        room.take(size);
        byte[] bytes = new byte[size];
        if (in.readNBytes(bytes, 0, size) < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private byte[] untilEnd() throws IOException {
        Gathering body = new Gathering(maxBody + 1, room);
        while (body.read(in, maxBody) >= 0) {
            if (body.size() > maxBody) {
                throw new MalformedException("length");
            }
        }
        return body.bytes();
    }

    private byte[] chunked() throws IOException {
        Gathering body = new Gathering(maxBody, room);
        while (true) {
            left = MAX_HEAD;
            String line = line();
            int end = line.indexOf(';');
            int size = number((end < 0 ? line : line.substring(0, end)).strip(), 16, maxBody);
            if (body.size() + size > maxBody) {
                throw new MalformedException("length");
            }
            if (size == 0) {
                break;
            }
            gather(body, size);
            if (!line().isEmpty()) {
                throw new MalformedException("chunk");
            }
        }
        while (!line().isEmpty()) {
            // Trailers say nothing we need.
        }
        return body.bytes();
    }

    private void gather(Gathering body, int size) throws IOException {
        for (int end = body.size() + size; body.size() < end; ) {
            if (body.read(in, end - body.size()) < 0) {
                throw new EOFException();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException();
            }
            if (--left < 0) {
                throw new MalformedException("head");
            }
            if (c == '\n') {
                int end = line.length() - 1;
                if (end >= 0 && line.charAt(end) == '\r') {
                    line.setLength(end);
                }
                return line.toString();
            }
            line.append((char) c);
        }
    }

    private static int number(String digits, int radix, int max) throws MalformedException {
        if (digits.isEmpty() || digits.length() > 9) {
            throw new MalformedException("number");
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0) {
                throw new MalformedException("number");
            }
            value = value * radix + digit;
        }
        if (value > max) {
            throw new MalformedException("number");
        }
        return (int) value;
    }
}
