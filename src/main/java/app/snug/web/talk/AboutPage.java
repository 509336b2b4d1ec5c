/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.messenger.Attachments;
import app.snug.messenger.Choices;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Messages;
import app.snug.protocol.config.Notifications;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What can be decided about a conversation, each a plain form. */
@Controller
@RequestMapping("/c/{id}/about")
class AboutPage {

    private static final int LONGEST = 100;

    /** Messages among which the other's setting is looked for. */
    private static final int RECENT = 100;

    /** Where a form stood, if not on this page. */
    private static final String LIST = "list";

    private static final String TALK = "talk";

    /** A year. */
    private static final int MOST_HOURS = 24 * 366;

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Messages messages;
    private final Attachments attachments;
    private final Choices choices;
    private final Sides sides;
    private final Names names;
    private final Times times;
    private final TimerWords timers;
    private final Words words;
    private final InstantSource clock;

    AboutPage(
            MemberAccounts accounts,
            Conversations conversations,
            Messages messages,
            Attachments attachments,
            Choices choices,
            Sides sides,
            Names names,
            Times times,
            TimerWords timers,
            Words words,
            InstantSource clock) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
        this.attachments = attachments;
        this.choices = choices;
        this.sides = sides;
        this.names = names;
        this.times = times;
        this.timers = timers;
        this.words = words;
        this.clock = clock;
    }

    /**
     * A conversation on its page.
     *
     * @param initial first letter; empty for a picture instead
     * @param face where the picture is; null if there is none
     * @param ownName what the other calls itself; may be empty
     * @param fetches whether this person's files come by themselves
     * @param muted for how long, in a sentence; empty if it is not silent
     */
    public record About(
            long id,
            String name,
            String initial,
            int hue,
            @Nullable String face,
            String ownName,
            String nickname,
            boolean self,
            String accountId,
            boolean fetches,
            boolean pinned,
            boolean unread,
            String muted,
            boolean blocked) {}

    @GetMapping
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            Reader reader,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        Summary summary =
                conversations.find(account, conversation).orElseThrow(NotFoundException::new);
        Instant now = clock.instant();
        String name = names.of(summary, reader.locale());
        return new ModelAndView("talk/about")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject(
                        "timer",
                        timers.form(
                                summary,
                                messages.page(account, conversation, Optional.empty(), RECENT),
                                reader.locale()))
                .addObject(
                        "about",
                        new About(
                                id,
                                name,
                                summary.name().isPresent() ? Names.initial(name) : "",
                                Names.hue(summary.peer()),
                                face(account, summary),
                                Names.plain(summary.settings().ownName().orElse(""), LONGEST),
                                Names.plain(summary.settings().nickname().orElse(""), LONGEST),
                                summary.noteToSelf(),
                                summary.peer().hex(),
                                !summary.noteToSelf() && attachments.fetches(account, conversation),
                                summary.settings().pinned(),
                                summary.unread() > 0 || summary.settings().markedUnread(),
                                muted(summary, now, reader),
                                summary.settings().blocked()));
    }

    /** In Note to Self it is one's own. */
    private @Nullable String face(Account account, Summary summary) {
        return summary.noteToSelf() ? sides.face(account) : Rows.face(summary);
    }

    private String muted(Summary summary, Instant now, Reader reader) {
        return summary.settings().notifications() == Notifications.DISABLED
                ? words.say(reader.locale(), "about.mute.ever")
                : summary.settings()
                        .mutedUntil()
                        .filter(now::isBefore)
                        .map(until ->
                                words.say(
                                        reader.locale(),
                                        "about.mute.until",
                                        times.moment(until, reader)))
                        .orElse("");
    }

    /** The same in short, beside the row that it is about. */
    @GetMapping("/menu")
    ModelAndView menu(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader,
            HttpSession session) {
        ModelAndView page = show(me, id, reader, session);
        page.setViewName(script ? "talk/menu :: menu" : "talk/about");
        return page;
    }

    @PostMapping("/nickname")
    ModelAndView nickname(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String nickname,
            Reader reader,
            HttpSession session,
            RedirectAttributes next) {
        try {
            choices.nickname(account(me, id, session), new ConversationId(id), nickname.strip());
            return done(id, "about.named", "", next);
        } catch (InvalidNameException e) {
            ModelAndView again = show(me, id, reader, session);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again.addObject("typed", nickname).addObject("tooLong", e.bytes());
        }
    }

    @PostMapping("/pin")
    ModelAndView pin(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam boolean pinned,
            @RequestParam(defaultValue = "") String from,
            HttpSession session,
            RedirectAttributes next) {
        choices.pin(account(me, id, session), new ConversationId(id), pinned);
        return done(id, pinned ? "about.pinned" : "about.unpinned", from, next);
    }

    /**
     * @param hours from now; 0 ends the silence, less than that means for ever
     */
    @PostMapping("/mute")
    ModelAndView mute(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int hours,
            @RequestParam(defaultValue = "") String from,
            HttpSession session,
            RedirectAttributes next) {
        Account account = account(me, id, session);
        ConversationId conversation = new ConversationId(id);
        boolean always =
                conversations
                        .find(account, conversation)
                        .filter(c -> c.settings().notifications() == Notifications.DISABLED)
                        .isPresent();
        if (always != hours < 0) {
            choices.notifications(
                    account, conversation, always ? Notifications.DEFAULT : Notifications.DISABLED);
        }
        Optional<Instant> until =
                hours <= 0
                        ? Optional.empty()
                        : Optional.of(
                                clock.instant()
                                        .plus(Duration.ofHours(Math.min(hours, MOST_HOURS))));
        choices.mute(account, conversation, until);
        return done(id, hours != 0 ? "about.muted" : "about.unmuted", from, next);
    }

    @PostMapping("/block")
    ModelAndView block(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam boolean blocked,
            @RequestParam(defaultValue = "") String from,
            HttpSession session,
            RedirectAttributes next) {
        Account account = account(me, id, session);
        choices.block(account, new ConversationId(id), blocked);
        // Of somebody who was never accepted nothing is left to come back to.
        boolean gone = conversations.find(account, new ConversationId(id)).isEmpty();
        return done(id, blocked ? "about.blocked" : "about.unblocked", gone ? LIST : from, next);
    }

    @PostMapping("/unread")
    String unread(
            @AuthenticationPrincipal SignedIn me, @PathVariable long id, HttpSession session) {
        choices.markUnread(account(me, id, session), new ConversationId(id));
        return "redirect:/";
    }

    @PostMapping("/read")
    String read(@AuthenticationPrincipal SignedIn me, @PathVariable long id, HttpSession session) {
        conversations.markRead(account(me, id, session), new ConversationId(id));
        return "redirect:/";
    }

    @PostMapping("/hide")
    String hide(@AuthenticationPrincipal SignedIn me, @PathVariable long id, HttpSession session) {
        choices.hide(account(me, id, session), new ConversationId(id));
        return "redirect:/";
    }

    @PostMapping("/delete")
    String delete(
            @AuthenticationPrincipal SignedIn me, @PathVariable long id, HttpSession session) {
        choices.delete(account(me, id, session), new ConversationId(id));
        return "redirect:/";
    }

    private Account account(SignedIn me, long id, HttpSession session) {
        return accounts.holding(me, new ConversationId(id), session);
    }

    private static ModelAndView done(
            long id, String sentence, String from, RedirectAttributes next) {
        switch (from) {
            case LIST -> {
                return new ModelAndView("redirect:/");
            }
            case TALK -> {
                return new ModelAndView("redirect:/c/" + id);
            }
            default -> {
                next.addFlashAttribute("done", sentence);
                return new ModelAndView("redirect:/c/" + id + "/about");
            }
        }
    }
}
