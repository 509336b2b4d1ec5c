/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

/** A film or a picture of which cannot be told where it says place and time. */
public final class UnreadableMediaException extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableMediaException(String message) {
        super(message);
    }
}
