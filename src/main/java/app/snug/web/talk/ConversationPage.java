/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Changes;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.messenger.Preferences;
import app.snug.web.file.Staged;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.ModelAndView;

/** Shows a conversation. */
@Controller
@RequestMapping("/c/{id}")
class ConversationPage {

    /** Code points of a name that have room beside what can be pressed, on a phone. */
    private static final int BRIEF = 12;

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Messages messages;
    private final Changes changes;
    private final Preferences preferences;
    private final Sides sides;
    private final Log log;
    private final Quotes quotes;
    private final Names names;
    private final TimerWords timers;
    private final Staged staged;

    ConversationPage(
            MemberAccounts accounts,
            Conversations conversations,
            Messages messages,
            Changes changes,
            Preferences preferences,
            Sides sides,
            Log log,
            Quotes quotes,
            Names names,
            TimerWords timers,
            Staged staged) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
        this.changes = changes;
        this.preferences = preferences;
        this.sides = sides;
        this.log = log;
        this.quotes = quotes;
        this.names = names;
        this.timers = timers;
        this.staged = staged;
    }

    /**
     * What of it, and what for.
     *
     * @param before the stretch above this message
     * @param after the stretch below this one
     * @param at the stretch around this one
     * @param date the first day to show, as in 2026-11-24
     * @param answer the message that is to be answered
     * @param select to choose some; this one is chosen already
     */
    record Asked(
            @Nullable Long before,
            @Nullable Long after,
            @Nullable Long at,
            @Nullable String date,
            @Nullable Long answer,
            @Nullable Long select) {

        static Asked answering(@Nullable Long message) {
            return new Asked(null, null, null, null, message, null);
        }
    }

    @GetMapping
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @ModelAttribute Asked asked,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            @RequestHeader(name = "Sec-Purpose", defaultValue = "") String purpose,
            Reader reader,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        if (script && (asked.before() != null || asked.after() != null)) {
            Summary summary = summary(account, conversation);
            Stretch stretch = stretch(account, conversation, asked, reader);
            return new ModelAndView(
                            asked.before() != null ? "talk/log :: earlier" : "talk/log :: later")
                    .addObject("talk", talk(account, summary, stretch, asked, true, reader))
                    .addObject("reader", reader);
        }
        if (script && asked.answer() != null) {
            Summary summary = summary(account, conversation);
            Message message = in(account, conversation, asked.answer());
            return new ModelAndView("talk/staged :: staged")
                    .addObject("conversation", id)
                    .addObject("answering", quotes.of(account, summary, message, reader.locale()));
        }
        return page(account, conversation, asked, !purpose.contains("prefetch"), reader);
    }

    /** Says that what has come is on the screen. */
    @PostMapping("/read")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void read(@AuthenticationPrincipal SignedIn me, @PathVariable long id, HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        conversations.markRead(accounts.holding(me, conversation, session), conversation);
    }

    /** The whole page, which also a refused message is shown on. */
    ModelAndView page(
            Account account,
            ConversationId conversation,
            Asked asked,
            boolean seen,
            Reader reader) {
        long newest = changes.newest(account);
        Summary summary = summary(account, conversation);
        Stretch stretch = stretch(account, conversation, asked, reader);
        Talk talk = talk(account, summary, stretch, asked, false, reader);
        if (seen && !stretch.later()) {
            conversations.markRead(account, conversation);
        }
        ModelAndView page =
                new ModelAndView("talk/conversation")
                        .addObject("talk", talk)
                        .addObject(
                                "side",
                                sides.of(
                                        account,
                                        newest,
                                        conversation.value(),
                                        Optional.empty(),
                                        reader))
                        .addObject("reader", reader)
                        .addObject("conversation", conversation.value())
                        .addObject("staged", staged.of(account, conversation, reader.locale()))
                        .addObject("previews", staged.previews(account))
                        .addObject("autoplay", staged.autoplay(account))
                        .addObject("enterSends", preferences.of(account).enterSends())
                        .addObject("self", account.id().hex())
                        .addObject("selecting", asked.select())
                        .addObject("typing", preferences.of(account).typing())
                        .addObject("limit", Messages.MAX_LENGTH);
        Optional.ofNullable(asked.answer())
                .flatMap(answered -> messages.find(account, new MessageId(answered)))
                .filter(message -> message.conversation().equals(conversation))
                .ifPresent(message ->
                        page.addObject(
                                "answering",
                                quotes.of(account, summary, message, reader.locale())));
        return page;
    }

    private Summary summary(Account account, ConversationId id) {
        return conversations.find(account, id).orElseThrow(NotFoundException::new);
    }

    private Message in(Account account, ConversationId conversation, long id) {
        return Stretch.in(messages, account, conversation, new MessageId(id));
    }

    private Stretch stretch(
            Account account, ConversationId conversation, Asked asked, Reader reader) {
        if (asked.before() != null) {
            MessageId id = in(account, conversation, asked.before()).id();
            return Stretch.before(messages, account, conversation, id);
        }
        if (asked.after() != null) {
            MessageId id = in(account, conversation, asked.after()).id();
            return Stretch.after(messages, account, conversation, id);
        }
        Optional<MessageId> at =
                Optional.ofNullable(asked.at())
                        .map(MessageId::new)
                        .or(() ->
                                day(asked.date(), reader)
                                        .flatMap(day ->
                                                messages.firstSince(account, conversation, day)));
        return at.map(id -> Stretch.around(messages, account, conversation, id))
                .orElseGet(() -> Stretch.newest(messages, account, conversation));
    }

    private static Optional<Instant> day(@Nullable String date, Reader reader) {
        try {
            return date == null
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(date).atStartOfDay(reader.zone()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * @param joined whether it comes to stand beside messages that are there already
     */
    private Talk talk(
            Account account,
            Summary summary,
            Stretch stretch,
            Asked asked,
            boolean joined,
            Reader reader) {
        String name = names.of(summary, reader.locale());
        Optional<Message> next =
                joined && asked.before() != null
                        ? Optional.of(in(account, summary.id(), asked.before()))
                        : Optional.empty();
        int unread = stretch.later() || joined ? 0 : summary.unread();
        var shown = stretch.messages();
        return new Talk(
                summary.id().value(),
                name,
                Names.plain(name, BRIEF),
                summary.name().isPresent() ? Names.initial(name) : "",
                Names.hue(summary.peer()),
                Rows.face(summary),
                summary.noteToSelf(),
                summary.name().isPresent(),
                summary.peer().hex(),
                Names.shortened(summary.peer()),
                timers.kept(summary, reader.locale()).orElse(null),
                Standing.of(summary),
                log.of(account, summary, shown, unread, next, reader),
                stretch.earlier() && !shown.isEmpty() ? shown.getFirst().id().value() : 0,
                stretch.later() && !shown.isEmpty() ? shown.getLast().id().value() : 0);
    }
}
