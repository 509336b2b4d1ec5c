/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.settings;

import app.snug.messenger.Account;
import app.snug.messenger.Contacts;
import app.snug.messenger.Contacts.Contact;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountId.InvalidAccountIdException;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.talk.Sides;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Everybody who is blocked, also without a conversation. */
@Controller
@RequestMapping("/settings/blocked")
class BlockedPage {

    private static final int LONGEST = 80;

    private final Contacts contacts;
    private final Sides sides;

    BlockedPage(Contacts contacts, Sides sides) {
        this.contacts = contacts;
        this.sides = sides;
    }

    /** Somebody who is blocked. */
    public record Blocked(String name, int hue, String id) {}

    @GetMapping
    ModelAndView show(Account account, Reader reader) {
        List<Blocked> blocked =
                contacts.blocked(account).stream().map(BlockedPage::blocked).toList();
        return new ModelAndView("settings/blocked")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("blocked", blocked);
    }

    private static Blocked blocked(Contact contact) {
        String name = Names.plain(contact.name().orElse(""), LONGEST);
        return new Blocked(
                name.isEmpty() ? Names.shortened(contact.id()) : name,
                Names.hue(contact.id()),
                contact.id().hex());
    }

    /**
     * @param id of one or several
     */
    @PostMapping
    String unblock(
            Account account,
            @RequestParam(defaultValue = "") List<String> id,
            RedirectAttributes next) {
        for (String each : id) {
            try {
                contacts.unblock(account, AccountId.parseUser(each));
            } catch (InvalidAccountIdException e) {
                throw new NotFoundException();
            }
        }
        if (!id.isEmpty()) {
            next.addFlashAttribute("done", "blocked.done");
        }
        return "redirect:/settings/blocked";
    }
}
