/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.web.file.Album;
import app.snug.web.file.Albums;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.page.Words;
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
    static final int LONGEST = 6000;

    private final Names names;
    private final Times times;
    private final Words words;
    private final Albums albums;
    private final Lines lines;

    Log(Names names, Times times, Words words, Albums albums, Lines lines) {
        this.names = names;
        this.times = times;
        this.words = words;
        this.albums = albums;
        this.lines = lines;
    }

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
                entries.add(line(conversation, message, reader));
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
                                    conversation,
                                    message,
                                    !oneRun(before, message, reader),
                                    !oneRun(message, after, reader),
                                    reader),
                            files.getOrDefault(message.id(), Album.EMPTY)));
        }
        return entries;
    }

    /** A message by itself, with its day, for a page that knows where to put it. */
    public List<Entry> alone(
            Account account, Summary conversation, Message message, Reader reader) {
        return of(account, conversation, List.of(message), 0, Optional.empty(), reader);
    }

    private Entry line(Summary conversation, Message message, Reader reader) {
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
                times.time(message.shownAt(), reader));
    }

    private Bubble bubble(
            Summary conversation, Message message, boolean opens, boolean closes, Reader reader) {
        String body = message.body();
        boolean cut = body.codePointCount(0, body.length()) > LONGEST;
        if (cut) {
            body = body.substring(0, body.offsetByCodePoints(0, LONGEST)) + "…";
        }
        return new Bubble(
                message.id().value(),
                message.outgoing(),
                Links.in(body),
                cut,
                message.shownAt().toString(),
                times.time(message.shownAt(), reader),
                Delivery.of(message),
                message.failure().map(why -> failure(conversation, why, reader)).orElse(null),
                opens,
                closes);
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
