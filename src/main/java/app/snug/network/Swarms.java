/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Mailboxes in the network: every account's messages lie on the nodes of its swarm. All requests go
 * through onion paths; swarm changes (421), clock errors (406) and failing nodes are dealt with
 * inside, within bounded time.
 */
public interface Swarms {

    /** Less than what our nodes allow, so that no relay on the way gives up before. */
    Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /**
     * Stores a message that anyone may leave (a public inbox). Members are asked until two have
     * signed for it, or the only one where the swarm has no other. Storing the same bytes again is
     * harmless.
     *
     * @param data at most 76,800 bytes
     * @param timeToLive 10 s to 14 days
     */
    StoreReceipt store(AccountId to, Namespace namespace, byte[] data, Duration timeToLive)
            throws NetworkException;

    /**
     * Fetches what is new in an account's namespaces from one member of its swarm, a different one
     * over time.
     *
     * @param cursors the last hash seen from that node in that namespace
     */
    Polled poll(
            AccountId account, Ed25519KeyPair signer, List<Namespace> namespaces, Cursors cursors)
            throws NetworkException;

    /**
     * Stores messages in an account's own namespaces, and deletes those that they replace once all
     * of them are stored. Two members have signed for each message, or the only one there is.
     * Repeating it is harmless.
     *
     * @param messages at most 76,800 bytes each, living up to 30 days
     * @param obsolete in any of the account's namespaces; may be empty
     * @return one for each message, in their order
     */
    List<StoreReceipt> replace(
            AccountId account,
            Ed25519KeyPair signer,
            List<OwnMessage> messages,
            Set<MessageHash> obsolete)
            throws NetworkException;

    /**
     * Lets stored messages live longer, if they do not anyway.
     *
     * @param hashes at least one
     * @param timeToLive from now, up to 30 days
     * @return those that the swarm still has; the others are lost
     */
    Set<MessageHash> extend(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Duration timeToLive)
            throws NetworkException;

    /**
     * Deletes messages of any of the account's namespaces. Done when two members have signed, or
     * the only one where the swarm has no other; they tell the rest. Repeating it is harmless.
     *
     * @param hashes 1 to {@link #MOST_HASHES}
     * @return those that were still there; the others were gone before
     */
    Set<MessageHash> delete(AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes)
            throws NetworkException;

    /**
     * Lets stored messages end earlier, if they do not anyway. Witnesses as with {@link #delete}.
     *
     * @param hashes 1 to {@link #MOST_HASHES}
     * @param expiry the network's time; one that has passed counts as now
     * @return until when those that are still there will stay: never later than asked for, earlier
     *     where they ended earlier before; the others are gone
     */
    Map<MessageHash, Instant> shorten(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Instant expiry)
            throws NetworkException;

    /** Of messages in one request. */
    int MOST_HASHES = 1000;

    /**
     * Deletes all that the swarm holds of an account, in every namespace. Two members have signed
     * that they did, or the only one where the swarm has no other; less is a failure, also if one
     * has. Repeating it is harmless. A member that is off just now deletes it when it is back, or
     * forgets it at the end of its time.
     *
     * @return the most messages that one member had
     */
    int deleteAll(AccountId account, Ed25519KeyPair signer) throws NetworkException;

    /** What an account leaves in a namespace of its own. */
    record OwnMessage(Namespace namespace, byte[] data, Duration timeToLive) {}

    /**
     * As {@link #poll(AccountId, Ed25519KeyPair, List, Cursors)}, but where there is nothing new
     * the member may keep the request until something comes. Only members that can do so do: others
     * answer at once.
     *
     * @param wait at most {@link #LONGEST_WAIT}
     */
    default Polled poll(
            AccountId account,
            Ed25519KeyPair signer,
            List<Namespace> namespaces,
            Cursors cursors,
            Duration wait)
            throws NetworkException {
        return poll(account, signer, namespaces, cursors);
    }

    /** Where reading went on last time; node lists differ in order, so each has its own. */
    @FunctionalInterface
    interface Cursors {
        Optional<MessageHash> last(Ed25519PublicKey node, Namespace namespace);
    }

    /**
     * A message was stored.
     *
     * @param storedBy the swarm members that confirmed it with a valid signature; never empty
     * @param swarmSize members of the swarm, whether they answered or not
     * @param way guard, middle and exit of the request that was confirmed last
     */
    record StoreReceipt(
            MessageHash hash,
            Instant expiry,
            Set<Ed25519PublicKey> storedBy,
            int swarmSize,
            List<ServiceNode> way) {}

    /**
     * What one node had.
     *
     * @param messages in the node's order; the last one's hash is the next cursor
     * @param more whether polling again at once brings more
     */
    record Polled(
            Ed25519PublicKey node, Map<Namespace, List<StoredMessage>> messages, boolean more) {}

    /**
     * A message as stored. Everything in it but the hash is the sender's or the node's claim.
     *
     * @param hash checked: computed from account, namespace and data
     */
    record StoredMessage(MessageHash hash, Instant timestamp, Instant expiry, byte[] data) {}
}
