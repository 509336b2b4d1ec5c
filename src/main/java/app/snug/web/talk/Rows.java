/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.MessageId;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.talk.Lines.Brief;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes rows of the list. */
@Component
public final class Rows {

    private static final int SNIPPET = 100;

    /** Beyond any time in milliseconds. */
    private static final long PIN = 100_000_000_000_000L;

    private static final int MOST_PINS = 50;

    private static final Brief NOTHING = new Brief(null, "");

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
    public Row of(Account account, Summary conversation, long open, Reader reader) {
        return of(account, List.of(conversation), open, reader).getFirst();
    }

    List<Row> of(Account account, List<Summary> conversations, long open, Reader reader) {
        Map<MessageId, List<Attachment>> files =
                lines.files(
                        account, conversations.stream().flatMap(c -> c.last().stream()).toList());
        return conversations.stream()
                .map(conversation -> {
                    Brief brief =
                            conversation
                                    .last()
                                    .map(last ->
                                            lines.brief(
                                                    account,
                                                    conversation,
                                                    last,
                                                    files.getOrDefault(last.id(), List.of()),
                                                    reader.locale(),
                                                    SNIPPET))
                                    .orElse(NOTHING);
                    return row(conversation, brief, open, reader);
                })
                .toList();
    }

    private Row row(Summary conversation, Brief brief, long open, Reader reader) {
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
                brief.icon(),
                brief.text(),
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
}
