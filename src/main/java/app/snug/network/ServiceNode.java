/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.storage.SwarmId;

/**
 * A service node as the directory knows it.
 *
 * @param host IPv4 address
 * @param port HTTPS port
 */
public record ServiceNode(
        Ed25519PublicKey ed25519, X25519PublicKey x25519, String host, int port, SwarmId swarm) {}
