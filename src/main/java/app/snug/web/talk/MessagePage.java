/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.ConversationSettings;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.messenger.Messages;
import app.snug.messenger.Reactions;
import app.snug.messenger.Reactions.Reaction;
import app.snug.web.page.Hops;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Bubble.Piece;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.ModelAndView;

/** One message, whole, with what is known about it and what can be done with it. */
@Controller
class MessagePage {

    private static final int LONGEST = 100;

    private final Chosen chosen;
    private final Messages messages;
    private final Reactions reactions;
    private final Sides sides;
    private final Spoken spoken;
    private final Quotes quotes;
    private final Hearts hearts;
    private final Names names;
    private final Times times;
    private final Words words;

    MessagePage(
            Chosen chosen,
            Messages messages,
            Reactions reactions,
            Sides sides,
            Spoken spoken,
            Quotes quotes,
            Hearts hearts,
            Names names,
            Times times,
            Words words) {
        this.chosen = chosen;
        this.messages = messages;
        this.reactions = reactions;
        this.sides = sides;
        this.spoken = spoken;
        this.quotes = quotes;
        this.hearts = hearts;
        this.names = names;
        this.times = times;
        this.words = words;
    }

    /**
     * What can be done.
     *
     * @param quick emoji to react with
     * @param said whether it is a message, not a line about what happened
     * @param writable whether it can be answered and reacted to
     * @param failed whether it can be tried again
     * @param copy the text to copy; empty if there is none
     */
    public record Acts(
            long conversation,
            long id,
            List<Quick> quick,
            boolean said,
            boolean writable,
            boolean failed,
            String copy) {}

    /** An emoji, and whether it is on the message already. */
    public record Quick(String emoji, boolean own) {}

    /**
     * What is known.
     *
     * @param author null for one's own
     * @param shown when it was put where it is, if that is another time
     * @param hashed whether our storage nodes have it, or had
     * @param way a sentence that stands where the way it took is not known; null for messages that
     *     came
     */
    public record Facts(
            @Nullable String author,
            String when,
            String sent,
            @Nullable String shown,
            @Nullable String stateKey,
            @Nullable String timer,
            @Nullable String vanishes,
            boolean hashed,
            @Nullable String way) {}

    /** An emoji and its people. */
    public record Who(String emoji, String people, boolean own) {}

    @GetMapping("/c/{id}/messages/{message}")
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long message,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader,
            HttpSession session) {
        Chosen.One one = chosen.one(me, id, message, session);
        Acts acts = acts(one);
        if (script) {
            return new ModelAndView("talk/acts :: menu").addObject("acts", acts);
        }
        Locale locale = reader.locale();
        Message found = one.message();
        return new ModelAndView("talk/message")
                .addObject("side", sides.of(one.account(), reader))
                .addObject("reader", reader)
                .addObject("acts", acts)
                .addObject("conversation", id)
                .addObject("message", message)
                .addObject("facts", facts(one, reader))
                .addObject("hops", Hops.of(messages.way(one.account(), found.id())))
                .addObject("goal", goal(one, locale))
                .addObject(
                        "quote",
                        found.extras()
                                .quote()
                                .map(name -> quotes.of(one, name, locale))
                                .orElse(null))
                .addObject("who", who(one, locale))
                .addObject("gone", found.kind() == Kind.DELETED)
                .addObject(
                        "invitation",
                        found.extras().invitation().map(MessagePage::plain).orElse(null))
                .addObject("said", said(one, locale));
    }

    private static Extras.Invitation plain(Extras.Invitation place) {
        return new Extras.Invitation(
                Names.plain(place.url(), 500), Names.plain(place.name(), LONGEST));
    }

    private List<Piece> said(Chosen.One one, Locale locale) {
        return spoken.pieces(one.message().body(), one.account(), one.conversation(), locale);
    }

    Acts acts(Chosen.One one) {
        Message message = one.message();
        boolean said = message.kind() == Kind.TEXT || message.kind() == Kind.INVITATION;
        ConversationSettings settings = one.conversation().settings();
        boolean waiting = settings.approvedMe() && !settings.approved();
        boolean writable = said && !settings.blocked() && !waiting;
        List<Reaction> on = reactions(one);
        return new Acts(
                one.conversation().id().value(),
                message.id().value(),
                reactions.recent(one.account(), one.conversation().id()).stream()
                        .map(emoji ->
                                new Quick(
                                        emoji,
                                        on.stream()
                                                .filter(r -> r.emoji().equals(emoji))
                                                .anyMatch(
                                                        r -> r.by().contains(one.account().id()))))
                        .toList(),
                said,
                writable,
                message.state() == Message.State.FAILED,
                message.extras().invitation().map(Extras.Invitation::url).orElse(message.body()));
    }

    private List<Reaction> reactions(Chosen.One one) {
        return reactions
                .of(one.account(), one.conversation().id(), List.of(one.message()))
                .getOrDefault(one.message().id(), List.of());
    }

    private List<Who> who(Chosen.One one, Locale locale) {
        return reactions(one).stream()
                .map(reaction ->
                        new Who(
                                Names.plain(reaction.emoji(), LONGEST),
                                hearts.people(
                                        one.account(), one.conversation(), reaction.by(), locale),
                                reaction.by().contains(one.account().id())))
                .toList();
    }

    private Facts facts(Chosen.One one, Reader reader) {
        Message message = one.message();
        boolean moved = !message.shownAt().equals(message.sentAt());
        Delivery delivery = Delivery.of(message);
        return new Facts(
                message.outgoing() ? null : names.of(one.conversation(), reader.locale()),
                times.moment(message.shownAt(), reader),
                times.exact(message.sentAt(), reader),
                moved ? times.exact(message.shownAt(), reader) : null,
                delivery == null ? null : "state." + delivery.name().toLowerCase(Locale.ROOT),
                message.extras()
                        .timer()
                        .map(timer -> "info." + timer.mode().name().toLowerCase(Locale.ROOT))
                        .map(key -> words.say(reader.locale(), key))
                        .orElse(null),
                message.extras().vanishesAt().map(at -> times.exact(at, reader)).orElse(null),
                messages.hash(one.account(), message.id()).isPresent(),
                delivery == null ? null : unknownWay(delivery));
    }

    private String goal(Chosen.One one, Locale locale) {
        return one.conversation().noteToSelf()
                ? words.say(locale, "status.hop.swarm")
                : words.say(locale, "way.goal", names.of(one.conversation(), locale));
    }

    private static String unknownWay(Delivery delivery) {
        return switch (delivery) {
            case SENDING, FAILED -> "way.unsent";
            case SENT, READ -> "way.unknown";
        };
    }
}
