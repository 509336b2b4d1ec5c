/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.server.http.Content;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A file as of old: in base64, and that in JSON. */
record TextContent(Content file) implements Content {

    private static final byte[] HEAD =
            "{\"status_code\":200,\"result\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "\"}".getBytes(StandardCharsets.US_ASCII);

    @Override
    public long length() {
        return HEAD.length + (file.length() + 2) / 3 * 4 + TAIL.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(HEAD);
        try (OutputStream base64 = Base64.getEncoder().wrap(new Open(out))) {
            file.writeTo(base64);
        }
        out.write(TAIL);
    }

    /** The end of the base64 is not the end of all. */
    private static final class Open extends FilterOutputStream {

        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
