/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A word of a text, or one character of a script that sets no spaces.
 *
 * @param start in the text
 * @param end in the text, exclusive
 * @param word folded: without case, width and diacritics
 * @param single whether it is one character of a script without spaces
 */
record Token(int start, int end, String word, boolean single) {

    /** Longer ones are cut, here and in what is asked for. */
    private static final int LONGEST = 64;

    /** Marks that go on letters of any script, as accents and Arabic vowels do, and Hebrew's. */
    private static final Pattern DIACRITICS =
            Pattern.compile("[\\p{Mn}&&[\\p{IsInherited}\\p{IsHebrew}]]+");

    /** Of at most so many tokens. */
    static List<Token> in(String text, int most) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length() && tokens.size() < most) {
            int c = text.codePointAt(at);
            int end = at + Character.charCount(c);
            if (!isLetter(c)) {
                at = end;
                continue;
            }
            boolean single = isSingle(c);
            while (end < text.length() && goesOn(single, text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            String word = fold(text.substring(at, end));
            if (!word.isEmpty()) {
                tokens.add(new Token(at, end, word, single));
            }
            at = end;
        }
        return tokens;
    }

    private static boolean goesOn(boolean single, int c) {
        return single ? isMark(c) : isLetter(c) && !isSingle(c) || isMark(c);
    }

    private static boolean isLetter(int c) {
        return Character.isLetterOrDigit(c);
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isSingle(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }

    private static String fold(String word) {
        String plain = Normalizer.normalize(word, Normalizer.Form.NFKD);
        String bare = DIACRITICS.matcher(plain).replaceAll("");
        String folded = bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
        String whole = Normalizer.normalize(folded, Normalizer.Form.NFKC);
        return whole.codePointCount(0, whole.length()) > LONGEST
                ? whole.substring(0, whole.offsetByCodePoints(0, LONGEST))
                : whole;
    }
}
