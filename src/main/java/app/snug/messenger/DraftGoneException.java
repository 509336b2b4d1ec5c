/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** A file that a message names was taken back, or has waited for too long. */
public final class DraftGoneException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DraftGoneException() {
        super("A chosen file is gone");
    }
}
