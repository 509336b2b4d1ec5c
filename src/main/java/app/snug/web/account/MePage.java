/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.account;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.RefusedException;
import app.snug.messenger.Account;
import app.snug.messenger.AccountLinks;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Accounts;
import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.messenger.Conversations;
import app.snug.messenger.ProfilePictures;
import app.snug.web.page.Addresses;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.QrCode;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.page.Words;
import app.snug.web.security.KnownBrowser;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The member's own account: Account ID, name, recovery words, and further accounts. */
@Controller
@RequestMapping("/me")
class MePage {

    private final Accounts accounts;
    private final MemberAccounts memberAccounts;
    private final Conversations conversations;
    private final Members members;
    private final Sides sides;
    private final ProfilePictures pictures;
    private final Words words;
    private final Times times;

    MePage(
            Accounts accounts,
            MemberAccounts memberAccounts,
            Conversations conversations,
            Members members,
            Sides sides,
            ProfilePictures pictures,
            Words words,
            Times times) {
        this.accounts = accounts;
        this.memberAccounts = memberAccounts;
        this.conversations = conversations;
        this.members = members;
        this.sides = sides;
        this.pictures = pictures;
        this.words = words;
        this.times = times;
    }

    /** An account to choose from. */
    public record Choice(long ref, String name, String shortened, int hue, boolean inUse) {}

    @GetMapping
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me,
            Account account,
            Reader reader,
            HttpServletRequest request) {
        String link = Addresses.of(request, AccountLinks.path(account.id()));
        return new ModelAndView("account/me")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("id", account.id().hex())
                .addObject("link", link)
                .addObject("qr", QrCode.of(link))
                .addObject("name", Names.plain(account.displayName(), 100))
                .addObject("login", me.login())
                .addObject(
                        "departed",
                        accounts.departure(me.owner())
                                .map(at -> times.dateOf(at, reader))
                                .orElse(null))
                .addObject("picture", pictures.version(account).orElse(null))
                .addObject(
                        "pictureTrouble",
                        pictures.trouble(account)
                                .map(why ->
                                        words.say(
                                                reader.locale(),
                                                "file.why." + why.name().toLowerCase(Locale.ROOT)))
                                .orElse(null))
                .addObject(
                        "choices",
                        memberAccounts.all(me).stream()
                                .map(each -> choice(each, account))
                                .toList());
    }

    @PostMapping("/name")
    ModelAndView rename(
            @AuthenticationPrincipal SignedIn me,
            Account account,
            @RequestParam(defaultValue = "") String name,
            Reader reader,
            HttpServletRequest request,
            RedirectAttributes next) {
        try {
            accounts.rename(account, name.strip());
            next.addFlashAttribute("done", "me.renamed");
            return new ModelAndView("redirect:/me");
        } catch (InvalidNameException e) {
            ModelAndView again = show(me, account, reader, request);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again.addObject("name", name)
                    .addObject(
                            "nameError",
                            List.of(e.bytes() == 0 ? "name.empty" : "name.long", e.bytes()));
        }
    }

    /** Shows the words to whoever knows the passphrase, on this one answer. */
    @PostMapping("/words")
    ModelAndView words(
            @AuthenticationPrincipal SignedIn me,
            Account account,
            @RequestParam(defaultValue = "") String passphrase,
            Reader reader,
            HttpServletRequest request) {
        try (Secret secret = Secret.owning(passphrase.getBytes(StandardCharsets.UTF_8))) {
            if (!members.logIn(me.login(), secret, KnownBrowser.visitor(request))
                    .id()
                    .equals(me.owner())) {
                throw new NotFoundException();
            }
            return new ModelAndView("account/words")
                    .addObject("side", sides.of(account, reader))
                    .addObject("reader", reader)
                    .addObject("kept", account.wordsKept())
                    .addObject("words", List.of(accounts.recoveryWords(account).split(" ")));
        } catch (RefusedException e) {
            ModelAndView again = show(me, account, reader, request);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again.addObject("passphraseError", "me.words." + e.refusal());
        }
    }

    @PostMapping("/unreadable")
    String noteUnreadable(Account account, @RequestParam long known, RedirectAttributes next) {
        if (known > 0) {
            accounts.noteUnreadable(account, known);
        }
        next.addFlashAttribute("done", "me.unreadable.noted");
        return "redirect:/me";
    }

    @PostMapping("/departed")
    String noteDeparture(@AuthenticationPrincipal SignedIn me) {
        accounts.noteDeparture(me.owner());
        return "redirect:/me";
    }

    @PostMapping("/note")
    String noteToSelf(Account account) {
        return "redirect:/c/" + conversations.start(account, account.id()).id().value();
    }

    @PostMapping("/account")
    String choose(
            @AuthenticationPrincipal SignedIn me, @RequestParam long account, HttpSession session) {
        if (!memberAccounts.choose(me, new AccountRef(account), session)) {
            throw new NotFoundException();
        }
        return "redirect:/";
    }

    private static Choice choice(Account account, Account inUse) {
        return new Choice(
                account.ref().value(),
                Names.plain(account.displayName(), 100),
                Names.shortened(account.id()),
                Names.hue(account.id()),
                account.ref().equals(inUse.ref()));
    }
}
