/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

/**
 * From where a request came to this node.
 *
 * @param name address of the client, or key of the node that passed it on
 * @param maxHeld how many requests from there may be kept waiting at once
 */
public record Origin(String name, int maxHeld) {

    private static final int CLIENT = 32;
    private static final int NODE = 256;

    /** Another member of the swarm, which never waits. */
    static final Origin MEMBER = new Origin("member", 0);

    public static Origin client(String address) {
        return new Origin(address, CLIENT);
    }

    /** An onion's last hop: many clients behind one node. */
    public static Origin node(String key) {
        return new Origin(key, NODE);
    }
}
