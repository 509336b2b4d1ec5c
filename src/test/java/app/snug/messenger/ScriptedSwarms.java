/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Mailboxes in memory, on two nodes that take turns; they fail as a test tells them to. */
public final class ScriptedSwarms implements Swarms {

    /** What stands before the next {@code store}: may throw, wait, or let it pass. */
    @FunctionalInterface
    public interface Gate {
        void pass(AccountId to) throws NetworkException;
    }

    private static final List<Ed25519PublicKey> NODES = List.of(node(), node());

    private final InstantSource clock;
    private final Map<AccountId, List<StoredMessage>> mailboxes = new ConcurrentHashMap<>();
    private final Deque<Polled> answers = new ConcurrentLinkedDeque<>();
    private final List<MessageHash> order = new CopyOnWriteArrayList<>();

    public final AtomicInteger polls = new AtomicInteger();
    public final AtomicInteger stores = new AtomicInteger();
    public volatile Gate gate = to -> {};
    public volatile Gate pollGate = account -> {};
    public volatile int pageSize = 100;

    public ScriptedSwarms(InstantSource clock) {
        this.clock = clock;
    }

    private static Ed25519PublicKey node() {
        try (Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom())) {
            return keys.publicKey();
        }
    }

    public static Ed25519PublicKey node(int number) {
        return NODES.get(number);
    }

    public static NetworkException failure(NetworkException.Reason reason) {
        return new NetworkException(reason, "as the test wishes");
    }

    @Override
    public StoreReceipt store(AccountId to, Namespace namespace, byte[] data, Duration timeToLive)
            throws NetworkException {
        stores.incrementAndGet();
        gate.pass(to);
        MessageHash hash = put(to, data);
        return new StoreReceipt(hash, clock.instant().plus(timeToLive), Set.of(node(0)), 2);
    }

    /** Leaves bytes in a mailbox; the same bytes once. */
    public MessageHash put(AccountId to, byte[] data) {
        StoredMessage message = stored(to, data);
        List<StoredMessage> mailbox = mailbox(to);
        synchronized (mailbox) {
            if (mailbox.stream().noneMatch(m -> m.hash().equals(message.hash()))) {
                mailbox.add(message);
                order.add(message.hash());
            }
        }
        return message.hash();
    }

    public StoredMessage stored(AccountId to, byte[] data) {
        Instant now = clock.instant();
        return new StoredMessage(
                MessageHash.of(to, Namespace.DEFAULT, data),
                now,
                now.plus(Duration.ofDays(14)),
                data);
    }

    public List<StoredMessage> mailbox(AccountId of) {
        return mailboxes.computeIfAbsent(of, ignored -> new ArrayList<>());
    }

    /** The hashes of everything stored, in order. */
    public List<MessageHash> order() {
        return List.copyOf(order);
    }

    /** The next poll is answered so, whoever asks. */
    public void answer(Polled polled) {
        answers.add(polled);
    }

    @Override
    public Polled poll(
            AccountId account, Ed25519KeyPair signer, List<Namespace> namespaces, Cursors cursors)
            throws NetworkException {
        Ed25519PublicKey node = NODES.get(polls.getAndIncrement() % NODES.size());
        pollGate.pass(account);
        Polled answer = answers.poll();
        if (answer != null) {
            return answer;
        }
        List<StoredMessage> all;
        List<StoredMessage> mailbox = mailbox(account);
        synchronized (mailbox) {
            all = List.copyOf(mailbox);
        }
        Optional<MessageHash> last = cursors.last(node, Namespace.DEFAULT);
        int from =
                last.map(hash -> all.stream().map(StoredMessage::hash).toList().indexOf(hash) + 1)
                        .orElse(0);
        int to = Math.min(all.size(), from + pageSize);
        return new Polled(node, Map.of(Namespace.DEFAULT, all.subList(from, to)), to < all.size());
    }
}
