/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody looks for: words, phrases in quotes, and narrower places such as {@code from:anna},
 * {@code in:"Sunday table"}, {@code has:link}, {@code before:2026-03}. What is not understood is
 * told, and left out.
 */
public final class Query {

    /** Code points. */
    public static final int LONGEST = 500;

    private static final int MOST_PARTS = 20;

    private static final Pattern PART =
            Pattern.compile("(?:(\\p{L}+):)?(?:[\"“„]([^\"“”]*)(?:[\"”“]|$)|(\\S+))");

    /** What a message must have. */
    public enum Having {
        FILE,
        LINK,
        IMAGE,
        VOICE
    }

    /** A part that is not understood. */
    public record Doubt(String part, Reason reason) {
        /** Why. */
        public enum Reason {
            DATE,
            HAVING
        }
    }

    private final List<Phrase> phrases = new ArrayList<>();
    private final List<String> authors = new ArrayList<>();
    private final List<String> conversations = new ArrayList<>();
    private final Set<Having> having = EnumSet.noneOf(Having.class);
    private final List<Doubt> doubts = new ArrayList<>();
    private final List<String> free = new ArrayList<>();
    private Instant from = Instant.MIN;
    private Instant to = Instant.MAX;

    private Query() {}

    /**
     * @param zone in which dates are meant
     */
    public static Query of(String text, ZoneId zone) {
        Query query = new Query();
        String asked =
                text.codePointCount(0, text.length()) > LONGEST ? Terms.cut(text, LONGEST) : text;
        Matcher part = PART.matcher(asked);
        for (int i = 0; i < MOST_PARTS && part.find(); i++) {
            boolean quoted = part.group(2) != null;
            String value = quoted ? part.group(2) : part.group(3);
            String key = part.group(1) == null ? "" : part.group(1).toLowerCase(Locale.ROOT);
            if (!query.narrow(key, value, zone)) {
                String whole = quoted ? value : part.group();
                boolean last = part.end() == asked.length();
                query.look(whole, !quoted && (last || whole.endsWith("*")));
            }
        }
        return query;
    }

    private void look(String text, boolean begins) {
        Phrase phrase = Phrase.of(text, begins);
        if (!phrase.isEmpty()) {
            phrases.add(phrase);
            free.add(text);
        }
    }

    private boolean narrow(String key, String value, ZoneId zone) {
        switch (key) {
            case "from" -> authors.add(value);
            case "in" -> conversations.add(value);
            case "has" -> {
                try {
                    having.add(Having.valueOf(value.toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    doubts.add(new Doubt(value, Doubt.Reason.HAVING));
                }
            }
            case "before", "after", "on" -> {
                Optional<Span> span = Span.of(value, zone);
                if (span.isEmpty()) {
                    doubts.add(new Doubt(value, Doubt.Reason.DATE));
                    return true;
                }
                if (!key.equals("before")) {
                    Instant first = key.equals("on") ? span.get().start() : span.get().end();
                    from = first.isAfter(from) ? first : from;
                }
                if (!key.equals("after")) {
                    Instant last = key.equals("on") ? span.get().end() : span.get().start();
                    to = last.isBefore(to) ? last : to;
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A day, a month or a year, as {@code 2026-03-31}. */
    private record Span(Instant start, Instant end) {

        static Optional<Span> of(String text, ZoneId zone) {
            String[] numbers = text.split("-", -1);
            try {
                int[] date = new int[numbers.length];
                for (int i = 0; i < date.length; i++) {
                    date[i] = Integer.parseInt(numbers[i]);
                }
                if (date[0] < 1970 || date[0] > 9999) {
                    return Optional.empty();
                }
                return switch (date.length) {
                    case 1 -> Optional.of(days(LocalDate.of(date[0], 1, 1), 12, zone));
                    case 2 -> Optional.of(days(YearMonth.of(date[0], date[1]).atDay(1), 1, zone));
                    case 3 -> {
                        LocalDate day = LocalDate.of(date[0], date[1], date[2]);
                        yield Optional.of(
                                new Span(
                                        day.atStartOfDay(zone).toInstant(),
                                        day.plusDays(1).atStartOfDay(zone).toInstant()));
                    }
                    default -> Optional.empty();
                };
            } catch (NumberFormatException | DateTimeException e) {
                return Optional.empty();
            }
        }

        private static Span days(LocalDate first, int months, ZoneId zone) {
            return new Span(
                    first.atStartOfDay(zone).toInstant(),
                    first.plusMonths(months).atStartOfDay(zone).toInstant());
        }
    }

    /** Whether anything is asked for. */
    public boolean isEmpty() {
        return phrases.isEmpty()
                && authors.isEmpty()
                && conversations.isEmpty()
                && having.isEmpty()
                && from.equals(Instant.MIN)
                && to.equals(Instant.MAX);
    }

    /** What is asked for but where: the words alone, for names. */
    public String words() {
        return String.join(" ", free);
    }

    /** Names in {@code from:}, of which one has to be the author's. */
    public List<String> authors() {
        return List.copyOf(authors);
    }

    /** Names in {@code in:}, of which one has to be the conversation's. */
    public List<String> conversations() {
        return List.copyOf(conversations);
    }

    public Set<Having> having() {
        return Set.copyOf(having);
    }

    public Optional<Instant> from() {
        return Optional.of(from).filter(Instant.MIN::isBefore);
    }

    /** Exclusive. */
    public Optional<Instant> to() {
        return Optional.of(to).filter(Instant.MAX::isAfter);
    }

    public List<Doubt> doubts() {
        return List.copyOf(doubts);
    }

    /** Under which every message that meets this is found. */
    public Long[] hashes(AccountRef account, Vault vault) {
        Set<String> terms = new LinkedHashSet<>();
        phrases.forEach(phrase -> terms.addAll(phrase.terms()));
        if (having.contains(Having.LINK)) {
            terms.add(Terms.LINK);
        }
        return Terms.hashed(account, vault, terms);
    }

    /**
     * Where the words stand in a text, in order and apart.
     *
     * @return empty if one of them does not; without words there are no places
     */
    public Optional<List<Mark>> in(String text) {
        if (having.contains(Having.LINK) && !Mark.hasLink(text)) {
            return Optional.empty();
        }
        List<Token> tokens = Token.in(text, Terms.MOST_TOKENS);
        List<Mark> marks = new ArrayList<>();
        for (Phrase phrase : phrases) {
            List<Mark> found = phrase.in(tokens);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            marks.addAll(found);
        }
        marks.sort(Comparator.comparingInt(Mark::start).thenComparingInt(Mark::end));
        List<Mark> apart = new ArrayList<>();
        for (Mark mark : marks) {
            Mark last = apart.isEmpty() ? null : apart.getLast();
            if (last != null && mark.start() < last.end()) {
                apart.set(
                        apart.size() - 1, new Mark(last.start(), Math.max(last.end(), mark.end())));
            } else {
                apart.add(mark);
            }
        }
        return Optional.of(apart);
    }

    /** Whether every word of a name's search begins a word of the name. */
    public static boolean isCalled(String name, String asked) {
        List<Token> there = Token.in(name, 50);
        List<Token> wanted = Token.in(asked, 50);
        return !wanted.isEmpty()
                && wanted.stream()
                        .allMatch(token ->
                                there.stream().anyMatch(t -> t.word().startsWith(token.word())));
    }
}
