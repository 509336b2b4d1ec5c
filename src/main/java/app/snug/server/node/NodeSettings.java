/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.protocol.identity.AccountId;
import app.snug.server.http.HttpServer;
import app.snug.server.http.RateLimiter;
import app.snug.server.node.membership.ServiceNodeList;
import app.snug.server.node.storage.Quota;
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
 * @param nodeLimit of onions that one node passes on
 * @param housekeeping how often expired messages are swept
 * @param deliveries how often it is looked for deliveries that are due
 * @param reachability how often it is looked whether other nodes are to be tested
 * @param quota of a node and its accounts
 * @param connections what clients may take up
 * @param names short names of accounts, the same on every node
 */
public record NodeSettings(
        List<Integer> version,
        List<Integer> hardfork,
        long height,
        RateLimiter.Limit limit,
        RateLimiter.Limit nodeLimit,
        Duration housekeeping,
        Duration deliveries,
        Duration reachability,
        Quota quota,
        HttpServer.Limits connections,
        Map<String, AccountId> names) {

    public static final NodeSettings DEFAULT =
            new NodeSettings(
                    List.of(2, 8, 0),
                    List.of(19, 4),
                    1_500_000,
                    RateLimiter.Limit.DEFAULT,
                    RateLimiter.Limit.NODES,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Quota.DEFAULT,
                    HttpServer.Limits.DEFAULT,
                    Map.of());

    public NodeSettings {
        version = List.copyOf(version);
        hardfork = List.copyOf(hardfork);
        names = Map.copyOf(names);
    }

    public NodeSettings withLimit(RateLimiter.Limit other) {
        return new NodeSettings(
                version,
                hardfork,
                height,
                other,
                nodeLimit,
                housekeeping,
                deliveries,
                reachability,
                quota,
                connections,
                names);
    }

    public NodeSettings withNodeLimit(RateLimiter.Limit other) {
        return new NodeSettings(
                version,
                hardfork,
                height,
                limit,
                other,
                housekeeping,
                deliveries,
                reachability,
                quota,
                connections,
                names);
    }

    public NodeSettings withHousekeeping(Duration other) {
        return new NodeSettings(
                version,
                hardfork,
                height,
                limit,
                nodeLimit,
                other,
                deliveries,
                reachability,
                quota,
                connections,
                names);
    }

    public NodeSettings withDeliveries(Duration other) {
        return new NodeSettings(
                version,
                hardfork,
                height,
                limit,
                nodeLimit,
                housekeeping,
                other,
                reachability,
                quota,
                connections,
                names);
    }

    public NodeSettings withReachability(Duration other) {
        return new NodeSettings(
                version,
                hardfork,
                height,
                limit,
                nodeLimit,
                housekeeping,
                deliveries,
                other,
                quota,
                connections,
                names);
    }

    public NodeSettings withQuota(Quota other) {
        return new NodeSettings(
                version,
                hardfork,
                height,
                limit,
                nodeLimit,
                housekeeping,
                deliveries,
                reachability,
                other,
                connections,
                names);
    }

    public NodeSettings withConnections(HttpServer.Limits other) {
        return new NodeSettings(
                version,
                hardfork,
                height,
                limit,
                nodeLimit,
                housekeeping,
                deliveries,
                reachability,
                quota,
                other,
                names);
    }

    public NodeSettings withNames(Map<String, AccountId> other) {
        return new NodeSettings(
                version,
                hardfork,
                height,
                limit,
                nodeLimit,
                housekeeping,
                deliveries,
                reachability,
                quota,
                connections,
                other);
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
