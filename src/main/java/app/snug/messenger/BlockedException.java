/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** To somebody who is blocked nothing is sent. */
public final class BlockedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BlockedException() {
        super("The recipient is blocked");
    }
}
