/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.protocol.descriptor.SignedDescriptor;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client of a network of service nodes; see {@link #open}. */
public final class SessionNetwork implements Network {

    private static final Logger LOG = LoggerFactory.getLogger(SessionNetwork.class);
    private static final Duration TICK = Duration.ofSeconds(10);
    private static final Duration SHORTEST_TICK = Duration.ofMillis(250);
    private static final Duration BEFORE_FIRST_REFRESH = Duration.ofMinutes(5);
    private static final Duration BETWEEN_CLOCK_SYNCS = Duration.ofHours(1);

    private final NetworkSettings settings;
    private final InstantSource local;
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("network-tick").factory());

    private final OnionTransport transport;
    private final NodeDirectory directory;
    private final Failures failures;
    private final Paths paths;
    private final OnionRequests onions;
    private final NetworkClock clock;
    private final ListRefresh refresh;
    private final SwarmClient swarms;
    private final FileClient files;

    private Instant rotated;
    private Instant refreshTried;
    private Instant clockTried = Instant.EPOCH;

    private SessionNetwork(
            NetworkDescriptor descriptor,
            NetworkSettings settings,
            InstantSource local,
            SecureRandom random,
            java.nio.file.Path memoryDirectory,
            CountDownLatch awaited,
            boolean inBackground) {
        this.settings = settings;
        this.local = local;
        this.rotated = local.instant();
        this.refreshTried = local.instant();
        Executor background = inBackground ? this::inBackground : Runnable::run;
        MemoryFiles memory = new MemoryFiles(memoryDirectory);
        PathRules rules = new PathRules(descriptor.distinctSubnets());
        SeedClient seeds = seeds(descriptor, settings, memory, local, random);
        directory = new NodeDirectory(descriptor, seeds, memory, local, awaited);
        failures = new Failures(directory);
        transport = new OnionTransport(settings.probeTimeout(), random);
        NetworkProbe probe = new NetworkProbe(directory, transport, failures, settings, random);
        Guards guards = new Guards(directory, rules, probe, memory, random);
        paths =
                new Paths(
                        directory,
                        guards,
                        rules,
                        probe,
                        failures,
                        settings,
                        local,
                        random,
                        background);
        onions = new OnionRequests(paths, transport, failures, settings);
        clock = new NetworkClock(local, directory, random);
        refresh = new ListRefresh(directory, onions, descriptor.signed() != null, random);
        SwarmCache cache = new SwarmCache(directory, memory, local);
        SwarmLookup lookup = new SwarmLookup(directory, onions, cache, random);
        SwarmRequests requests = new SwarmRequests(lookup, onions, directory, clock, settings);
        swarms = new SwarmClient(requests, directory, failures, random);
        files =
                new FileClient(
                        descriptor.files(),
                        new ServerRequests(paths, transport, failures),
                        background);
    }

    private static SeedClient seeds(
            NetworkDescriptor descriptor,
            NetworkSettings settings,
            MemoryFiles memory,
            InstantSource local,
            SecureRandom random) {
        SignedDescriptor signed = descriptor.signed();
        return signed == null
                ? new JsonRpcSeeds(descriptor.seeds(), settings.seedTimeout(), random)
                : new SignedSeeds(signed, settings.probeTimeout(), memory, local, random);
    }

    /**
     * Starts a client. Returns at once; connecting goes on in the background, and a request made
     * before it is done waits for it.
     *
     * @param local this computer's time; the network's time is derived from it
     * @param memoryDirectory where node list, guards and swarms are remembered; made if missing
     */
    public static SessionNetwork open(
            NetworkDescriptor descriptor,
            NetworkSettings settings,
            InstantSource local,
            SecureRandom random,
            java.nio.file.Path memoryDirectory) {
        return open(descriptor, settings, local, random, memoryDirectory, new CountDownLatch(0));
    }

    /**
     * The same for a network that is still to be started.
     *
     * @param awaited until it is over no node is asked anything, so that none is blamed either
     */
    public static SessionNetwork open(
            NetworkDescriptor descriptor,
            NetworkSettings settings,
            InstantSource local,
            SecureRandom random,
            java.nio.file.Path memoryDirectory,
            CountDownLatch awaited) {
        SessionNetwork network =
                new SessionNetwork(
                        descriptor, settings, local, random, memoryDirectory, awaited, true);
        network.tickAfter(Duration.ZERO);
        return network;
    }

    private void tickAfter(Duration pause) {
        var unused = ticks.schedule(this::tickSafely, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Without a path it is looked after more often, though it is for that to say when to try. */
    private Duration untilTick() {
        if (!paths.live().isEmpty()) {
            return TICK;
        }
        return Collections.max(
                List.of(SHORTEST_TICK, Collections.min(List.of(TICK, paths.untilFill()))));
    }

    /** Without any work of its own: the caller ticks, and what is due happens in its thread. */
    static SessionNetwork openStill(
            NetworkDescriptor descriptor,
            NetworkSettings settings,
            InstantSource local,
            SecureRandom random,
            java.nio.file.Path memoryDirectory) {
        return new SessionNetwork(
                descriptor, settings, local, random, memoryDirectory, new CountDownLatch(0), false);
    }

    private void inBackground(Runnable task) {
        try {
            tasks.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: nothing more is done in the background");
        }
    }

    private void tickSafely() {
        try {
            tick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The network's upkeep failed", e);
        }
        try {
            tickAfter(untilTick());
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: nothing more falls due");
        }
    }

    /** Does what is due: more paths, new hops, a new node list, the time. */
    synchronized void tick() throws InterruptedException {
        Instant now = local.instant();
        if (paths.live().isEmpty()) {
            paths.fillSoon();
        } else if (isDue(rotated, settings.rotation(), now)) {
            rotated = now;
            paths.rotate();
        }
        if (isDue(directory.since(), settings.refresh(), now)
                && isDue(refreshTried, BEFORE_FIRST_REFRESH, now)) {
            refreshTried = now;
            if (refresh.run(Deadline.in(settings.operationTimeout()))) {
                paths.keepKnown();
            }
        }
        if (!paths.live().isEmpty()
                && isDue(clock.synced(), BETWEEN_CLOCK_SYNCS, now)
                && isDue(clockTried, TICK, now)) {
            clockTried = now;
            clock.sync(onions, Deadline.in(settings.operationTimeout()));
        }
    }

    private static boolean isDue(Instant last, Duration after, Instant now) {
        // Either way: the local clock may have been set back since.
        return Duration.between(last, now).abs().compareTo(after) >= 0;
    }

    @Override
    public Swarms swarms() {
        return swarms;
    }

    @Override
    public Files files() {
        return files;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Status status() {
        List<Path> live = paths.live();
        return new Status(
                paths.connection(),
                live.isEmpty() ? List.of() : live.getFirst().nodes(),
                directory.size());
    }

    /** Answers refused so far, by the Ed25519 key of the node that gave them. */
    public Map<String, Long> refusedAnswers() {
        return failures.malformedAnswers();
    }

    Paths paths() {
        return paths;
    }

    OnionRequests onions() {
        return onions;
    }

    NodeDirectory directory() {
        return directory;
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        tasks.shutdownNow();
        transport.close();
    }
}
