/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.MessageName;
import java.time.Instant;
import java.util.Optional;

/**
 * A message as shown.
 *
 * @param name what it is called by everybody who has it
 * @param outgoing whether the account itself wrote it, here or elsewhere
 * @param shownAt the order in a conversation: the author's (network) time. What claims to be from
 *     the future is given the time at which it arrived
 * @param body the text; empty where there is none
 * @param failure why it was not sent; only with {@link State#FAILED}
 */
public record Message(
        MessageId id,
        ConversationId conversation,
        MessageName name,
        boolean outgoing,
        Instant shownAt,
        Kind kind,
        String body,
        Extras extras,
        State state,
        Optional<SendFailure> failure) {

    public AccountId author() {
        return name.author();
    }

    /** The author's word, to the millisecond. */
    public Instant sentAt() {
        return name.sentAt();
    }

    /** What a message is: somebody's words, a card, or a line about what happened. */
    public enum Kind {
        /** Words, files or both. */
        TEXT,
        /** Into a community. */
        INVITATION,
        /** From now on messages vanish, or stay. */
        TIMER,
        /** Somebody kept a file. */
        MEDIA_SAVED,
        /** A message request was accepted. */
        ACCEPTED,
        /** There was a message here. */
        DELETED
    }

    /** Where a message is. */
    public enum State {
        SENDING,
        SENT,
        READ,
        FAILED,
        RECEIVED
    }

    /** Why a message stays in the outbox. */
    public enum SendFailure {
        /** No node of the network answers. */
        NETWORK_DOWN,
        /** Too few nodes for a path. */
        NO_PATH,
        /** The recipient's storage nodes do not answer. */
        SWARM_UNREACHABLE,
        /** The recipient's storage nodes have no room. */
        FULL,
        /** Our clock is wrong. */
        CLOCK,
        /** The network refused it. */
        REFUSED,
        /** One of its files could not be uploaded. */
        FILE
    }
}
