/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Accounts;
import app.snug.messenger.Accounts.AlreadyHereException;
import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A member's account: made new, or brought along with its recovery words. */
@Controller
@RequestMapping("/welcome")
class WelcomePage {

    private final Accounts accounts;
    private final MemberAccounts memberAccounts;
    private final PhraseSentences sentences;
    private final Once once;
    private final Times times;

    WelcomePage(
            Accounts accounts,
            MemberAccounts memberAccounts,
            PhraseSentences sentences,
            Once once,
            Times times) {
        this.accounts = accounts;
        this.memberAccounts = memberAccounts;
        this.sentences = sentences;
        this.once = once;
        this.times = times;
    }

    @ModelAttribute
    void again(@AuthenticationPrincipal SignedIn me, Reader reader, Model model) {
        model.addAttribute("login", me.login());
        model.addAttribute("further", !memberAccounts.all(me).isEmpty());
        accounts.departure(me.owner())
                .ifPresent(at -> model.addAttribute("departed", times.dateOf(at, reader)));
    }

    // Without a proposal for the name: the login stands in the database as it is, names are sealed.
    @GetMapping
    String make() {
        return "porch/welcome";
    }

    @GetMapping("/restore")
    String restore() {
        return "porch/restore";
    }

    @PostMapping
    ModelAndView make(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String form,
            HttpSession session) {
        try (Once.Turn turn = once.take(me.owner(), form)) {
            if (turn.isFirst()) {
                turn.made(accounts.create(me.owner(), name.strip()).ref().value());
            }
            long made = turn.made();
            memberAccounts.choose(me, new AccountRef(made), session);
            WordsPage.mayShow(session, new AccountRef(made));
            return new ModelAndView("redirect:/welcome/words");
        } catch (InvalidNameException e) {
            return again("porch/welcome", name, form).addObject("nameError", nameError(e));
        }
    }

    /**
     * @param move the account may leave another login of this household
     */
    @PostMapping("/restore")
    ModelAndView restore(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String form,
            @RequestParam(defaultValue = "false") boolean move,
            Reader reader,
            HttpSession session) {
        ModelAndView again = again("porch/restore", name, form).addObject("words", words);
        try (Once.Turn turn = once.take(me.owner(), form)) {
            if (turn.isFirst()) {
                turn.made(restored(me, words, name, move));
            }
            long made = turn.made();
            memberAccounts.choose(me, new AccountRef(made), session);
            return new ModelAndView("redirect:/me/devices");
        } catch (InvalidPhraseException e) {
            return again.addObject("wordsError", sentences.about(e, reader.locale()));
        } catch (AlreadyHereException e) {
            if (e.own()) {
                return again.addObject("wordsError", sentences.alreadyHere(reader.locale()));
            }
            again.setViewName("porch/move");
            again.setStatus(HttpStatus.CONFLICT);
            return again;
        } catch (InvalidNameException e) {
            return again.addObject("nameError", nameError(e));
        }
    }

    private long restored(SignedIn me, String words, String name, boolean move)
            throws InvalidPhraseException, AlreadyHereException, InvalidNameException {
        Account account =
                move
                        ? accounts.moveHere(me.owner(), words, name.strip())
                        : accounts.restore(me.owner(), words, name.strip());
        // Whoever typed them has them.
        accounts.confirmWordsKept(account);
        return account.ref().value();
    }

    private static List<Object> nameError(InvalidNameException e) {
        return List.of(e.bytes() == 0 ? "name.empty" : "name.long", e.bytes());
    }

    private static ModelAndView again(String page, String name, String form) {
        ModelAndView again = new ModelAndView(page);
        again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return again.addObject("name", name).addObject("form", form);
    }
}
