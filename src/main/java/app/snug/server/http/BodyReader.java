/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import app.snug.protocol.storage.StorageLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads request bodies into memory, bounded one by one and all together. */
final class BodyReader {

    private static final int MAX_BODY = StorageLimits.MAX_REQUEST_BYTES;

    private static final int MAX_REQUESTS = 1_000;
    private static final int KIB = 1_024;
    private static final int MAX_MEMORY_KIB = 64 * KIB;

    /** So many bytes a second are expected beyond the patience. */
    private static final int SLOWEST = 64 * KIB;

    private final long patience;
    private final Semaphore requests = new Semaphore(MAX_REQUESTS);
    private final Semaphore memory = new Semaphore(MAX_MEMORY_KIB);

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
    final class Body implements AutoCloseable {

        private byte[] bytes = {};
        private int reserved;

        byte[] bytes() {
            return bytes;
        }

        private void reserve(long size) throws RefusedException {
            if (size > MAX_BODY) {
                throw new RefusedException(413, "Request body too large");
            }
            int wanted = (int) ((size + KIB - 1) / KIB) - reserved;
            if (wanted <= 0) {
                return;
            }
            if (!memory.tryAcquire(wanted)) {
                throw new RefusedException(503, "Server busy, try again later");
            }
            reserved += wanted;
        }

        @Override
        public void close() {
            memory.release(reserved);
            reserved = 0;
            requests.release();
        }
    }

    Body read(HttpServletRequest request) throws RefusedException {
        if (!requests.tryAcquire()) {
            throw new RefusedException(503, "Server busy, try again later");
        }
        Body body = new Body();
        try {
            fill(body, request);
            return body;
        } catch (RefusedException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private void fill(Body body, HttpServletRequest request) throws RefusedException {
        long length = request.getContentLengthLong();
        body.reserve(Math.max(0, length));
        try {
            InputStream in = request.getInputStream();
            body.bytes = length >= 0 ? exactly(in, (int) length) : chunked(in, body);
        } catch (SocketTimeoutException e) {
            throw late();
        } catch (IOException e) {
            throw new RefusedException(400, "Bad Request\n");
        }
    }

    /** Reads what is left of a request that is refused. False if it does not end in time. */
    boolean drain(HttpServletRequest request) {
        long start = System.nanoTime();
        byte[] buffer = new byte[16 * KIB];
        try {
            InputStream in = request.getInputStream();
            long read = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
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

    /** A client that trickles its bytes keeps a connection and memory from others. */
    private void check(long start, long read) throws RefusedException {
        long allowed = patience + TimeUnit.SECONDS.toNanos(read) / SLOWEST;
        if (System.nanoTime() - start > allowed) {
            throw late();
        }
    }

    private byte[] exactly(InputStream in, int length) throws IOException, RefusedException {
        long start = System.nanoTime();
        byte[] bytes = new byte[length];
        int at = 0;
        while (at < length) {
            int n = in.read(bytes, at, length - at);
            if (n < 0) {
                throw new RefusedException(400, "Bad Request\n");
            }
            at += n;
            check(start, at);
        }
        return bytes;
    }

    private byte[] chunked(InputStream in, Body body) throws IOException, RefusedException {
        long start = System.nanoTime();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * KIB];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            body.reserve((long) bytes.size() + n);
            bytes.write(buffer, 0, n);
            check(start, bytes.size());
        }
        return bytes.toByteArray();
    }
}
