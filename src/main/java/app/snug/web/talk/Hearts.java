/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Reactions.Reaction;
import app.snug.protocol.identity.AccountId;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import app.snug.web.talk.Bubble.Heart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Says which emoji are on a message and whose they are. */
@Component
final class Hearts {

    /** Others' programs may send what is no emoji. */
    private static final int LONGEST = 12;

    private final Names names;
    private final Words words;

    Hearts(Names names, Words words) {
        this.names = names;
        this.words = words;
    }

    List<Heart> of(Account account, Summary conversation, List<Reaction> reactions, Locale locale) {
        List<Heart> hearts = new ArrayList<>();
        for (Reaction reaction : reactions) {
            String emoji = Names.plain(reaction.emoji(), LONGEST);
            if (!emoji.isEmpty()) {
                boolean own = reaction.by().contains(account.id());
                hearts.add(
                        new Heart(
                                emoji,
                                reaction.by().size(),
                                own,
                                words.say(
                                        locale,
                                        own ? "react.chip.own" : "react.chip",
                                        emoji,
                                        reaction.by().size(),
                                        people(account, conversation, reaction.by(), locale))));
            }
        }
        return hearts;
    }

    /** Such as "you and Ana". */
    String people(Account account, Summary conversation, List<AccountId> by, Locale locale) {
        List<String> named =
                by.stream().map(id -> name(account, conversation, id, locale)).toList();
        return named.size() < 2
                ? String.join("", named)
                : words.say(
                        locale,
                        "react.and",
                        String.join(", ", named.subList(0, named.size() - 1)),
                        named.getLast());
    }

    private String name(Account account, Summary conversation, AccountId id, Locale locale) {
        if (id.equals(account.id())) {
            return words.say(locale, "react.you");
        }
        return id.equals(conversation.peer())
                ? names.of(conversation, locale)
                : Names.shortened(id);
    }
}
