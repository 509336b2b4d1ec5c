/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** One message as it is now, for a page that knows where to put it. */
@Component
final class Single {

    private final Messages messages;
    private final Log log;

    Single(Messages messages, Log log) {
        this.messages = messages;
        this.log = log;
    }

    ModelAndView bubble(Account account, Summary conversation, MessageId id, Reader reader) {
        return new ModelAndView("talk/log :: entries")
                .addObject(
                        "entries",
                        log.alone(
                                account,
                                conversation,
                                messages.find(account, id).orElseThrow(NotFoundException::new),
                                reader))
                .addObject("conversation", conversation.id().value());
    }
}
