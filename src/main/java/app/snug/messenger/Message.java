/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.identity.AccountId;
import java.time.Instant;
import java.util.Optional;

/**
 * A message as shown.
 *
 * @param author who wrote it
 * @param sentAt the author's (network) time, to the millisecond; the order in a conversation. What
 *     claims to be from the future is given the time at which it arrived
 * @param failure why it was not sent; only with {@link State#FAILED}
 */
public record Message(
        MessageId id,
        ConversationId conversation,
        AccountId author,
        boolean outgoing,
        Instant sentAt,
        String body,
        State state,
        Optional<SendFailure> failure) {

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
        REFUSED
    }
}
