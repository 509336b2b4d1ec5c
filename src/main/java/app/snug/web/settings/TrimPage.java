/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.settings;

import app.snug.messenger.Account;
import app.snug.messenger.Trimming;
import app.snug.messenger.Trimming.Age;
import app.snug.web.page.Reader;
import app.snug.web.talk.Sides;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How old messages may get here. What would go at once is said first. */
@Controller
@RequestMapping("/settings/trim")
class TrimPage {

    private final Trimming trimming;
    private final Sides sides;

    TrimPage(Trimming trimming, Sides sides) {
        this.trimming = trimming;
        this.sides = sides;
    }

    @GetMapping
    ModelAndView ask(Account account, @RequestParam Age after, Reader reader) {
        if (after == Age.NEVER) {
            return new ModelAndView("redirect:/settings#conversations");
        }
        return new ModelAndView("settings/trim")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("after", after.name())
                .addObject("waits", trimming.waits())
                .addObject("count", trimming.count(account, after));
    }

    /**
     * @param sure whether the question was answered
     */
    @PostMapping
    String set(
            Account account,
            @RequestParam Age after,
            @RequestParam(defaultValue = "false") boolean sure,
            RedirectAttributes next) {
        if (!sure && trimming.count(account, after) > 0) {
            return "redirect:/settings/trim?after=" + after;
        }
        trimming.set(account, after);
        next.addFlashAttribute("saved", "conversations");
        return "redirect:/settings#conversations";
    }
}
