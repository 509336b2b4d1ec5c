/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.time.Instant;
import java.util.Optional;

/** How well messages come in, for people to see. Known only to this process, since it started. */
public interface Reception {

    /** Never blocks. */
    State of(Account account);

    /**
     * @param lastGood when a node was last asked and what it had was stored; empty if never yet
     * @param failures tries in a row that failed since
     * @param trouble what the last try failed of; empty unless there are failures
     */
    record State(Optional<Instant> lastGood, int failures, Optional<Trouble> trouble) {

        public static final State UNKNOWN = new State(Optional.empty(), 0, Optional.empty());
    }

    /** Why nothing comes in. */
    enum Trouble {
        /** No node of the network answers, or too few for a path. */
        NETWORK,
        /** The nodes that keep this account's messages do not answer. */
        SWARM,
        /** The clock is so wrong that nodes refuse. */
        CLOCK,
        /** The nodes refuse for another reason. */
        REFUSED,
        /** It came, and could not be stored here. It comes again. */
        HERE
    }
}
