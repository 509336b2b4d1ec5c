/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** A picture that is not shown or sent; {@link #reason} decides what people are told. */
public final class PictureRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    public enum Reason {
        /** No picture of a kind that is shown: JPEG, PNG, GIF or WebP. */
        NO_PICTURE,
        /** More pixels, or longer sides, than are unpacked. */
        TOO_MANY_PIXELS,
        /** It ends before its end. */
        CUT_OFF,
        /** It is not built as its kind has to be. */
        DAMAGED,
        /** A rare variant, such as colours for printing. */
        UNREADABLE,
        /** Others are being worked on; trying again later helps. */
        BUSY
    }

    private final Reason reason;

    public PictureRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public PictureRefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
