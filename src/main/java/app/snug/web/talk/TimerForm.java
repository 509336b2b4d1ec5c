/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Choices;
import app.snug.messenger.ConversationId;
import app.snug.protocol.message.Disappearing;
import app.snug.web.page.MemberAccounts;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Decides how messages written here vanish. */
@Controller
class TimerForm {

    private final MemberAccounts accounts;
    private final Choices choices;

    TimerForm(MemberAccounts accounts, Choices choices) {
        this.accounts = accounts;
        this.choices = choices;
    }

    /**
     * @param when as {@link TimerWords#value}
     * @param from where the form stood; {@code talk} returns there
     */
    @PostMapping("/c/{id}/about/disappearing")
    String set(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam String when,
            @RequestParam(defaultValue = "") String from,
            HttpSession session,
            RedirectAttributes next) {
        Optional<Disappearing> timer;
        try {
            timer = TimerWords.parse(when);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        choices.disappearing(account, conversation, timer);
        if (from.equals("talk")) {
            return "redirect:/c/" + id;
        }
        next.addFlashAttribute("done", timer.isPresent() ? "timer.set" : "timer.unset");
        return "redirect:/c/" + id + "/about";
    }
}
