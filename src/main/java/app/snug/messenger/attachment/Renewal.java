/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When one's own picture is uploaded again, so that whoever is new can fetch it. */
final class Renewal {

    /** Before the file server removes it, if it keeps it for long. */
    private static final Duration AHEAD = Duration.ofDays(3);

    /** And of a shorter time this part. */
    private static final int PART = 4;

    /**
     * Where it is not known when the server removes it: as official apps do, since public file
     * servers have always kept files for 14 days or longer. Whichever device uploaded it knows, and
     * comes first.
     */
    private static final Duration AGE = Duration.ofDays(12);

    /**
     * Each upload changes the profile, and those one writes to fetch the picture again: twice a day
     * can be asked of them. It makes a difference only where files are kept for less than 16 hours,
     * three quarters of which are less than this; then there is no picture in between.
     */
    private static final Duration SELDOM = Duration.ofHours(12);

    private Renewal() {}

    /**
     * @param expires when the file server removes it, if that is known
     */
    static Instant due(Instant uploaded, Optional<Instant> expires) {
        Instant due =
                expires.map(end -> end.minus(ahead(Duration.between(uploaded, end))))
                        .orElse(uploaded.plus(AGE));
        Instant soonest = uploaded.plus(SELDOM);
        return due.isBefore(soonest) ? soonest : due;
    }

    private static Duration ahead(Duration kept) {
        Duration part = kept.dividedBy(PART);
        return part.compareTo(AHEAD) < 0 ? part : AHEAD;
    }
}
