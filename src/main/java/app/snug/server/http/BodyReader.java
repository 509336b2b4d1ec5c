/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import app.snug.protocol.storage.StorageLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** Reads request bodies into memory, within bounds. */
final class BodyReader {

    static final int MAX_BODY = StorageLimits.MAX_REQUEST_BYTES;

    private final Pace pace;

    BodyReader(Pace pace) {
        this.pace = pace;
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

    /** As said, and 0 where there is no body; below 0 if it was not said. */
    static long length(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length < 0 && request.getHeader("Transfer-Encoding") == null ? 0 : length;
    }

    byte[] read(HttpServletRequest request, ExchangeMemory.Lease lease)
            throws RefusedException, BusyException {
        long length = length(request);
        if (length > MAX_BODY) {
            throw tooLarge();
        }
        try {
            return read(request.getInputStream(), (int) length, lease);
        } catch (BusyException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw new RefusedException(408, "Request Timeout\n");
        } catch (IOException e) {
            throw cutShort();
        }
    }

    private byte[] read(InputStream in, int length, ExchangeMemory.Lease lease)
            throws IOException, RefusedException {
        Pace.Watch watch = pace.start();
        // One byte more than allowed shows that there is more.
        int most = length < 0 ? MAX_BODY + 1 : length;
        Gathering body = new Gathering(most, lease::takeNow);
        while (body.size() < most && body.read(in, most - body.size()) >= 0) {
            watch.check(body.size());
        }
        if (body.size() > MAX_BODY) {
            throw tooLarge();
        }
        if (body.size() < length) {
            throw cutShort();
        }
        return body.bytes();
    }

    /** The rest of a body that nobody wants. */
    @FunctionalInterface
    interface Rest {
        /** How many bytes have come; below 0 at the end. */
        int read() throws IOException;
    }

    /** Reads what is left of a request that is refused. False if it does not end in time. */
    boolean drain(Rest rest) {
        Pace.Watch watch = pace.start();
        try {
            long read = 0;
            for (int n = rest.read(); n >= 0; n = rest.read()) {
                read += n;
                watch.check(read);
                if (read > MAX_BODY + (2L << 20)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static RefusedException tooLarge() {
        return new RefusedException(413, "Request body too large");
    }

    private static RefusedException cutShort() {
        return new RefusedException(400, "Bad Request\n");
    }
}
