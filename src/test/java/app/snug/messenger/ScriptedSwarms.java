/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.network.NetworkException;
import app.snug.network.ServiceNode;
import app.snug.network.Swarms;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SwarmId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Mailboxes in memory, on two nodes that take turns; they fail as a test tells them to. */
public final class ScriptedSwarms implements Swarms {

    /** What stands before the next {@code store}: may throw, wait, or let it pass. */
    @FunctionalInterface
    public interface Gate {
        void pass(AccountId to) throws NetworkException;
    }

    private static final List<Ed25519PublicKey> NODES = List.of(node(), node());

    /** The path of every request. */
    public static final List<ServiceNode> WAY =
            IntStream.rangeClosed(1, 3)
                    .mapToObj(n ->
                            new ServiceNode(
                                    node(0),
                                    X25519PublicKey.of(new byte[X25519PublicKey.SIZE]),
                                    "192.0.2." + n,
                                    22100 + n,
                                    SwarmId.NONE))
                    .toList();

    private final InstantSource clock;

    private record Mailbox(AccountId account, Namespace namespace) {}

    private final Map<Mailbox, List<StoredMessage>> mailboxes = new ConcurrentHashMap<>();
    private final Deque<Polled> answers = new ConcurrentLinkedDeque<>();
    private final List<MessageHash> order = new CopyOnWriteArrayList<>();

    public final AtomicInteger polls = new AtomicInteger();
    public final AtomicInteger stores = new AtomicInteger();
    public final AtomicInteger pushes = new AtomicInteger();
    public final AtomicInteger extensions = new AtomicInteger();
    public volatile Gate gate = to -> {};
    public volatile Gate pollGate = account -> {};

    /** What stands before the next {@code replace}. */
    public volatile Gate pushGate = account -> {};

    /** What is done after it was stored and before its answer arrives. */
    public volatile Gate pushedGate = account -> {};

    /** What stands before the next {@code delete} or {@code shorten}. */
    public volatile Gate errandGate = account -> {};

    /** What each {@code delete} or {@code shorten} was about. */
    public final List<Set<MessageHash>> errands = new CopyOnWriteArrayList<>();

    public volatile int pageSize = 100;

    /** Polls that nodes were asked to keep until something comes. */
    public final AtomicInteger kept = new AtomicInteger();

    /** Whether the nodes can do that. */
    public volatile boolean keeps;

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
        return new StoreReceipt(hash, clock.instant().plus(timeToLive), Set.of(node(0)), 2, WAY);
    }

    /** Leaves bytes in a mailbox; the same bytes once. */
    public MessageHash put(AccountId to, byte[] data) {
        return put(to, Namespace.DEFAULT, data);
    }

    public MessageHash put(AccountId to, Namespace namespace, byte[] data) {
        StoredMessage message = stored(to, namespace, data);
        List<StoredMessage> mailbox = mailbox(to, namespace);
        synchronized (mailbox) {
            if (mailbox.stream().noneMatch(m -> m.hash().equals(message.hash()))) {
                mailbox.add(message);
                order.add(message.hash());
            }
        }
        synchronized (kept) {
            kept.notifyAll();
        }
        return message.hash();
    }

    public StoredMessage stored(AccountId to, byte[] data) {
        return stored(to, Namespace.DEFAULT, data);
    }

    private StoredMessage stored(AccountId to, Namespace namespace, byte[] data) {
        Instant now = clock.instant();
        return new StoredMessage(
                MessageHash.of(to, namespace, data), now, now.plus(Duration.ofDays(14)), data);
    }

    public List<StoredMessage> mailbox(AccountId of) {
        return mailbox(of, Namespace.DEFAULT);
    }

    public List<StoredMessage> mailbox(AccountId of, Namespace namespace) {
        return mailboxes.computeIfAbsent(new Mailbox(of, namespace), ignored -> new ArrayList<>());
    }

    @Override
    public List<StoreReceipt> replace(
            AccountId account,
            Ed25519KeyPair signer,
            List<OwnMessage> messages,
            Set<MessageHash> obsolete)
            throws NetworkException {
        pushes.incrementAndGet();
        pushGate.pass(account);
        List<StoreReceipt> receipts = new ArrayList<>();
        for (OwnMessage message : messages) {
            MessageHash hash = put(account, message.namespace(), message.data());
            Instant until = clock.instant().plus(message.timeToLive());
            receipts.add(new StoreReceipt(hash, until, Set.of(node(0)), 2, WAY));
        }
        mailboxes.forEach((mailbox, stored) -> {
            synchronized (stored) {
                stored.removeIf(
                        m -> mailbox.account().equals(account) && obsolete.contains(m.hash()));
            }
        });
        pushedGate.pass(account);
        return receipts;
    }

    @Override
    public Set<MessageHash> extend(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Duration life) {
        extensions.incrementAndGet();
        return mailboxes.entrySet().stream()
                .filter(entry -> entry.getKey().account().equals(account))
                .flatMap(entry -> List.copyOf(entry.getValue()).stream())
                .map(StoredMessage::hash)
                .filter(hashes::contains)
                .collect(Collectors.toSet());
    }

    private List<StoredMessage> of(AccountId account, Set<MessageHash> hashes) {
        return mailboxes.entrySet().stream()
                .filter(entry -> entry.getKey().account().equals(account))
                .flatMap(entry -> List.copyOf(entry.getValue()).stream())
                .filter(message -> hashes.contains(message.hash()))
                .toList();
    }

    @Override
    public Set<MessageHash> delete(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes)
            throws NetworkException {
        errands.add(hashes);
        errandGate.pass(account);
        List<StoredMessage> found = of(account, hashes);
        mailboxes
                .values()
                .forEach(stored -> {
                    synchronized (stored) {
                        stored.removeAll(found);
                    }
                });
        return found.stream().map(StoredMessage::hash).collect(Collectors.toSet());
    }

    @Override
    public Map<MessageHash, Instant> shorten(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Instant expiry)
            throws NetworkException {
        errands.add(hashes);
        errandGate.pass(account);
        mailboxes
                .values()
                .forEach(stored -> {
                    synchronized (stored) {
                        stored.replaceAll(m ->
                                hashes.contains(m.hash()) && m.expiry().isAfter(expiry)
                                        ? new StoredMessage(
                                                m.hash(), m.timestamp(), expiry, m.data())
                                        : m);
                    }
                });
        return of(account, hashes).stream()
                .collect(Collectors.toMap(StoredMessage::hash, StoredMessage::expiry));
    }

    /** What stands before the next {@code deleteAll}. */
    public volatile Gate deleteAllGate = account -> {};

    @Override
    public int deleteAll(AccountId account, Ed25519KeyPair signer) throws NetworkException {
        deleteAllGate.pass(account);
        int deleted = 0;
        for (Map.Entry<Mailbox, List<StoredMessage>> entry : mailboxes.entrySet()) {
            if (entry.getKey().account().equals(account)) {
                synchronized (entry.getValue()) {
                    deleted += entry.getValue().size();
                    entry.getValue().clear();
                }
            }
        }
        return deleted;
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
            AccountId account,
            Ed25519KeyPair signer,
            List<Namespace> namespaces,
            Cursors cursors,
            Duration wait)
            throws NetworkException {
        kept.incrementAndGet();
        long end = System.nanoTime() + wait.toNanos();
        synchronized (kept) {
            Polled polled = poll(account, signer, namespaces, cursors);
            try {
                while (keeps
                        && polled.messages().values().stream().allMatch(List::isEmpty)
                        && System.nanoTime() < end) {
                    TimeUnit.NANOSECONDS.timedWait(kept, end - System.nanoTime());
                    polled = poll(account, signer, namespaces, cursors);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure(NetworkException.Reason.NO_PATH);
            }
            return polled;
        }
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
        Map<Namespace, List<StoredMessage>> found = new LinkedHashMap<>();
        boolean more = false;
        for (Namespace namespace : namespaces) {
            List<StoredMessage> all;
            List<StoredMessage> mailbox = mailbox(account, namespace);
            synchronized (mailbox) {
                all = List.copyOf(mailbox);
            }
            int from =
                    cursors.last(node, namespace)
                            .map(last ->
                                    all.stream().map(StoredMessage::hash).toList().indexOf(last)
                                            + 1)
                            .orElse(0);
            int to = Math.min(all.size(), from + pageSize);
            found.put(namespace, all.subList(from, to));
            more |= to < all.size();
        }
        return new Polled(node, found, more);
    }
}
