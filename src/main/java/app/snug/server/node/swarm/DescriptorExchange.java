/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.descriptor.DescriptorException;
import app.snug.server.http.AnswerReader;
import app.snug.server.http.Exchange;
import app.snug.server.http.RateLimiter;
import app.snug.server.http.Reply;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.membership.SignedMembership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a network's descriptor travels: two that meet show each other theirs, and the newer one is
 * followed by both. Anyone may bring one, since what counts is who signed it; so a node that has
 * just joined can tell those that do not know it yet.
 */
public final class DescriptorExchange {

    private static final Logger LOG = LoggerFactory.getLogger(DescriptorExchange.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final RateLimiter.Limit LIMIT = new RateLimiter.Limit(30, 1);

    /** Others met in a round. */
    private static final int ENCOUNTERS = 3;

    /** Others told of a change at once; it reaches the rest of a large network from them. */
    private static final int NEWS = 20;

    private final SignedMembership membership;
    private final PeerConnections connections;
    private final Set<Ed25519PublicKey> own;
    private final Executor threads;
    private final Random random;
    private final RateLimiter limiter = new RateLimiter(LIMIT, System::nanoTime);

    /**
     * @param own keys of this process's nodes
     */
    public DescriptorExchange(
            SignedMembership membership,
            PeerConnections connections,
            Set<Ed25519PublicKey> own,
            Executor threads,
            Random random) {
        this.membership = membership;
        this.connections = connections;
        this.own = Set.copyOf(own);
        this.threads = threads;
        this.random = random;
        membership.onChange(this::spread);
    }

    /**
     * Answers a visitor, who may have brought a descriptor in the body: with ours, or with 204 if
     * theirs is the same.
     */
    public Reply visited(Exchange exchange) {
        if (!limiter.allows(exchange.client())) {
            return Reply.text(429, "Too Many Requests\n");
        }
        byte[] brought = exchange.body();
        if (brought.length > 0) {
            consider(brought);
        }
        byte[] ours = membership.json();
        return Arrays.equals(brought, ours)
                ? new Reply(204, Reply.JSON, new byte[0])
                : Reply.json(ours);
    }

    /** Meets a few others, whoever they are. */
    public void round() {
        meet(others(membership.current()), ENCOUNTERS);
    }

    /** Those who have left hear it too. */
    private void spread(NetworkMap before, NetworkMap after) {
        Map<Ed25519PublicKey, NodeEntry> concerned = new LinkedHashMap<>();
        others(before).forEach(node -> concerned.put(node.ed25519(), node));
        others(after).forEach(node -> concerned.put(node.ed25519(), node));
        meet(new ArrayList<>(concerned.values()), NEWS);
    }

    private List<NodeEntry> others(NetworkMap map) {
        List<NodeEntry> others = new ArrayList<>(map.nodes());
        others.removeIf(node -> own.contains(node.ed25519()));
        return others;
    }

    private void meet(List<NodeEntry> others, int most) {
        Collections.shuffle(others, random);
        others.stream().limit(most).forEach(node -> threads.execute(() -> meet(node)));
    }

    private void meet(NodeEntry node) {
        try {
            AnswerReader.Answer answer =
                    connections.post(
                            node.host(),
                            node.port(),
                            SwarmPaths.DESCRIPTOR,
                            Map.of("Content-Type", Reply.JSON),
                            membership.json(),
                            TIMEOUT);
            if (answer.status() == 200) {
                consider(answer.body());
            }
        } catch (PeerException e) {
            LOG.debug("{} is not to be met now", node.ed25519());
        }
    }

    private void consider(byte[] brought) {
        if (Arrays.equals(brought, membership.json())) {
            return;
        }
        try {
            membership.offer(brought);
        } catch (DescriptorException e) {
            // No warning: strangers could fill the log with it.
            LOG.debug("A descriptor is not followed. {}", e.getMessage());
        }
    }
}
