/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.time.Duration;

/**
 * How long an exchange may take.
 *
 * @param silence longest until the answer begins, and then between two pieces of it
 * @param whole longest from the start to the end
 */
record Patience(Duration silence, Duration whole) {

    static Patience of(Duration whole) {
        return new Patience(whole, whole);
    }

    /** The same, by the end of an operation. */
    Patience until(Deadline deadline) {
        return new Patience(silence, deadline.atMost(whole));
    }
}
