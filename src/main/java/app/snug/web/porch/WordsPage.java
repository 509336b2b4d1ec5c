/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Accounts;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Shows the recovery words after an account was made, in that session alone and until they are
 * written down; later the passphrase is asked for first.
 */
@Controller
@RequestMapping("/welcome/words")
class WordsPage {

    private static final String FRESH = "words-of";

    private final Accounts accounts;

    WordsPage(Accounts accounts) {
        this.accounts = accounts;
    }

    static void mayShow(HttpSession session, AccountRef account) {
        session.setAttribute(FRESH, account.value());
    }

    @GetMapping
    ModelAndView show(Account account, HttpSession session) {
        return mayBeSeen(account, session)
                ? new ModelAndView("porch/words")
                        .addObject("words", List.of(accounts.recoveryWords(account).split(" ")))
                : new ModelAndView("redirect:/me");
    }

    @PostMapping
    ModelAndView kept(
            Account account,
            @RequestParam(defaultValue = "false") boolean kept,
            HttpSession session) {
        if (!kept && mayBeSeen(account, session)) {
            ModelAndView again = show(account, session).addObject("unkept", true);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again;
        }
        if (kept) {
            accounts.confirmWordsKept(account);
            session.removeAttribute(FRESH);
        }
        return new ModelAndView("redirect:/");
    }

    private static boolean mayBeSeen(Account account, HttpSession session) {
        return !account.wordsKept()
                && session.getAttribute(FRESH) instanceof Long fresh
                && fresh == account.ref().value();
    }
}
