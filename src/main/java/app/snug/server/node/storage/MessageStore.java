/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.StorageLimits;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The messages of one node. */
public interface MessageStore {

    /**
     * Bytes a message counts beside its data when a page is measured ({@code protocol/02} §7.5).
     */
    int OVERHEAD = StorageLimits.RETRIEVE_OVERHEAD + MessageHash.LENGTH;

    /** Stops with {@link #close}. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Says when a message has come that was not there before.
     *
     * @param news called by the writer: must be quick
     */
    Watch watch(AccountId owner, Collection<Namespace> namespaces, Runnable news);

    /**
     * Stores a message durably; bytes that are there already only have their expiry extended.
     *
     * @param peers who else should have it: remembered until {@link #settle}
     * @return completes after the commit; fails with {@link StorageException}
     */
    CompletableFuture<StoreOutcome> put(StoredMessage message, Set<Ed25519PublicKey> peers);

    /**
     * As {@link #put}, of a message that a client has given to another member, when that is the
     * time of its storing. If it has been deleted since, that was done faster, and holds.
     */
    CompletableFuture<StoreOutcome> putForwarded(StoredMessage message);

    /**
     * Stores a message that another member hands on, unless it has been deleted since.
     *
     * @return completes after the commit; fails with {@link StorageException}
     */
    CompletableFuture<StoreOutcome> takeOver(StoredMessage message);

    /**
     * Changes what is kept, and remembers the order for its peers and for members to come.
     *
     * @return completes after the commit; fails with {@link StorageException}
     */
    CompletableFuture<Altered> alter(Alteration change, Order order);

    /**
     * The time of storing a message given now: later than the account's orders, though they were
     * given to a member whose clock is ahead.
     *
     * @param now by the node's clock, Unix milliseconds
     */
    long storing(AccountId owner, long now);

    /**
     * The time of an order given now: not earlier than what the account has stored, and later than
     * what it has ordered, though that was with a member whose clock is ahead.
     *
     * @param now by the node's clock, Unix milliseconds
     */
    long ordering(AccountId owner, long now);

    /** Until when messages are kept; what is not there is left out. Unix milliseconds. */
    SortedMap<String, Long> expiries(AccountId owner, Collection<MessageHash> hashes, long now)
            throws StorageException;

    /**
     * @param token 36 bytes
     */
    boolean isRevoked(AccountId owner, byte[] token) throws StorageException;

    /** Subaccounts without rights, 36 bytes each, those revoked last at the end. */
    List<byte[]> revoked(AccountId owner) throws StorageException;

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

    /** Notes which peers of the order still have to carry it out. Not waited for. */
    void settle(Order order, long dueAt);

    /** Orders to try now, oldest first, with the peers that still have to carry them out. */
    List<Order> dueOrders(long now, int limit) throws StorageException;

    /** What other members may have and this one may lack. */
    Gaps gaps();

    /** Bytes of all messages kept, and of what is remembered of orders. */
    long bytes();

    /** What is given to members that are new. */
    HandOffs handOffs();
}
