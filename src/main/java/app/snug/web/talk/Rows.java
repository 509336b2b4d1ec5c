/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes rows of the list. */
@Component
public final class Rows {

    private static final int SNIPPET = 100;

    /** Beyond any time in milliseconds. */
    private static final long PIN = 100_000_000_000_000L;

    private static final int MOST_PINS = 50;

    private final Names names;
    private final Times times;
    private final Lines lines;
    private final InstantSource clock;

    Rows(Names names, Times times, Lines lines, InstantSource clock) {
        this.names = names;
        this.times = times;
        this.lines = lines;
        this.clock = clock;
    }

    /**
     * @param open the conversation on the screen, 0 for none
     */
    public Row of(Summary conversation, long open, Reader reader) {
        String name = names.of(conversation, reader.locale());
        long id = conversation.id().value();
        return new Row(
                id,
                name,
                conversation.name().isPresent() ? Names.initial(name) : "",
                Names.hue(conversation.peer()),
                face(conversation),
                conversation.noteToSelf(),
                place(conversation),
                conversation.lastActivity().toString(),
                times.brief(conversation.lastActivity(), reader),
                conversation
                        .last()
                        .filter(last -> !Lines.isLine(last))
                        .map(Delivery::of)
                        .orElse(null),
                conversation
                        .last()
                        .map(last -> snippet(conversation, last, reader.locale()))
                        .orElse(""),
                conversation.unread(),
                conversation.settings().pinned(),
                conversation.settings().mutedAt(clock.instant()),
                conversation.settings().blocked(),
                conversation.unread() == 0 && conversation.settings().markedUnread(),
                id == open);
    }

    /** Where a person's picture is; null if there is none. */
    static @Nullable String face(Summary conversation) {
        return conversation
                .picture()
                .map(version -> "/c/" + conversation.id().value() + "/face?v=" + version)
                .orElse(null);
    }

    /** Pinned conversations stand before all others. */
    private static long place(Summary conversation) {
        long pins = Math.clamp(conversation.settings().priority(), 0, MOST_PINS);
        return conversation.lastActivity().toEpochMilli() + pins * PIN;
    }

    private String snippet(Summary conversation, Message last, Locale locale) {
        return Names.plain(lines.brief(conversation, last, locale), SNIPPET);
    }
}
