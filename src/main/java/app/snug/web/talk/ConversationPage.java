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
import java.util.List;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.ModelAndView;

/** Shows a conversation. */
@Controller
@RequestMapping("/c/{id}")
class ConversationPage {

    private static final int PAGE = 50;

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Messages messages;
    private final Changes changes;
    private final Preferences preferences;
    private final Sides sides;
    private final Log log;
    private final Names names;
    private final Staged staged;

    ConversationPage(
            MemberAccounts accounts,
            Conversations conversations,
            Messages messages,
            Changes changes,
            Preferences preferences,
            Sides sides,
            Log log,
            Names names,
            Staged staged) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
        this.changes = changes;
        this.preferences = preferences;
        this.sides = sides;
        this.log = log;
        this.names = names;
        this.staged = staged;
    }

    @GetMapping
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Long before,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            @RequestHeader(name = "Sec-Purpose", defaultValue = "") String purpose,
            Reader reader,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        if (script && before != null) {
            Summary summary = summary(account, conversation);
            return new ModelAndView("talk/log :: earlier")
                    .addObject("talk", talk(account, summary, new MessageId(before), true, reader))
                    .addObject("reader", reader);
        }
        boolean seen = before == null && !purpose.contains("prefetch");
        return page(
                account,
                conversation,
                Optional.ofNullable(before).map(MessageId::new),
                seen,
                reader);
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
            Optional<MessageId> before,
            boolean seen,
            Reader reader) {
        long newest = changes.newest(account);
        Summary summary = summary(account, conversation);
        Talk talk =
                before.map(message -> talk(account, summary, message, false, reader))
                        .orElseGet(() -> talk(account, summary, reader));
        if (seen) {
            conversations.markRead(account, conversation);
        }
        return new ModelAndView("talk/conversation")
                .addObject("talk", talk)
                .addObject(
                        "side",
                        sides.of(account, newest, conversation.value(), Optional.empty(), reader))
                .addObject("reader", reader)
                .addObject("conversation", conversation.value())
                .addObject("staged", staged.of(account, conversation, reader.locale()))
                .addObject("previews", staged.previews(account))
                .addObject("autoplay", staged.autoplay(account))
                .addObject("enterSends", preferences.of(account).enterSends())
                .addObject("limit", Messages.MAX_LENGTH);
    }

    private Summary summary(Account account, ConversationId id) {
        return conversations.find(account, id).orElseThrow(NotFoundException::new);
    }

    private Talk talk(Account account, Summary summary, Reader reader) {
        List<Message> page = messages.page(account, summary.id(), Optional.empty(), PAGE + 1);
        return talk(account, summary, page, summary.unread(), Optional.empty(), false, reader);
    }

    /**
     * @param joined whether the older messages come to stand above those that are there already
     */
    private Talk talk(
            Account account, Summary summary, MessageId before, boolean joined, Reader reader) {
        Message next = messages.find(account, before).orElseThrow(NotFoundException::new);
        if (!next.conversation().equals(summary.id())) {
            throw new NotFoundException();
        }
        List<Message> page = messages.page(account, summary.id(), Optional.of(before), PAGE + 1);
        return talk(
                account,
                summary,
                page,
                0,
                joined ? Optional.of(next) : Optional.empty(),
                !joined,
                reader);
    }

    private Talk talk(
            Account account,
            Summary summary,
            List<Message> page,
            int unread,
            Optional<Message> next,
            boolean later,
            Reader reader) {
        boolean more = page.size() > PAGE;
        List<Message> shown = more ? page.subList(page.size() - PAGE, page.size()) : page;
        String name = names.of(summary, reader.locale());
        return new Talk(
                summary.id().value(),
                name,
                summary.name().isPresent() ? Names.initial(name) : "",
                Names.hue(summary.peer()),
                Rows.face(summary),
                summary.noteToSelf(),
                summary.name().isPresent(),
                summary.peer().hex(),
                Standing.of(summary),
                log.of(account, summary, shown, unread, next, reader),
                more ? shown.getFirst().id().value() : 0,
                later);
    }
}
