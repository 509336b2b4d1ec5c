/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Choices;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Messages;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** People whom one has not written to, and who wait to be let in. */
@Controller
class RequestsPage {

    private static final int PAGE = 30;
    private static final int MESSAGES = 3;

    /** Code points shown of each message. */
    private static final int LONGEST = 400;

    private static final Duration A_YEAR = Duration.ofDays(365);

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Messages messages;
    private final Choices choices;
    private final Sides sides;
    private final Lines lines;
    private final Names names;
    private final Times times;

    RequestsPage(
            MemberAccounts accounts,
            Conversations conversations,
            Messages messages,
            Choices choices,
            Sides sides,
            Lines lines,
            Names names,
            Times times) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
        this.choices = choices;
        this.sides = sides;
        this.lines = lines;
        this.names = names;
        this.times = times;
    }

    /** Somebody at the door, with the first things they said; links of strangers stay text. */
    public record Knock(
            long id,
            String name,
            String initial,
            int hue,
            String accountId,
            String iso,
            String time,
            List<String> said) {}

    @GetMapping("/requests")
    ModelAndView show(
            Account account, @RequestParam(required = false) @Nullable Long before, Reader reader) {
        Optional<Summary> behind =
                Optional.ofNullable(before)
                        .map(id ->
                                conversations
                                        .find(account, new ConversationId(id))
                                        .orElseThrow(NotFoundException::new));
        List<Summary> page = conversations.requests(account, behind, PAGE + 1);
        boolean more = page.size() > PAGE;
        List<Summary> shown = more ? page.subList(0, PAGE) : page;
        return new ModelAndView("talk/requests")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("knocks", shown.stream().map(c -> knock(account, c, reader)).toList())
                .addObject("more", more ? shown.getLast().id().value() : 0);
    }

    private Knock knock(Account account, Summary conversation, Reader reader) {
        String name = names.of(conversation, reader.locale());
        return new Knock(
                conversation.id().value(),
                name,
                conversation.name().isPresent() ? Names.initial(name) : "",
                Names.hue(conversation.peer()),
                conversation.peer().hex(),
                conversation.lastActivity().toString(),
                times.brief(conversation.lastActivity(), reader),
                messages.page(account, conversation.id(), Optional.empty(), MESSAGES).stream()
                        .map(message ->
                                lines.brief(
                                        account, conversation, message, reader.locale(), LONGEST))
                        .toList());
    }

    /** Puts the knocking away until somebody else comes. */
    @PostMapping("/requests/hide")
    String hide(Account account, HttpServletRequest request, HttpServletResponse response) {
        conversations
                .overview(account)
                .newestRequest()
                .ifPresent(newest ->
                        response.addHeader(
                                HttpHeaders.SET_COOKIE,
                                ResponseCookie.from(
                                                Reader.DOOR_COOKIE + account.ref().value(),
                                                Long.toString(newest.value()))
                                        .path("/")
                                        .maxAge(A_YEAR)
                                        .httpOnly(true)
                                        .secure(request.isSecure())
                                        .sameSite("Lax")
                                        .build()
                                        .toString()));
        return "redirect:/";
    }

    @PostMapping("/requests/decline")
    String declineAll(Account account) {
        choices.declineAll(account);
        return "redirect:/requests";
    }

    @PostMapping("/c/{id}/request/accept")
    String accept(
            @AuthenticationPrincipal SignedIn me, @PathVariable long id, HttpSession session) {
        choices.approve(request(me, id, session), new ConversationId(id));
        return "redirect:/c/" + id;
    }

    @PostMapping("/c/{id}/request/decline")
    String decline(
            @AuthenticationPrincipal SignedIn me, @PathVariable long id, HttpSession session) {
        choices.delete(request(me, id, session), new ConversationId(id));
        return "redirect:/requests";
    }

    @PostMapping("/c/{id}/request/block")
    String block(@AuthenticationPrincipal SignedIn me, @PathVariable long id, HttpSession session) {
        choices.block(request(me, id, session), new ConversationId(id), true);
        return "redirect:/requests";
    }

    /** What was accepted meanwhile, perhaps on another device, is no request any more. */
    private Account request(SignedIn me, long id, HttpSession session) {
        Account account = accounts.holding(me, new ConversationId(id), session);
        if (conversations
                .find(account, new ConversationId(id))
                .filter(found -> found.settings().isRequest())
                .isEmpty()) {
            throw new NotFoundException();
        }
        return account;
    }
}
