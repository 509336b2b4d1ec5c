/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.NetworkException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The nodes we know: from the memory on disk, the seeds or the fallback list, in this order, and
 * later from the network itself. Nodes that keep failing stay members of their swarms, but are set
 * aside: others are asked first.
 */
final class NodeDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDirectory.class);
    private static final String FILE = "nodes.json";
    private static final Duration BETWEEN_SEED_TRIES = Duration.ofSeconds(10);

    private record Known(Map<Ed25519PublicKey, ServiceNode> nodes, Instant since) {}

    private final NetworkDescriptor descriptor;
    private final SeedClient seeds;
    private final MemoryFiles memory;
    private final InstantSource clock;
    private final CountDownLatch awaited;
    private final SetAside aside;
    private final Backoff seedTries;
    private final ReentrantLock loading = new ReentrantLock();

    private volatile Known known = new Known(Map.of(), Instant.EPOCH);
    private boolean remembered;

    /**
     * @param awaited nothing is known before it is over
     */
    NodeDirectory(
            NetworkDescriptor descriptor,
            SeedClient seeds,
            MemoryFiles memory,
            InstantSource clock,
            CountDownLatch awaited) {
        this.descriptor = descriptor;
        this.seeds = seeds;
        this.memory = memory;
        this.clock = clock;
        this.awaited = awaited;
        this.aside = new SetAside(clock);
        this.seedTries = new Backoff(clock, BETWEEN_SEED_TRIES);
    }

    Collection<ServiceNode> nodes() {
        return known.nodes().values();
    }

    Optional<ServiceNode> find(Ed25519PublicKey key) {
        return Optional.ofNullable(known.nodes().get(key));
    }

    boolean contains(ServiceNode node) {
        return node.equals(known.nodes().get(node.ed25519()));
    }

    int size() {
        return known.nodes().size();
    }

    boolean isEnough() {
        return size() >= descriptor.minimumNodes();
    }

    /** When the list came from the network. */
    Instant since() {
        return known.since();
    }

    /** Those that are not set aside. */
    List<ServiceNode> inGoodStanding() {
        return nodes().stream().filter(n -> !aside.contains(n.ed25519())).toList();
    }

    /** In the same order, but those set aside come last. */
    List<ServiceNode> goodFirst(Collection<ServiceNode> nodes) {
        return nodes.stream().sorted(aside.goodFirst()).toList();
    }

    /**
     * Keys of a member's swarm as we know it, in hexadecimal; keys that an answer brings along
     * prove nothing.
     */
    Set<String> keysOfSwarm(ServiceNode member, List<ServiceNode> swarm) {
        return Stream.concat(
                        swarm.stream(),
                        nodes().stream().filter(n -> n.swarm().equals(member.swarm())))
                .map(n -> n.ed25519().hex())
                .collect(Collectors.toSet());
    }

    /** Up to {@code count} different nodes; those set aside only if there are too few others. */
    List<ServiceNode> draw(int count, Predicate<ServiceNode> wanted, RandomGenerator random) {
        List<ServiceNode> candidates = new ArrayList<>(nodes().stream().filter(wanted).toList());
        Collections.shuffle(candidates, random);
        candidates.sort(aside.goodFirst());
        return List.copyOf(candidates.subList(0, Math.min(count, candidates.size())));
    }

    /**
     * Makes sure that enough nodes for paths are known.
     *
     * @throws NetworkException NO_NODES if none is, NO_PATH if too few are
     */
    void ensure(Deadline deadline) throws NetworkException {
        if (isEnough()) {
            return;
        }
        try {
            if (!awaited.await(Math.max(0, deadline.nanos()), TimeUnit.NANOSECONDS)
                    || !loading.tryLock(Math.max(0, deadline.nanos()), TimeUnit.NANOSECONDS)) {
                throw tooFew();
            }
            try {
                load(deadline);
            } finally {
                loading.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkException(Reason.NO_NODES, "Interrupted while asking the seeds", e);
        }
        if (!isEnough()) {
            throw tooFew();
        }
    }

    /**
     * Asks the seeds when no node of a list answers: it may be of another time. Not within ten
     * seconds of a list from the seeds; nor every time where none of them answered.
     *
     * @return whether there is a new list
     */
    boolean renewDoubtful(Deadline deadline) {
        if (!loading.tryLock()) {
            return false;
        }
        try {
            return seedTries.isOver() && refreshFromSeeds(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            loading.unlock();
        }
    }

    /** Asks the seeds even if enough nodes are known. */
    boolean refreshFromSeeds(Deadline deadline) throws InterruptedException {
        Optional<List<ServiceNode>> fetched = seeds.fetch(deadline);
        if (fetched.isEmpty()) {
            seedTries.failed();
            return false;
        }
        seedTries.worked(BETWEEN_SEED_TRIES);
        replace(fetched.get());
        return true;
    }

    private void load(Deadline deadline) throws InterruptedException {
        if (!isEnough() && !remembered) {
            remembered = true;
            remember();
        }
        if (!isEnough() && seedTries.isOver()) {
            refreshFromSeeds(deadline);
        }
        FallbackList fallback = descriptor.fallback();
        if (!isEnough() && fallback != null) {
            adopt(fallback.nodesAt(clock.instant()), Instant.EPOCH);
        }
    }

    private void remember() {
        memory.read(FILE)
                .ifPresent(saved -> {
                    try {
                        adopt(
                                NodeListReader.readResult(saved),
                                Instant.ofEpochSecond(Json.number(saved, "since")));
                    } catch (MalformedAnswerException | java.time.DateTimeException e) {
                        LOG.warn("The remembered node list is damaged: forgotten");
                    }
                });
    }

    /** A new list from the network or the seeds takes the place of the old one. */
    void replace(List<ServiceNode> nodes) {
        Instant now = clock.instant();
        adopt(nodes, now);
        ObjectNode saved = NodeListReader.write(List.copyOf(nodes()));
        saved.put("since", now.getEpochSecond());
        memory.write(FILE, saved);
        LOG.info("{} service nodes known", size());
    }

    private synchronized void adopt(List<ServiceNode> nodes, Instant since) {
        Map<Ed25519PublicKey, ServiceNode> usable = LinkedHashMap.newLinkedHashMap(nodes.size());
        for (ServiceNode node : nodes) {
            if (!descriptor.distinctSubnets() || Addresses.isPublic(node.host())) {
                usable.put(node.ed25519(), node);
            }
        }
        Map<Ed25519PublicKey, ServiceNode> before = known.nodes();
        known = new Known(Collections.unmodifiableMap(usable), since);
        // One that is gone, or elsewhere now, starts anew.
        aside.removeIf(key -> !Objects.equals(before.get(key), usable.get(key)));
    }

    void setAside(Ed25519PublicKey key) {
        if (known.nodes().containsKey(key)) {
            aside.add(key);
        }
    }

    boolean isSetAside(Ed25519PublicKey key) {
        return aside.contains(key);
    }

    /** The node did well. */
    void takeBack(Ed25519PublicKey key) {
        aside.remove(key);
    }

    private NetworkException tooFew() {
        int count = size();
        return count == 0
                ? new NetworkException(Reason.NO_NODES, "No seed answered and no node is known")
                : new NetworkException(
                        Reason.NO_PATH,
                        "Only %d nodes are known, %d are needed"
                                .formatted(count, descriptor.minimumNodes()));
    }
}
