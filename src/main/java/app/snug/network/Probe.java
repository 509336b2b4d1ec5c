/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

/** Tests of guards and paths; what a real one sends reveals nothing about any account. */
interface Probe {

    enum Verdict {
        CARRIES,
        /** The guard could not be reached or said that it is not ready. */
        GUARD_FAILED,
        /** Some hop fails; which one stays open. */
        HOPS_FAILED,
        /** It does not carry now, and nobody is left to blame. */
        SETTLED
    }

    /** Asks the node directly, which shows it our address: for guards only. */
    boolean guardAnswers(ServiceNode guard, Deadline deadline);

    /** Sends a question to random nodes through the path. */
    Verdict test(Path path, Deadline deadline);
}
