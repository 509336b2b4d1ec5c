/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.AccountLinks;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountId.Flaw;
import app.snug.protocol.identity.AccountId.InvalidAccountIdException;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Starts conversations: by an Account ID or a link, typed, pasted or scanned. */
@Controller
class StartPage {

    private static final int LONGEST = 300;

    private final Conversations conversations;
    private final Sides sides;

    StartPage(Conversations conversations, Sides sides) {
        this.conversations = conversations;
        this.sides = sides;
    }

    @GetMapping("/new")
    ModelAndView show(Account account, Reader reader) {
        return page("talk/new", account, reader);
    }

    @PostMapping("/new")
    ModelAndView start(Account account, @RequestParam(defaultValue = "") String to, Reader reader) {
        try {
            return opened(conversations.start(account, parse(to)));
        } catch (InvalidAccountIdException e) {
            ModelAndView again = page("talk/new", account, reader);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again.addObject("to", Names.plain(to, LONGEST)).addObject("flaw", flaw(e, to));
        }
    }

    /** A link or a scanned code: opens the conversation, or asks whether to start it. */
    @GetMapping(AccountLinks.PATH + "{id}")
    ModelAndView linked(Account account, @PathVariable String id, Reader reader) {
        AccountId peer;
        try {
            peer = AccountId.parseUser(id);
        } catch (InvalidAccountIdException e) {
            throw new NotFoundException();
        }
        Optional<Summary> existing = conversations.with(account, peer);
        return existing.map(StartPage::opened)
                .orElseGet(() ->
                        page("talk/linked", account, reader)
                                .addObject("peer", peer.hex())
                                .addObject("self", peer.equals(account.id())));
    }

    private ModelAndView page(String view, Account account, Reader reader) {
        return new ModelAndView(view)
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader);
    }

    private static AccountId parse(String to) throws InvalidAccountIdException {
        String typed = to.strip();
        int link = typed.lastIndexOf(AccountLinks.PATH);
        return AccountId.parseUser(
                link < 0 ? typed : typed.substring(link + AccountLinks.PATH.length()));
    }

    /** A flaw with how long the text was, which helps with a half-copied one. */
    private static Object[] flaw(InvalidAccountIdException e, String to) {
        String key =
                e.flaw() == Flaw.NOT_HEXADECIMAL && to.contains("@")
                        ? "start.flaw.MAIL"
                        : "start.flaw." + e.flaw();
        return new Object[] {key, to.strip().length()};
    }

    private static ModelAndView opened(Summary conversation) {
        return new ModelAndView("redirect:/c/" + conversation.id().value());
    }
}
