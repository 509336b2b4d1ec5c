/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.storage.MessageHash;

/** A config message as it lies in the swarm. */
public record StoredConfig(MessageHash hash, byte[] bytes) {}
