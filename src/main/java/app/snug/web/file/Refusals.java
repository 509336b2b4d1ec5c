/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Drafts;
import app.snug.messenger.FileRefusedException;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Says why a file is not taken. */
@Component
final class Refusals {

    private final Words words;
    private final Sizes sizes;

    Refusals(Words words, Sizes sizes) {
        this.words = words;
        this.sizes = sizes;
    }

    String of(FileRefusedException refused, String name, Locale locale) {
        String file = Names.plain(name, 60);
        return switch (refused.reason()) {
            case TOO_LARGE ->
                    words.say(
                            locale,
                            "file.refused.too_large",
                            file,
                            sizes.of(refused.over(), locale),
                            sizes.of(Drafts.MAX_SIZE, locale));
            case TOO_MANY -> words.say(locale, "file.refused.too_many", file, Drafts.MOST);
            case EMPTY -> words.say(locale, "file.refused.empty", file);
            case TALKATIVE -> words.say(locale, "file.refused.talkative", file);
            case NOT_ACCEPTED -> words.say(locale, "file.refused.not_accepted");
            case PICTURE ->
                    words.say(
                            locale,
                            "file.refused.picture",
                            file,
                            words.say(
                                    locale,
                                    "file.picture."
                                            + refused.picture()
                                                    .map(Enum::name)
                                                    .orElse("damaged")
                                                    .toLowerCase(Locale.ROOT)));
        };
    }

    String here(String name, Locale locale) {
        return words.say(locale, "file.refused.here", Names.plain(name, 60));
    }

    /** Of a form with files whose token is not valid any more. */
    String stale(Locale locale) {
        return words.say(locale, "drafts.stale");
    }

    /** Of a form whose files did not arrive. */
    String all(Locale locale) {
        return words.say(locale, "drafts.failed");
    }
}
