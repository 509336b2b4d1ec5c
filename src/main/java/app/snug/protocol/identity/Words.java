/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The words of one list, found by their beginnings. */
final class Words {

    static final int COUNT = 1626;

    private static final int MAX_SUGGESTIONS = 3;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Map<WordList, Words> LOADED = new ConcurrentHashMap<>();

    private final int prefixLength;
    private final List<String> words;
    private final Map<String, Integer> byPrefix = new HashMap<>();

    /** For words typed without their accents; beginnings that would be ambiguous are left out. */
    private final Map<String, Integer> byBarePrefix = new HashMap<>();

    private Words(WordList list) {
        prefixLength = list.prefixLength();
        words = read(list);
        Set<String> ambiguous = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String folded = fold(words.get(i));
            byPrefix.put(beginning(folded), i);
            String bare = beginning(bare(folded));
            if (byBarePrefix.put(bare, i) != null) {
                ambiguous.add(bare);
            }
        }
        byBarePrefix.keySet().removeAll(ambiguous);
    }

    static Words of(WordList list) {
        return LOADED.computeIfAbsent(list, Words::new);
    }

    String word(int index) {
        return words.get(index);
    }

    /** The place of a word in the list; only its beginning counts, capitals do not. */
    OptionalInt find(String typed) {
        String folded = fold(typed);
        Integer index = byPrefix.get(beginning(folded));
        if (index == null) {
            index = byBarePrefix.get(beginning(bare(folded)));
        }
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Whether what was typed is the word itself or the beginning of it. */
    boolean agrees(String typed, int index) {
        return bare(fold(words.get(index))).startsWith(bare(fold(typed)));
    }

    /**
     * What of a word enters the checksum. Only ASCII capitals are lowered, as everywhere else: a
     * capital Ü stays one.
     */
    String checksumPart(int index) {
        String part = beginning(words.get(index));
        StringBuilder lowered = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            lowered.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return lowered.toString();
    }

    /** The words most like the typed one, the nearest first; none if nothing is near. */
    List<String> near(String typed) {
        String bare = bare(fold(typed));
        int furthest = Math.max(1, bare.length() / 2);
        record Near(String word, int distance) {}
        List<Near> near = new ArrayList<>();
        for (String word : words) {
            String other = bare(fold(word));
            int distance = other.startsWith(bare) ? 0 : EditDistance.between(bare, other);
            if (distance <= furthest) {
                near.add(new Near(word, distance));
            }
        }
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance))
                .limit(MAX_SUGGESTIONS)
                .map(Near::word)
                .toList();
    }

    private String beginning(String word) {
        int end = 0;
        for (int n = 0; n < prefixLength && end < word.length(); n++) {
            end += Character.charCount(word.codePointAt(end));
        }
        return word.substring(0, end);
    }

    private static String fold(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static String bare(String folded) {
        return MARKS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD)).replaceAll("");
    }

    private static List<String> read(WordList list) {
        String file = list.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
        try (InputStream in = Words.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("Word list missing: " + file);
            }
            List<String> words =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            if (words.size() != COUNT) {
                throw new IllegalStateException("Word list damaged: " + file);
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
