/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import app.snug.protocol.storage.StorageLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Reads request bodies into memory, bounded one by one and all together. */
final class BodyReader {

    static final int MAX_BODY = StorageLimits.MAX_REQUEST_BYTES;

    private static final int KIB = 1_024;

    /** Memory is taken for what has come, and for so much at least. */
    private static final int FIRST = 16 * KIB;

    /** So many bytes a second are expected beyond the patience. */
    private static final int SLOWEST = 64 * KIB;

    private final long patience;
    private final BodyMemory memory = new BodyMemory();

    /**
     * @param patience for a body, however small; large ones get more
     */
    BodyReader(Duration patience) {
        this.patience = patience.toNanos();
    }

    /** A body that is not read; carries what the client is told. */
    static final class RefusedException extends Exception {

        private final transient Reply reply;

        RefusedException(int status, String text) {
            super(text, null, false, false);
            this.reply = Reply.text(status, text);
        }

        Reply reply() {
            return reply;
        }
    }

    /** Holds its share of the memory until closed. */
    static final class Body implements AutoCloseable {

        private final BodyMemory.Lease lease;
        private byte[] bytes = {};

        private Body(BodyMemory.Lease lease) {
            this.lease = lease;
        }

        byte[] bytes() {
            return bytes;
        }

        /** Makes room for so many bytes. */
        private void grow(int size) throws RefusedException {
            if (!lease.grow((size + KIB - 1) / KIB)) {
                throw busy();
            }
            bytes = Arrays.copyOf(bytes, size);
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    Body read(HttpServletRequest request) throws RefusedException {
        long length = request.getContentLengthLong();
        if (length > MAX_BODY) {
            throw tooLarge();
        }
        BodyMemory.Lease lease = memory.lease(request.getRemoteAddr(), length);
        if (lease == null) {
            throw busy();
        }
        Body body = new Body(lease);
        try {
            fill(body, request.getInputStream(), (int) length);
            return body;
        } catch (RefusedException | RuntimeException e) {
            body.close();
            throw e;
        } catch (SocketTimeoutException e) {
            body.close();
            throw late();
        } catch (IOException e) {
            body.close();
            throw cutShort();
        }
    }

    /**
     * The buffer grows with what comes, not with what was announced: announcing costs nothing.
     *
     * @param length as said; below 0 if it was not
     */
    private void fill(Body body, InputStream in, int length) throws IOException, RefusedException {
        long start = System.nanoTime();
        // One byte more than allowed shows that there is more.
        int most = length < 0 ? MAX_BODY + 1 : length;
        int at = 0;
        while (at < most) {
            if (at == body.bytes.length) {
                body.grow(Math.min(most, Math.max(FIRST, 2 * at)));
            }
            int n = in.read(body.bytes, at, body.bytes.length - at);
            if (n < 0) {
                break;
            }
            at += n;
            check(start, at);
        }
        if (at > MAX_BODY) {
            throw tooLarge();
        }
        if (at < length) {
            throw cutShort();
        }
        if (at < body.bytes.length) {
            body.bytes = Arrays.copyOf(body.bytes, at);
        }
    }

    /** The rest of a body that nobody wants. */
    @FunctionalInterface
    interface Rest {
        /** How many bytes have come; below 0 at the end. */
        int read() throws IOException;
    }

    /** Reads what is left of a request that is refused. False if it does not end in time. */
    boolean drain(Rest rest) {
        long start = System.nanoTime();
        try {
            long read = 0;
            for (int n = rest.read(); n >= 0; n = rest.read()) {
                read += n;
                check(start, read);
                if (read > MAX_BODY + (2L << 20)) {
                    return false;
                }
            }
            return true;
        } catch (IOException | RefusedException e) {
            return false;
        }
    }

    private static RefusedException late() {
        return new RefusedException(408, "Request Timeout\n");
    }

    private static RefusedException busy() {
        return new RefusedException(503, "Server busy, try again later");
    }

    private static RefusedException tooLarge() {
        return new RefusedException(413, "Request body too large");
    }

    private static RefusedException cutShort() {
        return new RefusedException(400, "Bad Request\n");
    }

    /** A client that trickles its bytes keeps a connection and memory from others. */
    private void check(long start, long read) throws RefusedException {
        long allowed = patience + TimeUnit.SECONDS.toNanos(read) / SLOWEST;
        if (System.nanoTime() - start > allowed) {
            throw late();
        }
    }
}
