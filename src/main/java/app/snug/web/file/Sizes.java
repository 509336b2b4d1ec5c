/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.web.page.Words;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Sizes and lengths in words. */
@Component
final class Sizes {

    private static final int THOUSAND = 1000;

    private final Words words;

    Sizes(Words words) {
        this.words = words;
    }

    /** Such as “1.2 MB”. */
    String of(long bytes, Locale locale) {
        if (bytes < THOUSAND) {
            return words.say(locale, "file.bytes", bytes);
        }
        double kilo = (double) bytes / THOUSAND;
        return kilo < THOUSAND
                ? words.say(locale, "file.kilobytes", number(kilo, locale))
                : words.say(locale, "file.megabytes", number(kilo / THOUSAND, locale));
    }

    private static String number(double value, Locale locale) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(value < 10 ? 1 : 0);
        return format.format(value);
    }

    /** Such as “1:05”; empty if nobody knows. */
    String of(Duration length) {
        return length.isZero()
                ? ""
                : "%d:%02d".formatted(length.toMinutes(), length.toSecondsPart());
    }
}
