/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.time.Duration;

/** How far clocks may differ, and how far ahead times may lie. */
final class Clocks {

    /** Storage servers count nanoseconds in 64 bits: what is later has passed for them. */
    static final long LATEST = Long.MAX_VALUE / 1_000_000;

    private Clocks() {}

    static boolean isNear(long timestamp, long now, Duration tolerance) {
        return timestamp >= now - tolerance.toMillis() && timestamp <= now + tolerance.toMillis();
    }
}
