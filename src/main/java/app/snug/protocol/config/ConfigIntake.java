/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.storage.MessageHash;
import java.util.Map;
import java.util.Set;

/**
 * What became of messages from the swarm.
 *
 * @param accepted read and taken into account
 * @param refused with the reason; perhaps of a newer version than we know, so never deleted
 */
public record ConfigIntake(Set<MessageHash> accepted, Map<MessageHash, String> refused) {

    public ConfigIntake {
        accepted = Set.copyOf(accepted);
        refused = Map.copyOf(refused);
    }
}
