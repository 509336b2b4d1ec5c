/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.network.Swarms.StoredMessage;

/** A message of the swarm, opened. */
record Arrival(StoredMessage stored, Incoming incoming) {}
