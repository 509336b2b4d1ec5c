/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.server.http.Room;

/**
 * From where a request came to this node.
 *
 * @param name address of the client, or key of the node that passed it on
 * @param maxHeld how many requests from there may be kept waiting at once
 * @param room for what is read for the answer
 */
public record Origin(String name, int maxHeld, Room room) {

    private static final int CLIENT = 32;
    private static final int NODE = 256;

    /** Another member of the swarm, which never waits. */
    static final Origin MEMBER = new Origin("member", 0, Room.UNCOUNTED);

    public static Origin client(String address, Room room) {
        return new Origin(address, CLIENT, room);
    }

    /** An onion's last hop: many clients behind one node. */
    public static Origin node(String key, Room room) {
        return new Origin(key, NODE, room);
    }
}
