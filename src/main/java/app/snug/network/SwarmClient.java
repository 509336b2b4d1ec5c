/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.NetworkException.Reason;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.StorageLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The {@link Swarms} of a network. */
final class SwarmClient implements Swarms {

    private static final int MOST_ACCOUNTS = 10_000;

    /** Pages read from one member in a row; one that always has “more” must not keep us. */
    private static final int MOST_PAGES = 50;

    private final SwarmRequests requests;
    private final NodeDirectory directory;
    private final Failures failures;
    private final RandomGenerator random;

    /** Whose turn it is in a swarm; members are asked one after another, so that all are used. */
    private final Map<AccountId, Turn> turns = new ConcurrentHashMap<>();

    /**
     * @param number of the member that comes first, modulo the swarm's size
     * @param at the member that had more, if one had
     * @param pages read from it in a row
     */
    private record Turn(int number, @Nullable Ed25519PublicKey at, int pages) {

        Turn next() {
            return new Turn(number + 1, null, 0);
        }

        List<ServiceNode> order(List<ServiceNode> swarm) {
            List<ServiceNode> order = new ArrayList<>(swarm);
            order.sort(Comparator.comparing(n -> n.ed25519().hex()));
            if (!order.isEmpty()) {
                Collections.rotate(order, -Math.floorMod(number, order.size()));
            }
            order.sort(Comparator.comparing(n -> !Objects.equals(n.ed25519(), at)));
            return order;
        }
    }

    SwarmClient(
            SwarmRequests requests,
            NodeDirectory directory,
            Failures failures,
            RandomGenerator random) {
        this.requests = requests;
        this.directory = directory;
        this.failures = failures;
        this.random = random;
    }

    @Override
    public StoreReceipt store(AccountId to, Namespace namespace, byte[] data, Duration timeToLive)
            throws NetworkException {
        if (data.length > StorageLimits.MAX_MESSAGE_BYTES) {
            throw new NetworkException(
                    Reason.TOO_LARGE,
                    "A message of %d bytes; %d fit"
                            .formatted(data.length, StorageLimits.MAX_MESSAGE_BYTES));
        }
        if (!namespace.isPublicInbox()) {
            throw new NetworkException(
                    Reason.REFUSED, "Namespace " + namespace.number() + " needs a signature");
        }
        if (timeToLive.compareTo(StorageLimits.MIN_TIME_TO_LIVE) < 0
                || timeToLive.compareTo(StorageLimits.MAX_TIME_TO_LIVE_PUBLIC) > 0) {
            throw new NetworkException(Reason.REFUSED, "A message lives 10 s to 14 days");
        }
        return requests.run(
                to, new StoreOperation(to, namespace, data, timeToLive, directory), this::shuffled);
    }

    @Override
    public List<StoreReceipt> replace(
            AccountId account,
            Ed25519KeyPair signer,
            List<OwnMessage> messages,
            Set<MessageHash> obsolete)
            throws NetworkException {
        List<StoreReceipt> receipts = new ArrayList<>();
        for (OwnSequence sequence : OwnSequence.of(messages, obsolete)) {
            receipts.addAll(
                    requests.run(
                            account,
                            new ReplaceOperation(
                                    account,
                                    signer,
                                    sequence.messages(),
                                    sequence.obsolete(),
                                    directory),
                            this::shuffled));
        }
        return receipts;
    }

    @Override
    public Set<MessageHash> extend(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Duration timeToLive)
            throws NetworkException {
        if (hashes.isEmpty()) {
            throw new IllegalArgumentException("No messages");
        }
        return requests.run(
                        account,
                        ExpireOperation.extending(
                                account, signer, hashes, now -> now.plus(timeToLive)),
                        this::shuffled)
                .keySet();
    }

    @Override
    public Set<MessageHash> delete(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes)
            throws NetworkException {
        check(hashes);
        return requests.run(account, new DeleteOperation(account, signer, hashes), this::shuffled);
    }

    @Override
    public Map<MessageHash, Instant> shorten(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Instant expiry)
            throws NetworkException {
        check(hashes);
        return requests.run(
                account,
                ExpireOperation.shortening(account, signer, hashes, expiry),
                this::shuffled);
    }

    private static void check(Set<MessageHash> hashes) {
        if (hashes.isEmpty() || hashes.size() > MOST_HASHES) {
            throw new IllegalArgumentException("1 to " + MOST_HASHES + " messages");
        }
    }

    @Override
    public int deleteAll(AccountId account, Ed25519KeyPair signer) throws NetworkException {
        return requests.run(account, new DeleteAllOperation(account, signer), this::shuffled);
    }

    @Override
    public Polled poll(
            AccountId account, Ed25519KeyPair signer, List<Namespace> namespaces, Cursors cursors)
            throws NetworkException {
        return poll(account, signer, namespaces, cursors, Duration.ZERO);
    }

    @Override
    public Polled poll(
            AccountId account,
            Ed25519KeyPair signer,
            List<Namespace> namespaces,
            Cursors cursors,
            Duration wait)
            throws NetworkException {
        if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("A request is kept for 15 s at most");
        }
        if (namespaces.isEmpty()
                || namespaces.size() > StorageLimits.MAX_BATCH
                || namespaces.stream().distinct().count() < namespaces.size()) {
            throw new IllegalArgumentException("1 to 20 different namespaces");
        }
        if (turns.size() > MOST_ACCOUNTS) {
            turns.clear();
        }
        Turn turn = turns.computeIfAbsent(account, k -> new Turn(random.nextInt(1 << 20), null, 0));
        turns.put(account, turn.next());
        Polled polled =
                requests.run(
                        account,
                        new PollOperation(account, signer, namespaces, cursors, wait, failures),
                        turn::order);
        if (polled.more() && turn.pages() < MOST_PAGES) {
            turns.put(account, new Turn(turn.number(), polled.node(), turn.pages() + 1));
        }
        return polled;
    }

    private List<ServiceNode> shuffled(List<ServiceNode> swarm) {
        List<ServiceNode> order = new ArrayList<>(swarm);
        Collections.shuffle(order, random);
        return order;
    }
}
