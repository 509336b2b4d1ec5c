/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.io.IOException;

/** Others take all the memory that there is for bodies and answers, or this client its share. */
public final class BusyException extends IOException {

    private static final long serialVersionUID = 1;

    public BusyException() {
        super("busy");
    }

    /** It is thrown when there is much to do anyway, and where it comes from says nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
