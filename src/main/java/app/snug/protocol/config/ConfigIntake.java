/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.storage.MessageHash;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What became of messages from the swarm.
 *
 * @param accepted read and taken into account
 * @param refused with the reason; perhaps of a newer version than we know, so never deleted
 * @param overtaken makes anew what was edited here and never pushed, where the protocol drops it
 *     because others have gone on too far; for {@link SyncedConfig#edit}
 */
public record ConfigIntake(
        Set<MessageHash> accepted,
        Map<MessageHash, String> refused,
        Optional<UnaryOperator<BencodeDict>> overtaken) {

    public ConfigIntake {
        accepted = Set.copyOf(accepted);
        refused = Map.copyOf(refused);
    }
}
