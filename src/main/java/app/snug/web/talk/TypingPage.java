/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Typing;
import app.snug.web.page.MemberAccounts;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Hears from a page that somebody writes on it. */
@Controller
class TypingPage {

    private final MemberAccounts accounts;
    private final Typing typing;

    TypingPage(MemberAccounts accounts, Typing typing) {
        this.accounts = accounts;
        this.typing = typing;
    }

    @PostMapping("/c/{id}/typing")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void writes(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam boolean on,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        typing.writes(accounts.holding(me, conversation, session), conversation, on);
    }
}
