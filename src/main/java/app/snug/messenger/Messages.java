/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.network.ServiceNode;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages of one account's conversations. Every call is scoped to its account. */
public interface Messages {

    /** Code points a message may have ({@code protocol/01} §4.8). */
    int MAX_LENGTH = 2000;

    /**
     * A page, oldest first, of the newest messages or those before one of them.
     *
     * @param limit 1 to 200
     */
    List<Message> page(
            Account account, ConversationId conversation, Optional<MessageId> before, int limit);

    /**
     * A page, oldest first, of the messages after one of them.
     *
     * @param limit 1 to 200
     */
    List<Message> after(Account account, ConversationId conversation, MessageId after, int limit);

    Optional<Message> find(Account account, MessageId id);

    /** Those of these messages that are in the conversation. */
    Map<MessageName, Message> named(
            Account account, ConversationId conversation, Collection<MessageName> names);

    /** The first message shown at that time or later. */
    Optional<MessageId> firstSince(Account account, ConversationId conversation, Instant time);

    /** Under which our own swarm has it, if we know. */
    Optional<MessageHash> hash(Account account, MessageId id);

    /**
     * Guard, middle and exit that took it to the network. Only the running program knows, and only
     * of the newest ones that it sent itself; empty of all others.
     */
    List<ServiceNode> way(Account account, MessageId id);

    /**
     * Writes the message and its way into the outbox in one transaction; sending follows. The same
     * writing with the same token in the same conversation is the same message: the one made before
     * is returned, also after a restart. A token that comes again with something else is that one's
     * from then on, so that nothing written is lost.
     *
     * @throws BlockedException to somebody who is blocked, before anything is written
     * @throws TooLongException before anything is written
     * @throws EmptyMessageException if there is nothing but white space
     */
    Message send(Account account, ConversationId conversation, Writing writing, SendToken token)
            throws TooLongException, EmptyMessageException;

    /** Nothing but text. */
    default Message send(Account account, ConversationId conversation, String body, SendToken token)
            throws TooLongException, EmptyMessageException {
        return send(account, conversation, Writing.of(body), token);
    }

    /** As above, for whoever will not ask twice. */
    default Message send(Account account, ConversationId conversation, String body)
            throws TooLongException, EmptyMessageException {
        return send(account, conversation, body, SendToken.random());
    }

    /** Puts a failed message back into the outbox, at once. */
    void retry(Account account, MessageId id);

    /**
     * Takes a message that is not sent out of the outbox and deletes it here. If it is just being
     * handed over, it may arrive all the same.
     */
    void discard(Account account, MessageId id);

    /** Over {@link #MAX_LENGTH}. */
    final class TooLongException extends Exception {
        private final int over;

        /**
         * @param over code points too many
         */
        public TooLongException(int over) {
            super("Too long by " + over);
            this.over = over;
        }

        public int over() {
            return over;
        }
    }

    /** Nothing to send. */
    final class EmptyMessageException extends Exception {
        public EmptyMessageException() {
            super("Empty message");
        }
    }
}
