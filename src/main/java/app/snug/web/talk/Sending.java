/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.DraftGoneException;
import app.snug.messenger.DraftId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.messenger.Messages.EmptyMessageException;
import app.snug.messenger.Messages.TooLongException;
import app.snug.messenger.SendToken;
import app.snug.messenger.Writing;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
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
    private final ConversationPage page;
    private final Log log;
    private final Words words;

    Sending(
            MemberAccounts accounts,
            Conversations conversations,
            Messages messages,
            ConversationPage page,
            Log log,
            Words words) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
        this.page = page;
        this.log = log;
        this.words = words;
    }

    @PostMapping
    ModelAndView send(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String form,
            @RequestParam(defaultValue = "") List<Long> file,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        // Forms break lines in the way of old terminals.
        String body = text.replace("\r\n", "\n");
        SendToken token = SendToken.of(form).orElseGet(SendToken::random);
        try {
            Writing writing = Writing.of(body).with(file.stream().map(DraftId::new).toList());
            MessageId sent = messages.send(account, conversation, writing, token).id();
            return script ? one(account, conversation, sent, reader) : back(conversation);
        } catch (TooLongException e) {
            String why = words.say(reader.locale(), "talk.over", e.over());
            return refused(account, conversation, text, why, script, reader);
        } catch (DraftGoneException e) {
            String why = words.say(reader.locale(), "file.gone");
            return refused(account, conversation, text, why, script, reader);
        } catch (EmptyMessageException e) {
            String why = words.say(reader.locale(), "talk.nothing");
            return refused(account, conversation, text, why, script, reader);
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
        return messages.find(account, new MessageId(message))
                .filter(found -> found.conversation().equals(conversation))
                .map(Message::id)
                .orElseThrow(NotFoundException::new);
    }

    private ModelAndView one(
            Account account, ConversationId conversation, MessageId id, Reader reader) {
        Summary summary =
                conversations.find(account, conversation).orElseThrow(NotFoundException::new);
        Message message = messages.find(account, id).orElseThrow(NotFoundException::new);
        return new ModelAndView("talk/log :: entries")
                .addObject("entries", log.alone(account, summary, message, reader))
                .addObject("conversation", conversation.value());
    }

    private ModelAndView refused(
            Account account,
            ConversationId conversation,
            String text,
            String why,
            boolean script,
            Reader reader) {
        ModelAndView again =
                script
                        ? new ModelAndView("talk/log :: refused")
                        : page.page(account, conversation, Optional.empty(), true, reader);
        again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return again.addObject("text", text).addObject("textError", why);
    }

    private static ModelAndView back(ConversationId conversation) {
        return new ModelAndView("redirect:/c/" + conversation.value());
    }
}
