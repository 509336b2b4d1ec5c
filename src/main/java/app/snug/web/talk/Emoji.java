/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.protocol.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Emoji to choose from, and what is one.
 *
 * @param name in English, for whoever cannot see it and for searching
 */
public record Emoji(String text, String name) {

    /** Some of one kind, such as {@code food}. */
    public record Group(String key, List<Emoji> emoji) {}

    /** Colours of skin to choose from; 0 is the yellow of everybody. */
    static final int TONES = 6;

    private static final int LIGHTEST = 0x1F3FB;
    private static final int HEART = 0x2764;

    /** In the order in which they are offered. */
    static final List<Group> ALL = read();

    private static final int MOST_LARGE = 6;
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** Something drawn in colour, a flag or a key cap, with whatever joins or colours it. */
    private static final Pattern ONE =
            Pattern.compile(
                    "(?:\\p{IsEmoji_Presentation}|\\p{IsExtended_Pictographic}\\x{FE0F}"
                            + "|[\\x{1F1E6}-\\x{1F1FF}]|[0-9#*]\\x{FE0F}?\\x{20E3}"
                            + "|\\p{IsEmoji_Modifier_Base})"
                            + "[\\p{IsEmoji}\\p{IsExtended_Pictographic}\\x{200D}\\x{FE0F}"
                            + "\\x{20E3}\\x{E0020}-\\x{E007F}]*");

    /** Whether a text is one emoji, short enough for a reaction. */
    static boolean isOne(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= Content.Reaction.MAX_EMOJI_BYTES
                && count(text) == 1;
    }

    /** How many emoji a text of nothing else has; 0 for any other text, and for many. */
    static int count(String text) {
        Matcher cluster = CLUSTER.matcher(text.strip());
        int count = 0;
        while (cluster.find()) {
            if (cluster.group().isBlank()) {
                continue;
            }
            if (++count > MOST_LARGE || !ONE.matcher(cluster.group()).matches()) {
                return 0;
            }
        }
        return count;
    }

    /** Those whose names have all of the words; empty groups are left out. */
    static List<Group> named(String words) {
        List<String> wanted =
                List.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+", 8)).stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
        if (wanted.isEmpty()) {
            return ALL;
        }
        return ALL.stream()
                .map(group ->
                        new Group(
                                group.key(),
                                group.emoji().stream()
                                        .filter(e ->
                                                e.text().equals(words.strip())
                                                        || wanted.stream()
                                                                .allMatch(e.name()::contains))
                                        .toList()))
                .filter(group -> !group.emoji().isEmpty())
                .toList();
    }

    static List<Group> named(String words, int tone) {
        return toned(named(words), tone);
    }

    /** The same emoji where their skin has that colour, if they show any. */
    static List<Group> toned(List<Group> groups, int tone) {
        return tone == 0
                ? groups
                : groups.stream()
                        .map(group ->
                                new Group(
                                        group.key(),
                                        group.emoji().stream().map(e -> e.toned(tone)).toList()))
                        .toList();
    }

    /** Couples have one colour; of other people who stand together there is no coloured picture. */
    Emoji toned(int tone) {
        int[] points = text.codePoints().toArray();
        long people = text.codePoints().filter(Character::isEmojiModifierBase).count();
        boolean couple = people == 2 && text.codePoints().anyMatch(c -> c == HEART);
        if (tone <= 0 || tone >= TONES || people != 1 && !couple) {
            return this;
        }
        StringBuilder coloured = new StringBuilder();
        for (int i = 0; i < points.length; i++) {
            coloured.appendCodePoint(points[i]);
            if (Character.isEmojiModifierBase(points[i])) {
                coloured.appendCodePoint(LIGHTEST + tone - 1);
                // The colour says already that it is a picture.
                i += i + 1 < points.length && points[i + 1] == 0xFE0F ? 1 : 0;
            }
        }
        return new Emoji(coloured.toString(), name);
    }

    private static List<Group> read() {
        List<Group> groups = new ArrayList<>();
        try (InputStream file =
                Objects.requireNonNull(Emoji.class.getResourceAsStream("emoji.txt"))) {
            String[] lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n");
            for (String line : lines) {
                if (line.startsWith("[")) {
                    groups.add(new Group(line.substring(1, line.length() - 1), new ArrayList<>()));
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    int end = line.indexOf(' ');
                    groups.getLast()
                            .emoji()
                            .add(new Emoji(line.substring(0, end), line.substring(end + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return groups.stream()
                .map(group -> new Group(group.key(), List.copyOf(group.emoji())))
                .toList();
    }
}
