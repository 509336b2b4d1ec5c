/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import java.util.Set;

/** A message of ours that some members of the swarm may still lack. */
public record Delivery(StoredMessage message, Set<Ed25519PublicKey> missing) {}
