/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.storage.MessageHash;
import java.util.List;
import java.util.Set;

/**
 * What to store in the swarm: all messages, and only then delete what they replace.
 *
 * @param seqno for {@link SyncedConfig#confirmPushed}
 * @param messages usually one; each at most 76,800 bytes
 * @param obsolete none of those that are being stored
 */
public record ConfigPush(long seqno, List<byte[]> messages, Set<MessageHash> obsolete) {

    public ConfigPush {
        messages = List.copyOf(messages);
        obsolete = Set.copyOf(obsolete);
    }
}
