/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.storage.SwarmId;

/**
 * A node as the network publishes it.
 *
 * @param legacy the key nodes were first known by; of newer nodes the Ed25519 key
 * @param host IPv4 address
 * @param port HTTPS port
 * @param omqPort port of the other transports, which this node does not speak
 * @param swarm {@link SwarmId#NONE} while it has none
 */
public record NodeEntry(
        Ed25519PublicKey ed25519,
        X25519PublicKey x25519,
        Ed25519PublicKey legacy,
        String host,
        int port,
        int omqPort,
        SwarmId swarm) {

    /** The name in the form {@code <52 characters>.snode}. */
    public String address() {
        return Base32z.encode(legacy.bytes()) + ".snode";
    }
}
