/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Sentences for what is no text: what happened, and what the list says of a card. */
@Component
public final class Lines {

    private static final int LONGEST = 100;

    private final Names names;
    private final Words words;

    Lines(Names names, Words words) {
        this.names = names;
        this.words = words;
    }

    /** Whether it stands in the log as a line between bubbles. */
    public static boolean isLine(Message message) {
        return switch (message.kind()) {
            case TEXT, INVITATION -> false;
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED -> true;
        };
    }

    /** What a line says. */
    public String of(Summary conversation, Message message, Locale locale) {
        String key =
                "line."
                        + message.kind().name().toLowerCase(Locale.ROOT)
                        + (message.outgoing() ? ".own" : ".theirs");
        return words.say(locale, key, names.of(conversation, locale));
    }

    /** What the list says of a message; may be long. */
    public String brief(Summary conversation, Message message, Locale locale) {
        return switch (message.kind()) {
            case TEXT ->
                    message.body().isEmpty() ? words.say(locale, "file.snippet") : message.body();
            case INVITATION ->
                    words.say(
                            locale,
                            "line.invitation",
                            message.extras()
                                    .invitation()
                                    .map(Extras.Invitation::name)
                                    .map(name -> Names.plain(name, LONGEST))
                                    .orElse(""));
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED -> of(conversation, message, locale);
        };
    }
}
