/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.server.http.AnswerReader;
import app.snug.server.node.membership.Membership;
import app.snug.server.node.membership.NodeEntry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests other nodes as they test this one ({@code protocol/03} §8.6): a random one every ten
 * seconds or so, and those that failed again and again. Where a chain decides who stays, this is
 * what it hears; here it is for the operator.
 */
public final class Reachability {

    /** Where a node is tested; it answers with its key. */
    public static final String PATH = "/ping_test/v1";

    /** The header with the key, in base64. */
    public static final String KEY = "X-Oxen-Snode-Pubkey";

    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long INTERVAL = Duration.ofSeconds(10).toMillis();
    private static final long SPREAD = Duration.ofSeconds(3).toMillis();
    private static final long MAX_PAUSE = Duration.ofMinutes(2).toMillis();
    private static final long LONELY = Duration.ofMinutes(2).toMillis();
    private static final int AGAIN_AT_ONCE = 4;

    /** A node that did not answer. */
    private record Failing(int failures, long again) {}

    private final Ed25519PublicKey self;
    private final Membership membership;
    private final PeerConnections connections;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ReentrantLock running = new ReentrantLock();
    private final Map<Ed25519PublicKey, Failing> failing = new ConcurrentHashMap<>();
    private final Deque<Ed25519PublicKey> queue = new ArrayDeque<>();
    private long next;
    private long warned;
    private volatile long heard;

    public Reachability(
            Ed25519PublicKey self,
            Membership membership,
            PeerConnections connections,
            InstantSource clock,
            SecureRandom random) {
        this.self = self;
        this.membership = membership;
        this.connections = connections;
        this.clock = clock;
        this.random = random;
        this.heard = clock.millis();
        this.next = heard + pause();
    }

    /** This node has been tested. */
    public void heard() {
        heard = clock.millis();
    }

    /** Nodes that did not answer when they were tested last. */
    public int unreachable() {
        return failing.size();
    }

    public boolean isUnreachable(Ed25519PublicKey node) {
        return failing.containsKey(node);
    }

    /** Tests whoever is due. Returns at once if a round is going on already. */
    public void round() {
        if (!running.tryLock()) {
            return;
        }
        try {
            long now = clock.millis();
            warnIfLonely(now);
            failing.keySet().removeIf(key -> membership.current().node(key).isEmpty());
            for (NodeEntry node : due(now)) {
                note(node, answers(node));
            }
        } finally {
            running.unlock();
        }
    }

    private List<NodeEntry> due(long now) {
        List<NodeEntry> due = new ArrayList<>();
        failing.entrySet().stream()
                .filter(entry -> entry.getValue().again() <= now)
                .limit(AGAIN_AT_ONCE)
                .forEach(entry -> membership.current().node(entry.getKey()).ifPresent(due::add));
        if (now >= next) {
            next = now + pause();
            any().filter(node -> !failing.containsKey(node.ed25519())).ifPresent(due::add);
        }
        return due;
    }

    /** All get their turn before one gets its second. */
    private Optional<NodeEntry> any() {
        if (queue.isEmpty()) {
            List<Ed25519PublicKey> all = new ArrayList<>();
            membership.current().nodes().forEach(node -> all.add(node.ed25519()));
            all.remove(self);
            Collections.shuffle(all, random);
            queue.addAll(all);
        }
        Ed25519PublicKey key = queue.poll();
        return key == null ? Optional.empty() : membership.current().node(key);
    }

    private boolean answers(NodeEntry node) {
        try {
            AnswerReader.Answer answer =
                    connections.post(
                            node.host(), node.port(), PATH, Map.of(), new byte[0], TIMEOUT);
            String expected = Base64.getEncoder().encodeToString(node.legacy().bytes());
            return answer.status() == 200 && expected.equals(answer.header(KEY));
        } catch (PeerException e) {
            return false;
        }
    }

    private void note(NodeEntry node, boolean answered) {
        Failing before = failing.get(node.ed25519());
        if (answered) {
            if (failing.remove(node.ed25519()) != null) {
                LOG.info("Node {} answers again", node.address());
            }
            return;
        }
        int failures = before == null ? 1 : before.failures() + 1;
        long pause = Math.min(INTERVAL * failures + pause(), MAX_PAUSE);
        failing.put(node.ed25519(), new Failing(failures, clock.millis() + pause));
        if (before == null) {
            LOG.info("Node {} does not answer", node.address());
        }
    }

    private long pause() {
        long pause = INTERVAL + (long) (random.nextGaussian() * SPREAD);
        return Math.clamp(pause, INTERVAL - 3 * SPREAD, INTERVAL + 3 * SPREAD);
    }

    private void warnIfLonely(long now) {
        boolean alone = membership.current().nodes().size() < 2;
        if (alone || now - heard < LONELY || now - warned < LONELY) {
            return;
        }
        warned = now;
        LOG.warn("No other node has tested this one lately: is its port open to the others?");
    }
}
