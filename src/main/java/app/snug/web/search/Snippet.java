/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.search;

import app.snug.messenger.Mark;
import java.util.ArrayList;
import java.util.List;

/** The part of a text around what was asked for, in one line. */
final class Snippet {

    private static final int BEFORE = 60;
    static final int LONGEST = 200;

    private Snippet() {}

    /**
     * A piece of it.
     *
     * @param marked whether it was asked for
     */
    public record Piece(String text, boolean marked) {}

    /**
     * @param marks in order and apart
     */
    static List<Piece> of(String text, List<Mark> marks) {
        int start = marks.isEmpty() ? 0 : start(text, marks.getFirst().start() - BEFORE);
        int end = end(text, Math.min(text.length(), start + LONGEST));
        List<Piece> pieces = new ArrayList<>();
        int at = start;
        add(pieces, start > 0 ? "…" : "", false);
        for (Mark mark : marks) {
            if (mark.start() < at || mark.end() > end) {
                continue;
            }
            add(pieces, text.substring(at, mark.start()), false);
            add(pieces, text.substring(mark.start(), mark.end()), true);
            at = mark.end();
        }
        add(pieces, text.substring(at, end), false);
        add(pieces, end < text.length() ? "…" : "", false);
        return pieces;
    }

    /** Where a word begins, if one does soon. */
    private static int start(String text, int wish) {
        if (wish <= 0) {
            return 0;
        }
        int space = text.indexOf(' ', wish);
        int start = space >= 0 && space - wish < BEFORE / 2 ? space + 1 : wish;
        return whole(text, start);
    }

    private static int end(String text, int wish) {
        return wish >= text.length() ? text.length() : whole(text, wish);
    }

    /** Not within a character. */
    private static int whole(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at))
                ? at - 1
                : at;
    }

    private static void add(List<Piece> pieces, String text, boolean marked) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                        line.append(' ');
                    } else if (isSeen(c)) {
                        line.appendCodePoint(c);
                    }
                });
        if (!line.isEmpty()) {
            pieces.add(new Piece(line.toString(), marked));
        }
    }

    /** Neither turns nor hides what stands around it. */
    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
            // Joiners are needed inside emoji and some scripts.
            case Character.FORMAT -> c == 0x200C || c == 0x200D;
            default -> true;
        };
    }
}
