/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.server.node.membership.NodeEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** The other members of this node's swarm. */
public interface Swarm {

    /** What a member answered. */
    sealed interface Answer {

        /** It did it; a JSON object. */
        record Done(byte[] result) implements Answer {}

        /** It would not. */
        record Refused(int status, String reason) implements Answer {}

        /** Nothing came, or no connection. */
        record Silent() implements Answer {}

        /** Something came that is no answer. */
        record Garbage() implements Answer {}
    }

    /**
     * Sends a request to these members at once; each answer comes within five seconds.
     *
     * @param request {@code {"method","params"}}
     */
    Map<Ed25519PublicKey, Future<Answer>> forward(
            List<NodeEntry> members, Passed passed, byte[] request);
}
