/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import app.snug.web.page.Words;
import java.time.Duration;
import java.util.Locale;

/** Lengths of time and sizes as people say them. */
final class Ago {

    private static final String[] UNITS = {"KB", "MB", "GB", "TB"};

    private Ago() {}

    /** Such as {@code 4 seconds}; rounded down. */
    static String of(Duration time, Words words, Locale locale) {
        if (time.toDays() >= 2) {
            return words.say(locale, "status.days", time.toDays());
        }
        if (time.toHours() >= 2) {
            return words.say(locale, "status.hours", time.toHours());
        }
        if (time.toMinutes() >= 2) {
            return words.say(locale, "status.minutes", time.toMinutes());
        }
        return words.say(locale, "status.seconds", Math.max(0, time.toSeconds()));
    }

    /** Such as {@code 4.6 GB}. */
    static String size(long bytes, Locale locale) {
        double size = bytes / 1000.0;
        int unit = 0;
        while (size >= 1000 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(locale, size < 10 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }
}
