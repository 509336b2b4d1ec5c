/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;

/**
 * A message as nodes keep it.
 *
 * @param timestamp the sender's claim, Unix milliseconds
 * @param expiry Unix milliseconds
 * @param storedAt when a client last stored it, by the clock of the node asked
 * @param changedAt when a client last set its expiry; of what members hand on, when it was stored
 */
public record StoredMessage(
        AccountId owner,
        Namespace namespace,
        MessageHash hash,
        long timestamp,
        long expiry,
        long storedAt,
        long changedAt,
        byte[] data) {

    public static StoredMessage of(
            AccountId owner,
            Namespace namespace,
            long timestamp,
            long expiry,
            long storedAt,
            long changedAt,
            byte[] data) {
        return new StoredMessage(
                owner,
                namespace,
                MessageHash.of(owner, namespace, data),
                timestamp,
                expiry,
                storedAt,
                changedAt,
                data);
    }

    /** The same, stored then at the latest and never changed since. */
    public StoredMessage unchanged(long latest) {
        long stored = Math.min(storedAt, latest);
        return new StoredMessage(owner, namespace, hash, timestamp, expiry, stored, stored, data);
    }
}
