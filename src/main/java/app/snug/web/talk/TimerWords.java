/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.Disappearing.Mode;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Timers of vanishing messages, in words and as choices. */
@Component
public final class TimerWords {

    /** What is offered ({@code protocol/01} §4.11), in seconds. */
    private static final Map<Mode, List<Integer>> OFFERED =
            Map.of(
                    Mode.AFTER_READING, List.of(300, 3600, 43_200, 86_400, 604_800, 1_209_600),
                    Mode.AFTER_SENDING, List.of(43_200, 86_400, 604_800, 1_209_600));

    private static final String OFF = "off";

    private static final List<Map.Entry<String, Integer>> UNITS =
            List.of(
                    Map.entry("weeks", 604_800),
                    Map.entry("days", 86_400),
                    Map.entry("hours", 3600),
                    Map.entry("minutes", 60));

    private final Words words;
    private final Names names;

    TimerWords(Words words, Names names) {
        this.words = words;
        this.names = names;
    }

    /** A choice in a form. */
    public record Choice(String value, String text, boolean chosen) {}

    /**
     * The form for one conversation.
     *
     * @param allowed whether anything can be chosen
     * @param read after reading; empty for notes
     * @param theirs what the other has set and one may follow; null if that is nothing else
     */
    public record Form(
            boolean allowed,
            Choice off,
            List<Choice> read,
            List<Choice> sent,
            @Nullable Choice theirs) {}

    /**
     * @param recent messages of the conversation, oldest first
     */
    Form form(Summary with, List<Message> recent, Locale locale) {
        Optional<Disappearing> now = with.settings().disappearing();
        boolean mutual =
                with.settings().approved()
                        && with.settings().approvedMe()
                        && !with.settings().blocked();
        return new Form(
                with.noteToSelf() || mutual,
                new Choice(OFF, words.say(locale, "timer.off"), now.isEmpty()),
                with.noteToSelf() ? List.of() : choices(Mode.AFTER_READING, now, locale),
                choices(Mode.AFTER_SENDING, now, locale),
                mutual ? theirs(with, recent, locale) : null);
    }

    /** The other's newest change that is still to be seen. */
    private @Nullable Choice theirs(Summary with, List<Message> recent, Locale locale) {
        return theirs(with, recent)
                .map(message -> new Choice(value(message), line(with, message, locale), false))
                .orElse(null);
    }

    private static Optional<Message> theirs(Summary with, List<Message> recent) {
        return recent.reversed().stream()
                .filter(message -> message.kind() == Message.Kind.TIMER && !message.outgoing())
                .findFirst()
                .filter(message ->
                        !message.extras().timer().equals(with.settings().disappearing()));
    }

    /**
     * What a form beside a line says to set the same.
     *
     * @param page what is shown, oldest first
     * @return empty if that is not the other's newest setting, or is one's own already
     */
    Optional<String> follow(Summary with, List<Message> page, Message line) {
        return line.kind() == Message.Kind.TIMER && with.settings().isMutual()
                ? theirs(with, page).filter(line::equals).map(TimerWords::value)
                : Optional.empty();
    }

    private static String value(Message line) {
        return line.extras().timer().map(TimerWords::value).orElse(OFF);
    }

    /** How long it is kept what one writes now; nothing if for ever. */
    Optional<String> kept(Summary with, Locale locale) {
        return with.settings()
                .disappearing()
                .map(timer ->
                        words.say(
                                locale,
                                timer.mode() == Mode.AFTER_READING
                                        ? "talk.kept.read"
                                        : "talk.kept.sent",
                                span(timer.timer(), locale)));
    }

    private List<Choice> choices(Mode mode, Optional<Disappearing> now, Locale locale) {
        List<Duration> all = new ArrayList<>();
        OFFERED.getOrDefault(mode, List.of()).forEach(s -> all.add(Duration.ofSeconds(s)));
        // Another app may have set what is not offered here.
        now.filter(timer -> timer.mode() == mode)
                .map(Disappearing::timer)
                .filter(timer -> !all.contains(timer))
                .ifPresent(all::add);
        return all.stream()
                .sorted()
                .map(timer ->
                        new Choice(
                                value(new Disappearing(mode, timer)),
                                span(timer, locale),
                                now.equals(Optional.of(new Disappearing(mode, timer)))))
                .toList();
    }

    /** Such as {@code read-300}. */
    static String value(Disappearing timer) {
        return (timer.mode() == Mode.AFTER_READING ? "read-" : "sent-") + timer.timer().toSeconds();
    }

    /**
     * What a form says.
     *
     * @throws IllegalArgumentException if that is nothing it can say
     */
    static Optional<Disappearing> parse(String value) {
        if (value.equals(OFF)) {
            return Optional.empty();
        }
        int dash = value.indexOf('-');
        Mode mode =
                switch (value.substring(0, Math.max(0, dash))) {
                    case "read" -> Mode.AFTER_READING;
                    case "sent" -> Mode.AFTER_SENDING;
                    default -> throw new IllegalArgumentException("No such timer");
                };
        int seconds = Integer.parseInt(value.substring(dash + 1));
        return Optional.of(new Disappearing(mode, Duration.ofSeconds(seconds)));
    }

    /** Such as {@code 12 hours}; of the greatest unit that fits. */
    public String span(Duration timer, Locale locale) {
        long seconds = timer.toSeconds();
        String unit = "seconds";
        long count = seconds;
        for (Map.Entry<String, Integer> each : UNITS) {
            if (seconds % each.getValue() == 0) {
                unit = each.getKey();
                count = seconds / each.getValue();
                break;
            }
        }
        return words.say(locale, "span." + unit, count);
    }

    /** What a line says about a new setting. */
    public String line(Summary with, Message message, Locale locale) {
        String whose = message.outgoing() ? ".own" : ".theirs";
        String name = names.of(with, locale);
        return message.extras()
                .timer()
                .map(timer ->
                        words.say(
                                locale,
                                (timer.mode() == Mode.AFTER_READING
                                                ? "timer.line.read"
                                                : "timer.line.sent")
                                        + whose,
                                name,
                                span(timer.timer(), locale)))
                .orElseGet(() -> words.say(locale, "timer.line.off" + whose, name));
    }
}
