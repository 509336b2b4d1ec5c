/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.Messages;
import app.snug.messenger.Preferences;
import app.snug.messenger.Preferences.Notify;
import app.snug.messenger.Preferences.Preference;
import app.snug.protocol.message.MessageName;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.talk.Lines;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What a page that is not in sight may notify of, as its reader prefers. What came long ago, or in
 * a conversation that is silenced, is no news; of message requests only the first is.
 */
@Component
final class Alerts {

    private static final int MOST = 20;
    private static final int LONGEST = 200;
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Preferences preferences;
    private final Conversations conversations;
    private final Messages messages;
    private final Lines lines;
    private final Names names;
    private final Words words;
    private final InstantSource clock;

    Alerts(
            Preferences preferences,
            Conversations conversations,
            Messages messages,
            Lines lines,
            Names names,
            Words words,
            InstantSource clock) {
        this.preferences = preferences;
        this.conversations = conversations;
        this.messages = messages;
        this.lines = lines;
        this.names = names;
        this.words = words;
        this.clock = clock;
    }

    /**
     * One notification.
     *
     * @param path what it is about
     */
    record Alert(String title, String text, String path) {}

    List<Alert> of(Account account, List<Change> changes, Reader reader) {
        Preference prefers = preferences.of(account);
        if (prefers.notifyOf() == Notify.NONE) {
            return List.of();
        }
        List<Alert> alerts = new ArrayList<>();
        for (Change change : changes) {
            if (change.kind() == Change.Kind.MESSAGE_ADDED && alerts.size() < MOST) {
                change.message()
                        .flatMap(id -> messages.find(account, id))
                        .flatMap(message -> of(account, message, prefers, reader))
                        .ifPresent(alerts::add);
            }
        }
        return alerts;
    }

    private Optional<Alert> of(
            Account account, Message message, Preference prefers, Reader reader) {
        if (message.outgoing()
                || Lines.isLine(message)
                || message.shownAt().isBefore(clock.instant().minus(FRESH))) {
            return Optional.empty();
        }
        return conversations
                .find(account, message.conversation())
                .filter(c -> !c.settings().mutedAt(clock.instant()) && !c.settings().blocked())
                .flatMap(c ->
                        c.settings().isRequest()
                                ? request(account, c, reader)
                                : message(account, c, message, prefers, reader));
    }

    private Optional<Alert> request(Account account, Summary conversation, Reader reader) {
        return conversation.unread() == 1 && conversations.overview(account).requests() == 1
                ? Optional.of(
                        new Alert(
                                words.say(reader.locale(), "notify.request"),
                                words.say(reader.locale(), "notify.request.text"),
                                "/requests"))
                : Optional.empty();
    }

    private Optional<Alert> message(
            Account account,
            Summary conversation,
            Message message,
            Preference prefers,
            Reader reader) {
        if (prefers.notifyOf() == Notify.MENTIONS && !isForUs(account, message)) {
            return Optional.empty();
        }
        String name = names.of(conversation, reader.locale());
        String said = words.say(reader.locale(), "notify.message");
        String path = "/c/" + conversation.id().value();
        return Optional.of(
                switch (prefers.notifyContent()) {
                    case FULL ->
                            new Alert(
                                    name,
                                    lines.brief(
                                            account,
                                            conversation,
                                            message,
                                            reader.locale(),
                                            LONGEST),
                                    path);
                    case NAME -> new Alert(name, said, path);
                    case NOTHING -> new Alert("Snug", said, path);
                });
    }

    /** An answer to us, or our Account ID behind an @. */
    private static boolean isForUs(Account account, Message message) {
        return message.extras()
                        .quote()
                        .map(MessageName::author)
                        .filter(account.id()::equals)
                        .isPresent()
                || message.body().contains("@" + account.id().hex());
    }
}
