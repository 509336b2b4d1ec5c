/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.identity.AccountId;
import java.util.List;
import java.util.Map;

/** Emoji that people put on messages. Every call is scoped to its account. */
public interface Reactions {

    /** Of one's own, put or taken back, within a minute ({@code protocol/01} §4.8). */
    int MOST_A_MINUTE = 20;

    /** Shown while somebody has not used others. */
    List<String> FIRST = List.of("😂", "🥰", "😢", "😡", "😮", "😈");

    /**
     * One emoji on a message.
     *
     * @param by whoever put it there, first one first
     */
    record Reaction(String emoji, List<AccountId> by) {

        public Reaction {
            by = List.copyOf(by);
        }
    }

    /**
     * What is on messages of one conversation, the oldest first; those without any are left out.
     */
    Map<MessageId, List<Reaction>> of(
            Account account, ConversationId conversation, List<Message> messages);

    /** Six emoji: those that the account used last in the conversation, then {@link #FIRST}. */
    List<String> recent(Account account, ConversationId conversation);

    /**
     * Puts an emoji on a message, or takes it back. On what cannot be reacted to (it was deleted,
     * or its author is blocked or was not accepted) nothing happens.
     *
     * @param emoji what {@link app.snug.protocol.message.Content.Reaction} allows
     */
    void react(Account account, MessageId message, String emoji, boolean removed)
            throws TooManyException;

    /** More than {@link #MOST_A_MINUTE}. */
    final class TooManyException extends Exception {
        public TooManyException() {
            super("Too many reactions within a minute");
        }
    }
}
