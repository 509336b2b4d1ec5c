/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.time.Duration;

/**
 * How patient and how careful the client is.
 *
 * @param requestTimeout one request over one path ({@code protocol/02} §4.1: 10 s)
 * @param probeTimeout the test of a path or guard
 * @param seedTimeout one try at the seeds
 * @param operationTimeout all tries of one operation together
 * @param tries swarm members asked in one operation
 * @param rotation how long a path is used
 * @param refresh how old the node list may become
 */
public record NetworkSettings(
        Duration requestTimeout,
        Duration probeTimeout,
        Duration seedTimeout,
        Duration operationTimeout,
        int tries,
        Duration rotation,
        Duration refresh) {

    public static final NetworkSettings DEFAULT =
            new NetworkSettings(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(45),
                    4,
                    Duration.ofMinutes(10),
                    Duration.ofHours(1));

    /** The same with other patience, for networks that are near. */
    public NetworkSettings withTimeouts(Duration request, Duration probe, Duration operation) {
        return new NetworkSettings(
                request, probe, seedTimeout, operation, tries, rotation, refresh);
    }
}
