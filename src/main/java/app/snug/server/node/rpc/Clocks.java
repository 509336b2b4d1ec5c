/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.time.Duration;

/** How far clocks may differ ({@code protocol/02} §7.3), milliseconds. */
final class Clocks {

    /** The time in a signed text. */
    static final long SIGNATURE = Duration.ofSeconds(60).toMillis();

    /** The same, when another member of the swarm passes the request on. */
    static final long FORWARDED_SIGNATURE = Duration.ofSeconds(70).toMillis();

    /** The time of a message, and its expiry. */
    static final long MESSAGE = Duration.ofSeconds(10).toMillis();

    private Clocks() {}

    static boolean isNear(long timestamp, long now, long tolerance) {
        return timestamp >= now - tolerance && timestamp <= now + tolerance;
    }
}
