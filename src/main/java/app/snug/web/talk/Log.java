/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Reactions;
import app.snug.messenger.Reactions.Reaction;
import app.snug.protocol.message.MessageName;
import app.snug.web.file.Album;
import app.snug.web.file.Albums;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.page.Words;
import app.snug.web.talk.Bubble.Card;
import app.snug.web.talk.Bubble.Heart;
import app.snug.web.talk.Bubble.Quote;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lays messages out: days, runs of one author, the line above what is new. */
@Component
public final class Log {

    /** Messages of one author this close together are one run. */
    private static final Duration RUN = Duration.ofMinutes(5);

    /** Code points shown of a message; others' programs may send far longer ones. */
    static final int LONGEST = 3000;

    private static final int MOST_LINES = 25;
    private static final int MOST_HEARTS = 6;
    private static final int NAME = 80;
    private static final int ADDRESS = 500;

    private final Names names;
    private final Times times;
    private final Words words;
    private final Albums albums;
    private final Lines lines;
    private final TimerWords timers;
    private final Reactions reactions;
    private final Spoken spoken;
    private final Quotes quotes;
    private final Hearts hearts;

    Log(
            Names names,
            Times times,
            Words words,
            Albums albums,
            Lines lines,
            TimerWords timers,
            Reactions reactions,
            Spoken spoken,
            Quotes quotes,
            Hearts hearts) {
        this.names = names;
        this.times = times;
        this.words = words;
        this.albums = albums;
        this.lines = lines;
        this.timers = timers;
        this.reactions = reactions;
        this.spoken = spoken;
        this.quotes = quotes;
        this.hearts = hearts;
    }

    /** What belongs to the messages of a page, fetched at once. */
    private record Around(
            Account account,
            Summary conversation,
            Map<MessageName, Message> answered,
            Map<MessageId, List<Reaction>> reactions,
            Reader reader) {}

    /**
     * @param messages oldest first
     * @param unread how many of the incoming ones were not read before
     * @param next the message below the last of these, if it is on the page already
     */
    List<Entry> of(
            Account account,
            Summary conversation,
            List<Message> messages,
            int unread,
            Optional<Message> next,
            Reader reader) {
        int fresh = firstUnread(messages, unread);
        Around around =
                new Around(
                        account,
                        conversation,
                        quotes.answered(account, conversation, messages),
                        reactions.of(account, conversation.id(), messages),
                        reader);
        Map<MessageId, Album> files = albums.of(account, conversation, messages, reader.locale());
        List<Entry> entries = new ArrayList<>();
        LocalDate day = null;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            LocalDate date = times.date(message.shownAt(), reader);
            boolean newDay = !date.equals(day);
            if (newDay) {
                entries.add(new Entry.Day(date.toString(), times.day(message.shownAt(), reader)));
                day = date;
            }
            if (i == fresh) {
                entries.add(new Entry.Fresh());
            }
            if (Lines.isLine(message)) {
                String follow = timers.follow(conversation, messages, message).orElse(null);
                entries.add(line(conversation, message, follow, reader));
                continue;
            }
            Message before = i == 0 || i == fresh ? null : messages.get(i - 1);
            Message after =
                    i + 1 == fresh
                            ? null
                            : i + 1 < messages.size() ? messages.get(i + 1) : next.orElse(null);
            entries.add(
                    new Entry.Said(
                            bubble(
                                    around,
                                    message,
                                    !oneRun(before, message, reader),
                                    !oneRun(message, after, reader)),
                            files.getOrDefault(message.id(), Album.EMPTY)));
        }
        return entries;
    }

    /** A message by itself, with its day, for a page that knows where to put it. */
    public List<Entry> alone(
            Account account, Summary conversation, Message message, Reader reader) {
        return of(account, conversation, List.of(message), 0, Optional.empty(), reader);
    }

    private Entry line(
            Summary conversation, Message message, @Nullable String follow, Reader reader) {
        return new Entry.Line(
                message.id().value(),
                switch (message.kind()) {
                    case TIMER -> "timer";
                    case MEDIA_SAVED -> "download";
                    case DELETED -> "trash";
                    case TEXT, INVITATION, ACCEPTED -> "check";
                },
                lines.of(conversation, message, reader.locale()),
                message.shownAt().toString(),
                times.time(message.shownAt(), reader),
                follow);
    }

    private Bubble bubble(Around around, Message message, boolean opens, boolean closes) {
        Summary conversation = around.conversation();
        Reader reader = around.reader();
        String body = message.body();
        String shown = beginning(body);
        List<Heart> all =
                hearts.of(
                        around.account(),
                        conversation,
                        around.reactions().getOrDefault(message.id(), List.of()),
                        reader.locale());
        int kept = all.size() > MOST_HEARTS ? MOST_HEARTS - 1 : all.size();
        return new Bubble(
                message.id().value(),
                message.outgoing(),
                spoken.pieces(shown, around.account(), conversation, reader.locale()),
                !shown.equals(body),
                Emoji.count(body),
                message.extras().quote().map(name -> quote(around, name)).orElse(null),
                message.extras().invitation().map(Log::card).orElse(null),
                all.subList(0, kept),
                all.size() - kept,
                message.shownAt().toString(),
                times.time(message.shownAt(), reader),
                Delivery.of(message),
                message.failure().map(why -> failure(conversation, why, reader)).orElse(null),
                opens,
                closes);
    }

    /** Of a long text. */
    private static String beginning(String body) {
        int end =
                body.codePointCount(0, body.length()) > LONGEST
                        ? body.offsetByCodePoints(0, LONGEST)
                        : body.length();
        int line = -1;
        for (int lines = 0; lines < MOST_LINES; lines++) {
            line = body.indexOf('\n', line + 1);
            if (line < 0) {
                break;
            }
        }
        int cut = line < 0 ? end : Math.min(end, line);
        return cut < body.length() ? body.substring(0, cut) + "…" : body;
    }

    private Quote quote(Around around, MessageName name) {
        Message message = around.answered().get(name);
        Locale locale = around.reader().locale();
        return message == null
                ? quotes.missing(around.account(), around.conversation(), name, locale)
                : quotes.of(around.account(), around.conversation(), message, locale);
    }

    static Card card(Extras.Invitation place) {
        String host;
        try {
            host = new URI(place.url()).getHost();
        } catch (URISyntaxException e) {
            host = null;
        }
        return new Card(
                Names.plain(place.name(), NAME),
                Names.plain(host == null ? place.url() : host, NAME),
                Names.plain(place.url(), ADDRESS));
    }

    private String failure(Summary conversation, Message.SendFailure why, Reader reader) {
        String key = "failed." + why.name().toLowerCase(Locale.ROOT);
        return conversation.noteToSelf()
                ? words.say(reader.locale(), key + ".self")
                : words.say(reader.locale(), key, names.of(conversation, reader.locale()));
    }

    private boolean oneRun(@Nullable Message first, @Nullable Message second, Reader reader) {
        return first != null
                && second != null
                && !Lines.isLine(first)
                && !Lines.isLine(second)
                && first.outgoing() == second.outgoing()
                && first.author().equals(second.author())
                && Duration.between(first.shownAt(), second.shownAt()).abs().compareTo(RUN) <= 0
                && times.date(first.shownAt(), reader).equals(times.date(second.shownAt(), reader));
    }

    private static int firstUnread(List<Message> messages, int unread) {
        int left = unread;
        for (int i = messages.size() - 1; i >= 0 && left > 0; i--) {
            if (counts(messages.get(i)) && --left == 0) {
                return i;
            }
        }
        // All that is on the page is new.
        return left > 0 && left < unread ? firstIncoming(messages) : -1;
    }

    /** Among what is unread. */
    private static boolean counts(Message message) {
        return !message.outgoing() && !Lines.isLine(message);
    }

    private static int firstIncoming(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (counts(messages.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
