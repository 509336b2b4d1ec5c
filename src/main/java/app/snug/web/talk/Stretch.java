/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.web.page.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of a conversation, as long as a page at most.
 *
 * @param messages oldest first
 * @param earlier whether it goes on above
 * @param later whether it goes on below
 */
record Stretch(List<Message> messages, boolean earlier, boolean later) {

    private static final int PAGE = 50;

    static Stretch newest(Messages messages, Account account, ConversationId conversation) {
        return above(messages.page(account, conversation, Optional.empty(), PAGE + 1), false);
    }

    static Stretch before(
            Messages messages, Account account, ConversationId conversation, MessageId before) {
        return above(messages.page(account, conversation, Optional.of(before), PAGE + 1), true);
    }

    private static Stretch above(List<Message> found, boolean later) {
        boolean more = found.size() > PAGE;
        return new Stretch(more ? found.subList(1, found.size()) : found, more, later);
    }

    static Stretch after(
            Messages messages, Account account, ConversationId conversation, MessageId after) {
        List<Message> found = messages.after(account, conversation, after, PAGE + 1);
        boolean more = found.size() > PAGE;
        return new Stretch(more ? found.subList(0, PAGE) : found, true, more);
    }

    /** With a message in its middle. */
    static Stretch around(
            Messages messages, Account account, ConversationId conversation, MessageId middle) {
        int half = PAGE / 2;
        Message message = in(messages, account, conversation, middle);
        List<Message> above = messages.page(account, conversation, Optional.of(middle), half + 1);
        List<Message> below = messages.after(account, conversation, middle, half);
        boolean earlier = above.size() > half;
        boolean later = below.size() == half;
        List<Message> all = new ArrayList<>(earlier ? above.subList(1, above.size()) : above);
        all.add(message);
        all.addAll(later ? below.subList(0, half - 1) : below);
        return new Stretch(all, earlier, later);
    }

    /**
     * @throws NotFoundException if it is not in that conversation
     */
    static Message in(
            Messages messages, Account account, ConversationId conversation, MessageId id) {
        return messages.find(account, id)
                .filter(found -> found.conversation().equals(conversation))
                .orElseThrow(NotFoundException::new);
    }
}
