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
 * @param changedAt when a client last set its expiry
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

    /** The same, with nothing done to it later than that. */
    public StoredMessage notAfter(long latest) {
        return new StoredMessage(
                owner,
                namespace,
                hash,
                timestamp,
                expiry,
                Math.min(storedAt, latest),
                Math.min(changedAt, latest),
                data);
    }
}
