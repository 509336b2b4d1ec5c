/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import java.sql.SQLException;

/** The store could not do it: disk full, database gone, too much waiting. */
public final class StorageException extends Exception {

    /** The SQL state that says so. */
    private static final String DISK_FULL = "53100";

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether there is no room left on the disk. */
    boolean isDiskFull() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && DISK_FULL.equals(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
