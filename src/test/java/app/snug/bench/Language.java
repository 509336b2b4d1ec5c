/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Terms;
import app.snug.messenger.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Messages of made-up words, of which few are said often and many seldom, as Zipf found. */
final class Language {

    private static final int WORDS = 30_000;
    private static final int LENGTH = 8;
    private static final String[] SYLLABLES = {
        "ba", "ro", "lin", "te", "ka", "mu", "sho", "ver", "di", "ne", "pal", "gri", "on", "es",
        "tu", "ly", "mar", "ke", "fo", "an", "wi", "sel", "da", "ri"
    };

    private final Random random = new Random(42);
    private final List<String> words = new ArrayList<>();
    private final List<Long[]> hashes = new ArrayList<>();

    Language(AccountRef account, Vault vault) {
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            int syllables = 1 + random.nextInt(4);
            for (int s = 0; s < syllables; s++) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            words.add(word.toString());
            hashes.add(Terms.hashes(account, vault, word.toString()));
        }
    }

    /**
     * A message.
     *
     * @param words for COPY
     */
    record Said(String text, String words) {}

    Said say() {
        StringBuilder text = new StringBuilder();
        SortedSet<Long> all = new TreeSet<>();
        for (int i = 0; i < LENGTH; i++) {
            int word = word();
            text.append(i == 0 ? "" : " ").append(words.get(word));
            all.addAll(List.of(hashes.get(word)));
        }
        return new Said(
                text.toString(),
                all.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
    }

    /** The n-th is said half as often as the one of half that rank. */
    private int word() {
        return (int) Math.pow(WORDS, random.nextDouble()) - 1;
    }

    /** What somebody may look for. */
    String question(int number) {
        String word = words.get(word());
        return switch (Math.floorMod(number, 6)) {
            case 0 -> word + " ";
            case 1 -> word + " " + words.get(word()) + " ";
            case 2 -> word.substring(0, Math.min(word.length(), 3));
            case 3 -> "\"" + word + " " + words.get(word()) + "\"";
            case 4 -> words.get(WORDS / 2 + random.nextInt(WORDS / 2)) + " ";
            default ->
                    word
                            + " on:"
                            + Instant.now()
                                    .minus(Duration.ofDays(1 + random.nextInt(600)))
                                    .toString()
                                    .substring(0, 10);
        };
    }
}
