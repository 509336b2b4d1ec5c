/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.Network.Connection;
import app.snug.network.NetworkException.Reason;
import app.snug.network.Probe.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The paths in use ({@code protocol/02} §4). Every path is tested before it carries anything. A
 * path that failed a node is out of use at once and tested again in the background: if it still
 * carries, the destination is to blame, if not, its nodes are.
 */
final class Paths {

    static final int WANTED = 2;

    /** More paths than wanted are kept where small networks need them to avoid a destination. */
    private static final int MOST = 4;

    private static final int BUILDS = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final NodeDirectory directory;
    private final Guards guards;
    private final PathRules rules;
    private final Probe probe;
    private final Failures failures;
    private final NetworkSettings settings;
    private final Backoff fills;
    private final RandomGenerator random;
    private final Executor background;

    private final ReentrantLock building = new ReentrantLock();
    private final AtomicBoolean filling = new AtomicBoolean();
    private volatile List<Path> live = List.of();
    private volatile boolean failed;

    Paths(
            NodeDirectory directory,
            Guards guards,
            PathRules rules,
            Probe probe,
            Failures failures,
            NetworkSettings settings,
            InstantSource clock,
            RandomGenerator random,
            Executor background) {
        this.directory = directory;
        this.guards = guards;
        this.rules = rules;
        this.probe = probe;
        this.failures = failures;
        this.settings = settings;
        this.fills = new Backoff(clock, LONGEST_PAUSE);
        this.random = random;
        this.background = background;
        failures.onSetAside(this::leave);
    }

    List<Path> live() {
        return live;
    }

    Connection connection() {
        if (!live.isEmpty()) {
            return Connection.READY;
        }
        return failed ? Connection.OFFLINE : Connection.CONNECTING;
    }

    /**
     * A path that does not contain the destination.
     *
     * @param destination one node, or none if it is a server outside the network
     * @param avoid paths that failed in the same operation
     */
    Path to(Set<Ed25519PublicKey> destination, Set<Path> avoid, Deadline deadline)
            throws NetworkException {
        Optional<Path> ready = pick(destination, avoid);
        if (ready.isPresent()) {
            fillSoon();
            return ready.get();
        }
        try {
            if (!building.tryLock(Math.max(0, deadline.nanos()), TimeUnit.NANOSECONDS)) {
                throw new NetworkException(Reason.NO_PATH, "No path in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkException(Reason.NO_PATH, "Interrupted while building a path", e);
        }
        try {
            ready = pick(destination, avoid);
            if (ready.isPresent()) {
                return ready.get();
            }
            Path built = build(destination, avoid, deadline);
            add(built);
            return built;
        } finally {
            building.unlock();
            fillSoon();
        }
    }

    private Optional<Path> pick(Set<Ed25519PublicKey> destination, Set<Path> avoid) {
        List<Path> usable =
                live.stream()
                        .filter(p -> destination.stream().noneMatch(p::contains))
                        .filter(p -> !avoid.contains(p))
                        .toList();
        return usable.isEmpty()
                ? Optional.empty()
                : Optional.of(usable.get(random.nextInt(usable.size())));
    }

    private Path build(Set<Ed25519PublicKey> excluded, Set<Path> avoid, Deadline deadline)
            throws NetworkException {
        try {
            do {
                Optional<Path> built = tryNodes(excluded, avoid, deadline);
                if (built.isPresent()) {
                    failed = false;
                    return built.get();
                }
                // Perhaps the list is of another time.
            } while (directory.renewDoubtful(deadline));
        } catch (NetworkException e) {
            failed = true;
            throw e;
        }
        failed = true;
        throw new NetworkException(
                Reason.NO_PATH,
                "No path of three nodes works; %d are known".formatted(directory.size()));
    }

    private Optional<Path> tryNodes(
            Set<Ed25519PublicKey> excluded, Set<Path> avoid, Deadline deadline)
            throws NetworkException {
        for (int i = 0; i < BUILDS && !deadline.isOver(); i++) {
            directory.ensure(deadline);
            Optional<ServiceNode> guard = guards.choose(excluded, live, deadline);
            if (guard.isEmpty()) {
                break;
            }
            dissolve(p -> directory.find(p.guard().ed25519()).isEmpty());
            Optional<Path> candidate = draw(guard.get(), excluded, live);
            if (candidate.isPresent()
                    && !avoid.contains(candidate.get())
                    && passes(candidate.get(), deadline)) {
                return candidate;
            }
        }
        return Optional.empty();
    }

    /**
     * Prefers nodes that no other path uses, so that one bad node spoils one path. Nodes set aside
     * are better than no path.
     */
    private Optional<Path> draw(
            ServiceNode guard, Set<Ed25519PublicKey> excluded, List<Path> others) {
        Set<Ed25519PublicKey> busy = new HashSet<>(excluded);
        others.forEach(p -> p.nodes().forEach(n -> busy.add(n.ed25519())));
        busy.addAll(guards.chosen());
        busy.remove(guard.ed25519());
        List<ServiceNode> good = directory.inGoodStanding();
        return rules.draw(guard, good, busy, random)
                .or(() -> rules.draw(guard, good, excluded, random))
                .or(() -> rules.draw(guard, directory.nodes(), excluded, random));
    }

    private boolean passes(Path path, Deadline deadline) {
        Verdict verdict = probe.test(path, deadline);
        if (verdict == Verdict.CARRIES) {
            worked(path);
            return true;
        }
        if (!deadline.isOver() && !Thread.currentThread().isInterrupted()) {
            blame(path, verdict);
        }
        return false;
    }

    private void blame(Path path, Verdict verdict) {
        switch (verdict) {
            case CARRIES, SETTLED -> {}
            case GUARD_FAILED -> guards.failed(path.guard());
            case HOPS_FAILED -> {
                guards.failed(path.guard());
                failures.strike(path.middle().ed25519());
                failures.strike(path.exit().ed25519());
            }
        }
    }

    void worked(Path path) {
        guards.worked(path.guard());
        path.nodes().forEach(n -> failures.forgive(n.ed25519()));
    }

    /** The guard itself failed, so this path is of no use for now. */
    void guardFailed(Path path) {
        remove(path);
        guards.failed(path.guard());
    }

    /** A request failed and it is open whether path or destination is to blame. */
    void suspect(Path path, Set<Ed25519PublicKey> destination) {
        remove(path);
        background.execute(() -> {
            Deadline deadline = Deadline.in(settings.operationTimeout());
            if (passes(path, deadline)) {
                destination.forEach(failures::strike);
                if (path.nodes().stream().allMatch(directory::contains)) {
                    add(path);
                }
            } else {
                fillSoon();
            }
        });
    }

    /**
     * A server outside the network did not answer. Anybody may name such a server, so the path
     * stays in use while it is tested; it goes if it fails.
     */
    void doubt(Path path) {
        background.execute(() -> {
            if (!passes(path, Deadline.in(settings.operationTimeout()))) {
                remove(path);
                fillSoon();
            }
        });
    }

    /** Builds what is missing, in the background. */
    void fillSoon() {
        if (live.size() < WANTED && fills.isOver() && filling.compareAndSet(false, true)) {
            background.execute(this::fill);
        }
    }

    /** How long it is until {@link #fillSoon} does something again. */
    Duration untilFill() {
        return fills.left();
    }

    private void fill() {
        building.lock();
        try {
            Deadline deadline = Deadline.in(settings.operationTimeout());
            while (live.size() < WANTED && !deadline.isOver()) {
                add(build(Set.of(), Set.copyOf(live), deadline));
            }
            fills.worked(Duration.ZERO);
        } catch (NetworkException e) {
            fills.failed();
        } finally {
            building.unlock();
            filling.set(false);
        }
    }

    /**
     * New middle and exit for every path; the guards stay. A path that fails its test is not used.
     */
    void rotate() {
        building.lock();
        try {
            Deadline deadline = Deadline.in(settings.operationTimeout());
            for (Path old : live) {
                List<Path> others = live.stream().filter(p -> !p.equals(old)).toList();
                Optional<Path> fresh = draw(old.guard(), Set.of(), others);
                if (fresh.isPresent()
                        && !fresh.get().equals(old)
                        && passes(fresh.get(), deadline)) {
                    replace(old, fresh.get());
                }
            }
        } finally {
            building.unlock();
        }
    }

    private void leave(Ed25519PublicKey node) {
        guards.forget(node);
        dissolve(p -> p.contains(node));
    }

    /** Gives up the paths with nodes that a new list no longer has. */
    void keepKnown() {
        dissolve(p -> !p.nodes().stream().allMatch(directory::contains));
        fillSoon();
    }

    private synchronized void dissolve(java.util.function.Predicate<Path> doomed) {
        live = live.stream().filter(doomed.negate()).toList();
    }

    private void remove(Path path) {
        dissolve(path::equals);
    }

    private synchronized void add(Path path) {
        if (!live.contains(path)) {
            List<Path> more = new ArrayList<>(live);
            if (more.size() >= MOST) {
                more.removeLast();
            }
            more.add(path);
            live = List.copyOf(more);
        }
    }

    private synchronized void replace(Path old, Path fresh) {
        live = live.stream().map(p -> p.equals(old) ? fresh : p).distinct().toList();
    }
}
