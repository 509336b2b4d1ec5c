/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that is not taken for a message; {@link #reason} decides what people are told. */
public final class FileRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    public enum Reason {
        /** Over {@link Drafts#MAX_SIZE}; {@link #over} says by how much. */
        TOO_LARGE,
        /** The message has {@link Drafts#MOST} already. */
        TOO_MANY,
        EMPTY,
        /** The other has not accepted us yet. */
        NOT_ACCEPTED,
        /** {@link #picture} says what is wrong. */
        PICTURE,
        /** A film of which cannot be told where it says place and time. */
        TALKATIVE
    }

    private final Reason reason;
    private final long over;
    private final PictureRefusedException.@Nullable Reason picture;

    public FileRefusedException(Reason reason) {
        super(reason.name());
        this.reason = reason;
        this.over = 0;
        this.picture = null;
    }

    /**
     * @param over bytes too many
     */
    public FileRefusedException(long over) {
        super("Over by " + over + " bytes");
        this.reason = Reason.TOO_LARGE;
        this.over = over;
        this.picture = null;
    }

    public FileRefusedException(PictureRefusedException cause) {
        super(cause.getMessage(), cause);
        this.reason = Reason.PICTURE;
        this.over = 0;
        this.picture = cause.reason();
    }

    public Reason reason() {
        return reason;
    }

    public long over() {
        return over;
    }

    public Optional<PictureRefusedException.Reason> picture() {
        return Optional.ofNullable(picture);
    }
}
