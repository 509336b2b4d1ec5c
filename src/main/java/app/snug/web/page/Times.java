/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times as people say them, where they are. */
public final class Times {

    private final Words words;
    private final InstantSource clock;

    Times(Words words, InstantSource clock) {
        this.words = words;
        this.clock = clock;
    }

    public LocalDate date(Instant at, Reader reader) {
        return at.atZone(reader.zone()).toLocalDate();
    }

    /** Such as {@code 09:58}. */
    public String time(Instant at, Reader reader) {
        return format("page.time", at, reader);
    }

    /** For a list: today the time, this week the day, then the date. */
    public String brief(Instant at, Reader reader) {
        LocalDate day = date(at, reader);
        LocalDate today = today(reader);
        if (day.equals(today)) {
            return time(at, reader);
        }
        long ago = ChronoUnit.DAYS.between(day, today);
        if (ago > 0 && ago < 7) {
            return format("page.weekday", at, reader);
        }
        return format(
                day.getYear() == today.getYear() ? "page.date" : "page.date.year", at, reader);
    }

    /** For a line between messages: Today, Yesterday, or the full day. */
    public String day(Instant at, Reader reader) {
        LocalDate day = date(at, reader);
        LocalDate today = today(reader);
        if (day.equals(today)) {
            return words.say(reader.locale(), "page.today");
        }
        if (day.equals(today.minusDays(1))) {
            return words.say(reader.locale(), "page.yesterday");
        }
        return format(day.getYear() == today.getYear() ? "page.day" : "page.day.year", at, reader);
    }

    /** Such as {@code 24 Nov 2026}. */
    public String dateOf(Instant at, Reader reader) {
        return format("page.date.year", at, reader);
    }

    /** Such as {@code Wednesday, 2 December, 10:00}. */
    public String moment(Instant at, Reader reader) {
        return day(at, reader) + ", " + time(at, reader);
    }

    /** Such as {@code 24 Nov 2026, 10:00:02}. */
    public String exact(Instant at, Reader reader) {
        return dateOf(at, reader) + ", " + format("page.time.exact", at, reader);
    }

    private LocalDate today(Reader reader) {
        return date(clock.instant(), reader);
    }

    private String format(String pattern, Instant at, Reader reader) {
        return DateTimeFormatter.ofPattern(words.say(reader.locale(), pattern), reader.locale())
                .format(at.atZone(reader.zone()));
    }
}
