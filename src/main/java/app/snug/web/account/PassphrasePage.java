/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.account;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.Member;
import app.snug.household.Members.RefusedException;
import app.snug.messenger.Account;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.security.KnownBrowser;
import app.snug.web.security.OtherSessions;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Another passphrase, and an end of what is logged in elsewhere; also for a login without an
 * account, from which somebody may have taken it.
 */
@Controller
@RequestMapping("/me")
class PassphrasePage {

    private final Members members;
    private final MemberAccounts accounts;
    private final OtherSessions otherSessions;
    private final Sides sides;

    PassphrasePage(
            Members members, MemberAccounts accounts, OtherSessions otherSessions, Sides sides) {
        this.members = members;
        this.accounts = accounts;
        this.otherSessions = otherSessions;
        this.sides = sides;
    }

    @GetMapping("/passphrase")
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me, Reader reader, HttpServletRequest request) {
        Optional<Account> account = accounts.inUse(me, request.getSession());
        return new ModelAndView("account/passphrase")
                .addObject("side", account.map(a -> sides.of(a, reader)).orElse(null))
                .addObject("reader", reader)
                .addObject("home", home(account))
                .addObject("login", me.login());
    }

    @PostMapping("/passphrase")
    ModelAndView change(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "") String passphrase,
            @RequestParam(defaultValue = "") String chosen,
            @RequestParam(defaultValue = "") String repeated,
            Reader reader,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        if (!chosen.equals(repeated)) {
            return again(me, reader, request).addObject("repeatedError", "passphrase.differ");
        }
        try (Secret old = secret(passphrase);
                Secret wanted = secret(chosen)) {
            Member member =
                    members.changePassphrase(
                            me.owner(), old, wanted, KnownBrowser.visitor(request));
            String home = endOthers(me, member, request, response);
            next.addFlashAttribute("done", "passphrase.changed");
            return new ModelAndView("redirect:" + home);
        } catch (RefusedException e) {
            return switch (e.refusal()) {
                case PASSPHRASE_TOO_SHORT, PASSPHRASE_TOO_LONG ->
                        again(me, reader, request)
                                .addObject("chosenError", "refused." + e.refusal());
                default ->
                        again(me, reader, request)
                                .addObject("passphraseError", "me.words." + e.refusal());
            };
        }
    }

    @PostMapping("/elsewhere")
    String logOutElsewhere(
            @AuthenticationPrincipal SignedIn me,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        Member member = members.find(me.owner()).orElseThrow(NotFoundException::new);
        String home = endOthers(me, member, request, response);
        next.addFlashAttribute("done", "elsewhere.done");
        return "redirect:" + home;
    }

    /**
     * The new session looks at the same account.
     *
     * @return where to go on
     */
    private String endOthers(
            SignedIn me, Member member, HttpServletRequest request, HttpServletResponse response) {
        Optional<Account> account = accounts.inUse(me, request.getSession());
        otherSessions.end(member, request, response);
        account.ifPresent(a -> accounts.choose(me, a.ref(), request.getSession()));
        return home(account);
    }

    private static String home(Optional<Account> account) {
        return account.isPresent() ? "/me" : "/welcome";
    }

    private ModelAndView again(SignedIn me, Reader reader, HttpServletRequest request) {
        ModelAndView page = show(me, reader, request);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    private static Secret secret(String typed) {
        return Secret.owning(typed.getBytes(StandardCharsets.UTF_8));
    }
}
