/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.protocol.identity.AccountId;
import app.snug.server.node.http.RateLimiter;
import app.snug.server.node.membership.ServiceNodeList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How nodes behave.
 *
 * @param version what they say they speak: major, minor, patch of the storage server whose protocol
 *     this is
 * @param hardfork of the network: number, revision
 * @param height what stands for the height of a chain
 * @param limit of direct requests from one address; onion requests are not limited
 * @param housekeeping how often expired messages are swept
 * @param deliveries how often it is looked for deliveries that are due
 * @param names short names of accounts, the same on every node
 */
public record NodeSettings(
        List<Integer> version,
        List<Integer> hardfork,
        long height,
        RateLimiter.Limit limit,
        Duration housekeeping,
        Duration deliveries,
        Map<String, AccountId> names) {

    public static final NodeSettings DEFAULT =
            new NodeSettings(
                    List.of(2, 8, 0),
                    List.of(19, 4),
                    1_500_000,
                    RateLimiter.Limit.DEFAULT,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Map.of());

    public NodeSettings {
        version = List.copyOf(version);
        hardfork = List.copyOf(hardfork);
        names = Map.copyOf(names);
    }

    public NodeSettings withLimit(RateLimiter.Limit other) {
        return new NodeSettings(version, hardfork, height, other, housekeeping, deliveries, names);
    }

    public NodeSettings withHousekeeping(Duration other) {
        return new NodeSettings(version, hardfork, height, limit, other, deliveries, names);
    }

    public NodeSettings withNames(Map<String, AccountId> other) {
        return new NodeSettings(version, hardfork, height, limit, housekeeping, deliveries, other);
    }

    public NodeSettings withDeliveries(Duration other) {
        return new NodeSettings(version, hardfork, height, limit, housekeeping, other, names);
    }

    ServiceNodeList.Constants constants() {
        return new ServiceNodeList.Constants(hardfork, version, height);
    }

    String dottedVersion() {
        return version.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    /** What nodes call themselves in the HTTP header {@code Server}. */
    String serverHeader() {
        return "Oxen Storage Server/" + dottedVersion();
    }
}
