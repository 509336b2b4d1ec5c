/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What this server stands on: its database, its disk, its clock. */
public interface Surroundings {

    /** What is amiss now, the worst first. Never blocks. */
    Set<Trouble> troubles();

    /** Tries everything anew; takes a few seconds where something does not answer. */
    Measures measure();

    /**
     * @param database how long it took to answer; empty if it did not
     * @param disk of the data directory; empty if it cannot be asked
     * @param clock how far the network is ahead of this computer; empty before it was asked
     * @param seeds entrances of the network that are known
     * @param seedsReached those that take a connection
     */
    record Measures(
            Optional<Duration> database,
            Optional<Space> disk,
            Optional<Duration> clock,
            int seeds,
            int seedsReached) {}

    /** In bytes. */
    record Space(long free, long total) {}

    /** Something only whoever runs the server can mend; Snug waits and goes on when it is. */
    enum Trouble {
        /** It does not answer. Nothing can be shown or written; messages wait in the network. */
        DATABASE_AWAY,
        /** Nothing can be written any more, or soon. */
        DISK_FULL,
        /** It differs from the network's. Sending goes by the network's time. */
        CLOCK_WRONG
    }
}
