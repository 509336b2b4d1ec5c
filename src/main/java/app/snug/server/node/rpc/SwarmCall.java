/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

/** A call that every member of the account's swarm carries out. */
interface SwarmCall extends Call {

    /**
     * The member's own part, asked by another member: the result alone, without the swarm around.
     */
    RpcReply runForwarded(Passed passed);
}
