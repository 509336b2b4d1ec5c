/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

/** The store could not do it: disk full, database gone, too much waiting. */
public final class StorageException extends Exception {

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
