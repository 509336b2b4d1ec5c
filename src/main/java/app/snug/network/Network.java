/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.time.InstantSource;
import java.util.List;

/** A client of one network. Closing stops its background work. */
public interface Network extends AutoCloseable {

    Swarms swarms();

    /** The file servers of this network and of others. */
    Files files();

    /** The network's time: the local clock corrected by what the nodes say. */
    InstantSource clock();

    /** Never blocks. */
    Status status();

    @Override
    void close();

    /** How well we are connected. */
    enum Connection {
        READY,
        CONNECTING,
        OFFLINE
    }

    /**
     * For people to see.
     *
     * @param path guard, middle, exit; empty unless {@code connection} is READY
     * @param knownNodes size of the node directory
     */
    record Status(Connection connection, List<ServiceNode> path, int knownNodes) {}
}
