/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.SwarmId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Which node belongs to which swarm: the rules of the public network ({@code protocol/03} §5.1)
 * without its chance. As few nodes as possible move.
 */
public final class SwarmPlan {

    private static final int LEAST = 5;
    private static final int IDEAL = 7;
    private static final int MARGIN = 2;

    private final List<Node> nodes;

    private SwarmPlan(List<Node> nodes) {
        this.nodes = new ArrayList<>(nodes);
    }

    /**
     * All nodes once there is one more.
     *
     * @throws IllegalArgumentException with a sentence for people, if it cannot be a node
     */
    public static List<Node> with(List<Node> nodes, Ed25519PublicKey key, String host, int port) {
        SwarmPlan plan = new SwarmPlan(nodes);
        plan.nodes.add(new Node(key, host, port, plan.smallest()));
        plan.split();
        return plan.nodes;
    }

    /** All nodes once one has gone. */
    public static List<Node> without(List<Node> nodes, Ed25519PublicKey key) {
        SwarmPlan plan =
                new SwarmPlan(nodes.stream().filter(node -> !node.key().equals(key)).toList());
        plan.fill();
        return plan.nodes;
    }

    /** A new swarm as soon as the others can spare its members. */
    private void split() {
        while (true) {
            var swarms = swarms();
            int spare = swarms.values().stream().mapToInt(members -> members.size() - LEAST).sum();
            boolean complete = swarms.values().stream().allMatch(m -> m.size() >= LEAST);
            if (!complete || spare < IDEAL + MARGIN * swarms.size()) {
                return;
            }
            SwarmId fresh = widestGap(List.copyOf(swarms.keySet()));
            for (int i = 0; i < IDEAL; i++) {
                move(largest().getLast(), fresh);
            }
        }
    }

    /** A swarm with too few members takes some from the largest, or is given up. */
    private void fill() {
        while (true) {
            var swarms = swarms();
            var small =
                    swarms.entrySet().stream()
                            .filter(swarm -> swarm.getValue().size() < LEAST)
                            .findFirst();
            if (small.isEmpty() || swarms.size() == 1) {
                return;
            }
            if (largest().size() > LEAST) {
                move(largest().getLast(), small.get().getKey());
            } else {
                List<Node> homeless = small.get().getValue();
                nodes.removeAll(homeless);
                for (Node node : homeless) {
                    nodes.add(new Node(node.key(), node.host(), node.port(), smallest()));
                }
            }
        }
    }

    /** Members by swarm, ascending; members in the order of their keys. */
    private TreeMap<SwarmId, List<Node>> swarms() {
        TreeMap<SwarmId, List<Node>> swarms = new TreeMap<>();
        nodes.stream()
                .sorted(Comparator.comparing(node -> node.key().hex()))
                .forEach(node ->
                        swarms.computeIfAbsent(node.swarm(), id -> new ArrayList<>()).add(node));
        return swarms;
    }

    private SwarmId smallest() {
        SwarmId found = new SwarmId(0);
        int size = Integer.MAX_VALUE;
        for (var swarm : swarms().entrySet()) {
            if (swarm.getValue().size() < size) {
                found = swarm.getKey();
                size = swarm.getValue().size();
            }
        }
        return found;
    }

    private List<Node> largest() {
        List<Node> found = List.of();
        for (List<Node> members : swarms().values()) {
            if (members.size() > found.size()) {
                found = members;
            }
        }
        return found;
    }

    private void move(Node node, SwarmId to) {
        nodes.set(nodes.indexOf(node), new Node(node.key(), node.host(), node.port(), to));
    }

    /** The middle of the widest gap between neighbours on the circle of 2^64. */
    private static SwarmId widestGap(List<SwarmId> ids) {
        if (ids.size() == 1) {
            return new SwarmId(ids.getFirst().value() + Long.MIN_VALUE);
        }
        long start = 0;
        long width = 0;
        for (int i = 0; i < ids.size(); i++) {
            long from = ids.get(i).value();
            long gap = ids.get((i + 1) % ids.size()).value() - from;
            if (Long.compareUnsigned(gap, width) > 0) {
                start = from;
                width = gap;
            }
        }
        return new SwarmId(start + Long.divideUnsigned(width, 2));
    }
}
