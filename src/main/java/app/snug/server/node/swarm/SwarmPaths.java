/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

/** Where nodes talk to each other, on the same port as clients. */
public final class SwarmPaths {

    /** A client's request for the whole swarm: {@code storage_cc} of the C++ nodes. */
    public static final String COMMAND = "/swarm/v1/command";

    /** Messages a member may lack: {@code data} of the C++ nodes. */
    public static final String MESSAGES = "/swarm/v1/messages";

    /** The next layer of an onion: {@code onion_request} of the C++ nodes. */
    public static final String ONION = "/swarm/v1/onion";

    /** A member has started: {@code data_ready} of the C++ nodes. */
    public static final String HELLO = "/swarm/v1/hello";

    /** The network's descriptor, brought and taken away by anyone. */
    public static final String DESCRIPTOR = "/network/v1/descriptor";

    private SwarmPaths() {}
}
