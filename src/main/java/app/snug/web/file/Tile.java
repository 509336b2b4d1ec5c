/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file, ready for the template.
 *
 * @param state as in {@link app.snug.messenger.Attachment.State}
 * @param address where its bytes are; also what is done with it hangs below that
 * @param name as its sender calls it, or a word for what it is
 * @param type end of the name in capitals, for documents
 * @param size in words
 * @param length how long it plays; empty if nobody knows
 * @param trouble the sentence that says why it is not here, or not shown
 * @param fetchable whether asking for it may help
 */
public record Tile(
        long id,
        Kind kind,
        State state,
        String address,
        String name,
        @Nullable String caption,
        String type,
        String size,
        String length,
        int width,
        int height,
        boolean thumbnail,
        @Nullable String trouble,
        boolean fetchable) {

    /** What it is. */
    public enum Kind {
        PICTURE,
        VIDEO,
        SOUND,
        VOICE,
        DOCUMENT
    }

    /** Where it is. */
    public enum State {
        OFFERED,
        FETCHING,
        HERE,
        SENDING,
        EXPIRED,
        REFUSED
    }

    /** In small letters, for style sheets and scripts. */
    public String kindName() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    public String stateName() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    public boolean here() {
        return state == State.HERE || state == State.SENDING;
    }

    public boolean moving() {
        return (state == State.FETCHING || state == State.SENDING) && trouble == null;
    }

    public boolean picture() {
        return kind == Kind.PICTURE;
    }

    public boolean video() {
        return kind == Kind.VIDEO;
    }

    public boolean sound() {
        return kind == Kind.SOUND || kind == Kind.VOICE;
    }

    public boolean voice() {
        return kind == Kind.VOICE;
    }

    /** Whether it has a place among the pictures of a message. */
    public boolean seen() {
        return here() && (kind == Kind.VIDEO || kind == Kind.PICTURE && thumbnail);
    }

    /** The small picture, if there is one. */
    public String small() {
        return address + "?small";
    }
}
