/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer: bytes that are there, or that are fetched while they are written. */
public interface Content {

    /** How many bytes it is. */
    long length();

    void writeTo(OutputStream out) throws IOException;

    /** Memory that it takes until it is written. */
    default long held() {
        return 0;
    }

    /** All of it; room for it has been taken. */
    default byte[] bytes() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(Math.toIntExact(length()));
        writeTo(whole);
        return whole.toByteArray();
    }

    static Content of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** Bytes that are there. */
    record Bytes(byte[] bytes) implements Content {

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }

        @Override
        public long held() {
            return bytes.length;
        }
    }
}
