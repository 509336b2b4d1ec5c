/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.Messages;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.MessageName;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import app.snug.web.talk.Bubble.Quote;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Shows what is answered, always from our own copy: what others say of it is not believed. */
@Component
final class Quotes {

    private static final int LONGEST = 120;

    private final Messages messages;
    private final Names names;
    private final Words words;
    private final Lines lines;

    Quotes(Messages messages, Names names, Words words, Lines lines) {
        this.messages = messages;
        this.names = names;
        this.words = words;
        this.lines = lines;
    }

    /** What these messages answer, as far as it is here. */
    Map<MessageName, Message> answered(Account account, Summary conversation, List<Message> page) {
        Set<MessageName> names = new HashSet<>();
        page.forEach(message -> message.extras().quote().ifPresent(names::add));
        return names.isEmpty() ? Map.of() : messages.named(account, conversation.id(), names);
    }

    /** Of a message that is here. */
    Quote of(Account account, Summary conversation, Message message, Locale locale) {
        return new Quote(
                message.id().value(),
                author(account, conversation, message.author(), locale),
                text(account, conversation, message, locale));
    }

    /** Of what a message answers. */
    Quote of(Chosen.One one, MessageName name, Locale locale) {
        Message answered =
                messages.named(one.account(), one.conversation().id(), Set.of(name)).get(name);
        return answered == null
                ? missing(one.account(), one.conversation(), name, locale)
                : of(one.account(), one.conversation(), answered, locale);
    }

    /** Of one that is not. */
    Quote missing(Account account, Summary conversation, MessageName name, Locale locale) {
        return new Quote(
                0,
                author(account, conversation, name.author(), locale),
                words.say(locale, "talk.quote.missing"));
    }

    String author(Account account, Summary conversation, AccountId author, Locale locale) {
        if (author.equals(account.id())) {
            return words.say(locale, "talk.you");
        }
        return author.equals(conversation.peer())
                ? names.of(conversation, locale)
                : Names.shortened(author);
    }

    private String text(Account account, Summary conversation, Message message, Locale locale) {
        return switch (message.kind()) {
            case TEXT -> lines.brief(account, conversation, message, locale, LONGEST);
            case INVITATION ->
                    message.extras()
                            .invitation()
                            .map(place -> Names.plain(place.name(), LONGEST))
                            .orElse("");
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED -> words.say(locale, "talk.quote.deleted");
        };
    }
}
