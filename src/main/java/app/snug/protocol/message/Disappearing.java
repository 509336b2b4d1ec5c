/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import java.time.Duration;

/**
 * When messages of a conversation disappear.
 *
 * @param timer whole seconds, more than none
 */
public record Disappearing(Mode mode, Duration timer) {

    /** The longest timer that every app can read; a longer one counts as none. */
    public static final int MAX_SECONDS = Integer.MAX_VALUE;

    /** In the order of the protocol's numbers, from 1. */
    public enum Mode {
        AFTER_SENDING,
        AFTER_READING
    }

    public Disappearing {
        if (timer.toSeconds() < 1) {
            throw new IllegalArgumentException("A timer has at least a second");
        }
    }

    /** The same, counted from reading: so vanish lines about what somebody did, whatever is set. */
    public Disappearing afterReading() {
        return new Disappearing(Mode.AFTER_READING, timer);
    }
}
