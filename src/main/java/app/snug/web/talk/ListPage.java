/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Changes;
import app.snug.messenger.ConversationId;
import app.snug.web.page.Reader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The conversations, none of them chosen. */
@Controller
class ListPage {

    private final Changes changes;
    private final Sides sides;

    ListPage(Changes changes, Sides sides) {
        this.changes = changes;
        this.sides = sides;
    }

    @GetMapping("/")
    ModelAndView show(
            Account account, @RequestParam(required = false) @Nullable Long before, Reader reader) {
        return new ModelAndView("talk/list")
                .addObject(
                        "side",
                        sides.of(
                                account,
                                changes.newest(account),
                                0,
                                Optional.ofNullable(before).map(ConversationId::new),
                                reader))
                .addObject("reader", reader);
    }
}
