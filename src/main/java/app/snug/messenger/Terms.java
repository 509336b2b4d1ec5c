/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Under which terms a text is found: its words, their beginnings, and pairs of characters where a
 * script sets no spaces. In the database stand only keyed hashes of them.
 */
public final class Terms {

    /** Code points; longer beginnings are found by this one, and looked at once opened. */
    static final int LONGEST_BEGINNING = 8;

    static final int SHORTEST_BEGINNING = 2;

    /** A text of the protocol's greatest length has fewer words. */
    static final int MOST_TOKENS = 5000;

    private static final int MOST_TERMS = 8000;

    private Terms() {}

    /** Sorted, each once. */
    public static Long[] hashes(AccountRef account, Vault vault, String text) {
        return hashed(account, vault, of(text));
    }

    static Long[] hashed(AccountRef account, Vault vault, Set<String> terms) {
        long[] hashes =
                vault.blind("account/" + account.value() + "/words", new ArrayList<>(terms));
        return Arrays.stream(hashes).distinct().sorted().boxed().toArray(Long[]::new);
    }

    static Set<String> of(String text) {
        Set<String> terms = new LinkedHashSet<>();
        if (Mark.hasLink(text)) {
            terms.add(LINK);
        }
        Token before = null;
        for (Token token : Token.in(text, MOST_TOKENS)) {
            if (terms.size() >= MOST_TERMS) {
                break;
            }
            if (token.single()) {
                terms.add(character(token.word()));
                if (before != null && before.single() && before.end() == token.start()) {
                    terms.add(pair(before.word(), token.word()));
                }
            } else {
                terms.add(word(token.word()));
                int length = token.word().codePointCount(0, token.word().length());
                for (int i = SHORTEST_BEGINNING; i <= Math.min(length, LONGEST_BEGINNING); i++) {
                    terms.add(beginning(cut(token.word(), i)));
                }
            }
            before = token;
        }
        return terms;
    }

    /** A text with a web address in it. */
    static final String LINK = "l";

    static String word(String word) {
        return "w" + word;
    }

    static String beginning(String beginning) {
        return "b" + beginning;
    }

    static String character(String character) {
        return "c" + character;
    }

    static String pair(String first, String second) {
        return "p" + first + second;
    }

    static String cut(String word, int codePoints) {
        return word.substring(0, word.offsetByCodePoints(0, codePoints));
    }

    /** What all texts that meet these tokens are found under. */
    static Set<String> wanted(List<Token> tokens, boolean begins) {
        Set<String> terms = new LinkedHashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
            if (token.single()) {
                terms.add(
                        next != null && next.single() && next.start() == token.end()
                                ? pair(token.word(), next.word())
                                : character(token.word()));
                continue;
            }
            int length = token.word().codePointCount(0, token.word().length());
            boolean open = begins && next == null && length >= SHORTEST_BEGINNING;
            terms.add(
                    open
                            ? beginning(cut(token.word(), Math.min(length, LONGEST_BEGINNING)))
                            : word(token.word()));
        }
        return terms;
    }
}
