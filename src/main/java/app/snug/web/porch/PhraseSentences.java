/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Says what is wrong with recovery words, naming the word. */
@Component
final class PhraseSentences {

    private static final int LONGEST_WORD = 30;

    private final Words words;

    PhraseSentences(Words words) {
        this.words = words;
    }

    String about(InvalidPhraseException why, Locale locale) {
        return switch (why.flaw()) {
            case EMPTY -> words.say(locale, "phrase.empty");
            case TOO_FEW_WORDS ->
                    words.say(
                            locale,
                            why.words() == RecoveryPhrase.WORDS - 1
                                    ? "phrase.few.one"
                                    : "phrase.few",
                            why.words());
            case TOO_MANY_WORDS -> words.say(locale, "phrase.many");
            case UNKNOWN_WORD -> unknown(why, locale);
            case WRONG_CHECKSUM -> words.say(locale, "phrase.checksum");
            case NOT_A_SEED -> words.say(locale, "phrase.impossible");
        };
    }

    String alreadyHere(Locale locale) {
        return words.say(locale, "phrase.here");
    }

    private String unknown(InvalidPhraseException why, Locale locale) {
        int position = why.position().orElse(0);
        String place =
                position >= 1 && position <= RecoveryPhrase.WORDS || position > 20 && position < 24
                        ? words.say(locale, "phrase.place." + position)
                        : words.say(locale, "phrase.place", position);
        String typed = Names.plain(why.word().orElse(""), LONGEST_WORD);
        List<String> likely = why.suggestions();
        return switch (likely.size()) {
            case 0 -> words.say(locale, "phrase.unknown", place, typed);
            case 1 -> words.say(locale, "phrase.unknown.one", place, typed, likely.getFirst());
            case 2 ->
                    words.say(
                            locale,
                            "phrase.unknown.two",
                            place,
                            typed,
                            likely.getFirst(),
                            likely.get(1));
            default ->
                    words.say(
                            locale,
                            "phrase.unknown.three",
                            place,
                            typed,
                            likely.getFirst(),
                            likely.get(1),
                            likely.get(2));
        };
    }
}
