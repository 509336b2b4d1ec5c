/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.BlockedException;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.DraftGoneException;
import app.snug.messenger.DraftId;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.messenger.Messages.EmptyMessageException;
import app.snug.messenger.Messages.TooLongException;
import app.snug.messenger.SendToken;
import app.snug.messenger.Typing;
import app.snug.messenger.Writing;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.ConversationPage.Asked;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Takes messages, and what is to become of those that could not be sent. */
@Controller
@RequestMapping("/c/{id}/messages")
class Sending {

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Messages messages;
    private final Typing typing;
    private final ConversationPage page;
    private final Single single;
    private final Words words;

    Sending(
            MemberAccounts accounts,
            Conversations conversations,
            Messages messages,
            Typing typing,
            ConversationPage page,
            Single single,
            Words words) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
        this.typing = typing;
        this.page = page;
        this.single = single;
        this.words = words;
    }

    @PostMapping
    ModelAndView send(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String form,
            @RequestParam(defaultValue = "") List<Long> file,
            @RequestParam(required = false) @Nullable Long answer,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        // Forms break lines in the way of old terminals.
        String body = text.replace("\r\n", "\n");
        SendToken token = SendToken.of(form).orElseGet(SendToken::random);
        try {
            Writing writing =
                    new Writing(
                            body,
                            Optional.ofNullable(answer).map(MessageId::new),
                            file.stream().map(DraftId::new).toList());
            MessageId sent = messages.send(account, conversation, writing, token).id();
            typing.sent(account, conversation);
            return script ? one(account, conversation, sent, reader) : back(conversation);
        } catch (TooLongException e) {
            String why = words.say(reader.locale(), "talk.over", e.over());
            return refused(account, conversation, text, answer, why, script, reader);
        } catch (BlockedException e) {
            String why = words.say(reader.locale(), "talk.blocked.send");
            return refused(account, conversation, text, answer, why, script, reader);
        } catch (DraftGoneException e) {
            String why = words.say(reader.locale(), "file.gone");
            return refused(account, conversation, text, answer, why, script, reader);
        } catch (EmptyMessageException e) {
            String why = words.say(reader.locale(), "talk.nothing");
            return refused(account, conversation, text, answer, why, script, reader);
        }
    }

    @PostMapping("/{message}/retry")
    ModelAndView retry(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long message,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        MessageId failed = in(account, conversation, message);
        messages.retry(account, failed);
        return script ? one(account, conversation, failed, reader) : back(conversation);
    }

    @PostMapping("/{message}/discard")
    ModelAndView discard(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long message,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        messages.discard(account, in(account, conversation, message));
        return script ? new ModelAndView("talk/log :: nothing") : back(conversation);
    }

    private MessageId in(Account account, ConversationId conversation, long message) {
        return Stretch.in(messages, account, conversation, new MessageId(message)).id();
    }

    private ModelAndView one(
            Account account, ConversationId conversation, MessageId id, Reader reader) {
        Summary summary =
                conversations.find(account, conversation).orElseThrow(NotFoundException::new);
        return single.bubble(account, summary, id, reader);
    }

    private ModelAndView refused(
            Account account,
            ConversationId conversation,
            String text,
            @Nullable Long answer,
            String why,
            boolean script,
            Reader reader) {
        ModelAndView again =
                script
                        ? new ModelAndView("talk/log :: refused")
                        : page.page(account, conversation, Asked.answering(answer), true, reader);
        again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return again.addObject("text", text).addObject("textError", why);
    }

    private static ModelAndView back(ConversationId conversation) {
        return new ModelAndView("redirect:/c/" + conversation.value());
    }
}
