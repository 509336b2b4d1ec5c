/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;

/** A node on the path: how others name it, and the key to encrypt to. */
public record Hop(Ed25519PublicKey ed25519, X25519PublicKey x25519) {}
