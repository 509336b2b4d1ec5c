/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** One message, whole: what is very long is cut in the conversation. */
@Controller
class MessagePage {

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Messages messages;
    private final Sides sides;
    private final Names names;
    private final Times times;

    MessagePage(
            MemberAccounts accounts,
            Conversations conversations,
            Messages messages,
            Sides sides,
            Names names,
            Times times) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
        this.sides = sides;
        this.names = names;
        this.times = times;
    }

    @GetMapping("/c/{id}/messages/{message}")
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long message,
            Reader reader,
            HttpSession session) {
        Account account = accounts.holding(me, new ConversationId(id), session);
        Summary conversation =
                conversations
                        .find(account, new ConversationId(id))
                        .orElseThrow(NotFoundException::new);
        Message found =
                messages.find(account, new MessageId(message))
                        .filter(each -> each.conversation().equals(conversation.id()))
                        .orElseThrow(NotFoundException::new);
        return new ModelAndView("talk/message")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("conversation", id)
                .addObject("message", message)
                .addObject(
                        "author", found.outgoing() ? null : names.of(conversation, reader.locale()))
                .addObject("when", times.moment(found.shownAt(), reader))
                .addObject("said", Links.in(found.body()));
    }
}
