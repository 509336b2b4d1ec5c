/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

/** The file would not fit: the disk is full, or what this server may take. */
final class NoRoomException extends Exception {

    private static final long serialVersionUID = 1;

    NoRoomException(String message) {
        super(message);
    }
}
