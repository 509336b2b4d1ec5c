/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A call that every member of the account's swarm carries out. */
interface SwarmCall extends Call {

    /**
     * A call on its way.
     *
     * @param here completes when it has taken effect on this node, or has not
     * @param reply waits for the other members too; to be asked for once
     */
    record Begun(CompletableFuture<?> here, Supplier<RpcReply> reply) {

        static Begun refused(RpcReply reply) {
            return new Begun(CompletableFuture.completedFuture(reply), () -> reply);
        }
    }

    /** Checks rights and state, and acts. What is begun later takes effect later on this node. */
    Begun begin();

    @Override
    default RpcReply run() {
        return begin().reply().get();
    }

    /**
     * The member's own part, asked by another member: the result alone, without the swarm around.
     */
    RpcReply runForwarded(Passed passed);
}
