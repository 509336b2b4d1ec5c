/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.Node;
import app.snug.protocol.descriptor.SignedDescriptor;
import app.snug.server.http.AnswerReader;
import app.snug.server.node.swarm.PeerConnections;
import app.snug.server.node.swarm.PeerException;
import app.snug.server.node.swarm.SwarmPaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks all nodes of a network which descriptor they go by. */
public final class NodeCensus {

    /**
     * @param serial of the descriptor that the node goes by; 0 if it does not answer
     */
    public record Seen(Node node, long serial) {

        public boolean answers() {
            return serial > 0;
        }
    }

    private NodeCensus() {}

    /** In the descriptor's order; takes no longer than told. */
    public static List<Seen> of(SignedDescriptor descriptor, Duration patience) {
        try (PeerConnections connections = new PeerConnections();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Seen>> asked = new ArrayList<>();
            for (Node node : descriptor.content().nodes()) {
                asked.add(threads.submit(() -> ask(connections, node, descriptor, patience)));
            }
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> answer : asked) {
                seen.add(answer.get());
            }
            return seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Seen ask(
            PeerConnections connections, Node node, SignedDescriptor known, Duration patience) {
        try {
            AnswerReader.Answer answer =
                    connections.post(
                            node.host(),
                            node.port(),
                            SwarmPaths.DESCRIPTOR,
                            Map.of(),
                            new byte[0],
                            patience);
            SignedDescriptor theirs = SignedDescriptor.read(answer.body());
            boolean same = theirs.content().network().equals(known.content().network());
            return new Seen(node, same ? theirs.content().serial() : 0);
        } catch (PeerException | DescriptorException e) {
            return new Seen(node, 0);
        }
    }
}
