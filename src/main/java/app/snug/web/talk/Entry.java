/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.web.file.Album;
import org.jspecify.annotations.Nullable;

/** What stands in the log of a conversation, one below the other. */
public sealed interface Entry {

    /** For templates. */
    default String kind() {
        return switch (this) {
            case Day unused -> "day";
            case Fresh unused -> "fresh";
            case Said unused -> "said";
            case Line unused -> "line";
        };
    }

    /**
     * Where a day begins.
     *
     * @param date ISO, in the reader's time zone
     */
    record Day(String date, String text) implements Entry {}

    /** Above the first message not read before. */
    record Fresh() implements Entry {}

    /**
     * What happened.
     *
     * @param iso when, for the machine
     * @param time when, for people
     * @param follow the other's new setting of the timer, if one may set the same; else null
     */
    record Line(long id, String icon, String text, String iso, String time, @Nullable String follow)
            implements Entry {}

    /** A message, and what it has besides its words. */
    record Said(Bubble bubble, Album album) implements Entry {}
}
