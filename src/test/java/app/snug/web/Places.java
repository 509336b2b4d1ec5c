/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Text for each place where text from outside goes, and what of it was seen on pages. */
final class Places {

    /** Code points: names are cut, and a cut is no flaw. */
    private static final int COMPARED = 30;

    private static final String LONG_WORD = "y".repeat(300);

    private final List<String> texts;
    private final Map<String, String> given = new LinkedHashMap<>();
    private final Set<String> seen = new TreeSet<>();
    private int turns;

    Places(List<String> texts) {
        this.texts = texts;
    }

    /** As long and of as many words, but of letters alone. */
    static String harmless(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(c -> isSpace(c) || c < 0x80 && Character.isLetterOrDigit(c) ? c : 'x')
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n';
    }

    /** The text as it goes to a place, with the place's name before it. */
    String in(String place) {
        return in(place, Integer.MAX_VALUE);
    }

    /**
     * @param bytes that there is room for
     */
    String in(String place, int bytes) {
        return given.computeIfAbsent(place, name -> fit("Zq" + name + "zq " + bare(), bytes));
    }

    private static String fit(String all, int bytes) {
        StringBuilder fit = new StringBuilder();
        int size = 0;
        for (int at = 0; at < all.length(); at += Character.charCount(all.codePointAt(at))) {
            String next = Character.toString(all.codePointAt(at));
            size += next.getBytes(StandardCharsets.UTF_8).length;
            if (size > bytes) {
                break;
            }
            fit.append(next);
        }
        return fit.toString();
    }

    /** The bare texts, as for what begins an address; each time another one is the first. */
    String bare() {
        List<String> turned = new ArrayList<>(texts);
        Collections.rotate(turned, turns++);
        return String.join("", turned) + LONG_WORD;
    }

    void look(Markup page) {
        String words = essence(page.words());
        given.forEach((place, all) -> {
            int compared = Math.min(COMPARED, all.codePointCount(0, all.length()));
            if (words.contains(essence(all.substring(0, all.offsetByCodePoints(0, compared))))) {
                seen.add(place);
            }
        });
    }

    Set<String> unseen() {
        Set<String> left = new TreeSet<>(given.keySet());
        left.removeAll(seen);
        return left;
    }

    /** Without what is not seen, and what a page may do without. */
    private static String essence(String words) {
        StringBuilder essence = new StringBuilder();
        words.codePoints()
                .filter(c ->
                        Character.isLetterOrDigit(c) || c > ' ' && c < 0x7f && c != '?' && c != '`')
                .forEach(essence::appendCodePoint);
        return essence.toString();
    }
}
