/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Words that have to follow each other.
 *
 * @param begins whether of the last one only the beginning is given
 */
record Phrase(List<Token> tokens, boolean begins) {

    private static final int MOST_TOKENS = 32;

    Phrase {
        tokens = List.copyOf(tokens);
    }

    static Phrase of(String text, boolean begins) {
        return new Phrase(Token.in(text, MOST_TOKENS), begins);
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    Set<String> terms() {
        return Terms.wanted(tokens, begins);
    }

    /** Where it stands in a text; empty if nowhere. */
    List<Mark> in(List<Token> text) {
        List<Mark> marks = new ArrayList<>();
        for (int at = 0; at + tokens.size() <= text.size(); at++) {
            if (meets(text, at)) {
                marks.add(new Mark(text.get(at).start(), text.get(at + tokens.size() - 1).end()));
            }
        }
        return marks;
    }

    private boolean meets(List<Token> text, int at) {
        for (int i = 0; i < tokens.size(); i++) {
            String wanted = tokens.get(i).word();
            String there = text.get(at + i).word();
            boolean open = begins && i == tokens.size() - 1;
            if (!(open && wanted.codePointCount(0, wanted.length()) >= Terms.SHORTEST_BEGINNING
                    ? there.startsWith(wanted)
                    : there.equals(wanted))) {
                return false;
            }
        }
        return true;
    }
}
