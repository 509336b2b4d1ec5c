/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.settings;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.RefusedException;
import app.snug.messenger.Account;
import app.snug.messenger.Removals;
import app.snug.messenger.Removals.NotConfirmedException;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.security.KnownBrowser;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The end of an account: asks for a word and for the passphrase before it does anything. */
@Controller
@RequestMapping("/settings/clear")
class ClearPage {

    private static final int LONGEST = 100;

    private final Members members;
    private final Removals removals;
    private final Sides sides;
    private final Words words;

    ClearPage(Members members, Removals removals, Sides sides, Words words) {
        this.members = members;
        this.removals = removals;
        this.sides = sides;
        this.words = words;
    }

    /** What is to be cleared. */
    enum Where {
        HERE,
        NETWORK
    }

    @GetMapping
    ModelAndView show(@AuthenticationPrincipal SignedIn me, Account account, Reader reader) {
        return new ModelAndView("settings/clear")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("name", Names.plain(account.displayName(), LONGEST))
                .addObject("login", me.login())
                .addObject("where", Where.HERE.name())
                .addObject("word", words.say(reader.locale(), "clear.word"));
    }

    @PostMapping
    ModelAndView clear(
            @AuthenticationPrincipal SignedIn me,
            Account account,
            @RequestParam Where where,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(defaultValue = "") String passphrase,
            Reader reader,
            HttpServletRequest request) {
        if (!typed.strip().equalsIgnoreCase(words.say(reader.locale(), "clear.word"))) {
            return again(me, account, where, reader).addObject("typedError", true);
        }
        try (Secret secret = Secret.owning(passphrase.getBytes(StandardCharsets.UTF_8))) {
            if (!members.logIn(me.login(), secret, KnownBrowser.visitor(request))
                    .id()
                    .equals(me.owner())) {
                throw new NotFoundException();
            }
            if (where == Where.NETWORK) {
                removals.everywhere(account);
            } else {
                removals.fromHere(account);
            }
            return new ModelAndView("redirect:/");
        } catch (RefusedException e) {
            return again(me, account, where, reader)
                    .addObject("passphraseError", "me.words." + e.refusal());
        } catch (NotConfirmedException e) {
            return again(me, account, where, reader).addObject("failed", true);
        }
    }

    private ModelAndView again(SignedIn me, Account account, Where where, Reader reader) {
        ModelAndView page = show(me, account, reader);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page.addObject("where", where.name());
    }
}
