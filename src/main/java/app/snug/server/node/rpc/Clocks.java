/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.time.Duration;

/** How far clocks may differ. */
final class Clocks {

    private Clocks() {}

    static boolean isNear(long timestamp, long now, Duration tolerance) {
        return timestamp >= now - tolerance.toMillis() && timestamp <= now + tolerance.toMillis();
    }
}
