/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.StorageLimits;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The messages of one node. */
public interface MessageStore {

    /**
     * Bytes a message counts beside its data when a page is measured ({@code protocol/02} §7.5).
     */
    int OVERHEAD = StorageLimits.RETRIEVE_OVERHEAD + MessageHash.LENGTH;

    /**
     * Stores a message durably; bytes that are there already only have their expiry extended.
     *
     * @param peers who else should have it: remembered until {@link #settle}
     * @return completes after the commit; fails with {@link StorageException}
     */
    CompletableFuture<StoreOutcome> put(StoredMessage message, Set<Ed25519PublicKey> peers);

    /**
     * Reads on from a cursor.
     *
     * @param after the last hash the reader has; unknown means from the beginning
     * @param maxCount at most so many messages, 1 and more
     * @param maxSize stop before this many bytes, but never before the first message
     * @param now expired messages are not there
     */
    Page read(
            AccountId owner,
            Namespace namespace,
            @Nullable MessageHash after,
            int maxCount,
            long maxSize,
            long now)
            throws StorageException;

    /**
     * Notes who still lacks a message; nobody means that it is delivered. Not waited for: a crash
     * before only means that it is delivered again.
     *
     * @param dueAt when to try again, Unix milliseconds
     */
    void settle(StoredMessage message, Set<Ed25519PublicKey> missing, long dueAt);

    /** Deliveries to try now, oldest first, at most {@code limit} of messages still alive. */
    List<Delivery> due(long now, int limit) throws StorageException;
}
