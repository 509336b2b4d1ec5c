/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.rpc.Passed;
import app.snug.server.node.rpc.Swarm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Passes clients' requests on to the other members of the swarm. */
public final class Replicator implements Swarm {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_REASON = 200;

    private final PeerClient client;
    private final ExecutorService threads;

    /**
     * @param threads one virtual thread a task
     */
    public Replicator(PeerClient client, ExecutorService threads) {
        this.client = client;
        this.threads = threads;
    }

    @Override
    public Map<Ed25519PublicKey, Future<Answer>> forward(
            List<NodeEntry> members, Passed passed, byte[] request) {
        byte[] body = new PassedOn(passed, request).encode();
        Map<Ed25519PublicKey, Future<Answer>> answers = new LinkedHashMap<>();
        for (NodeEntry member : members) {
            answers.put(member.ed25519(), threads.submit(() -> ask(member, body)));
        }
        return answers;
    }

    private Answer ask(NodeEntry member, byte[] body) {
        try {
            StatusReply reply =
                    StatusReply.decode(client.ask(member, SwarmPaths.COMMAND, body, TIMEOUT));
            return reply.status() == 200
                    ? new Answer.Done(reply.body())
                    : new Answer.Refused(reply.status(), reason(reply.body()));
        } catch (PeerException e) {
            return e.kind() == PeerException.Kind.GARBAGE
                    ? new Answer.Garbage()
                    : new Answer.Silent();
        }
    }

    private static String reason(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.length() <= MAX_REASON) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(MAX_REASON - 1));
        return text.substring(0, splits ? MAX_REASON - 1 : MAX_REASON);
    }
}
