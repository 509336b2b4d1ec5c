/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network's time: ours, corrected by the median of what three nodes say ({@code protocol/02}
 * §9). It moves by no single node's word.
 */
final class NetworkClock implements InstantSource {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkClock.class);

    static final int WITNESSES = 3;
    private static final int LEAST_WITNESSES = 2;
    private static final Duration BETWEEN_SYNCS = Duration.ofMinutes(1);

    /** Both clocks are read in whole milliseconds. */
    private static final long ROUNDING = 1;

    private final InstantSource local;
    private final NodeDirectory directory;
    private final RandomGenerator random;
    private volatile long offsetMillis;
    private volatile Instant synced = Instant.EPOCH;

    NetworkClock(InstantSource local, NodeDirectory directory, RandomGenerator random) {
        this.local = local;
        this.directory = directory;
        this.random = random;
    }

    @Override
    public Instant instant() {
        return local.instant().plusMillis(offsetMillis);
    }

    Duration offset() {
        return Duration.ofMillis(offsetMillis);
    }

    /** When it was last set right. */
    Instant synced() {
        return synced;
    }

    /**
     * Asks the nodes for the time.
     *
     * @return whether the clock was set just now; not more than once a minute, so that a lying node
     *     cannot keep us busy
     */
    synchronized boolean sync(OnionRequests onions, Deadline deadline) {
        // Either way: the local clock may have been set back since.
        if (Duration.between(synced, local.instant()).abs().compareTo(BETWEEN_SYNCS) < 0) {
            return false;
        }
        List<Callable<OptionalLong>> questions = new ArrayList<>();
        for (ServiceNode node : directory.draw(WITNESSES, n -> true, random)) {
            questions.add(() -> ask(node, onions, deadline));
        }
        List<Long> offsets = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<OptionalLong> answer : threads.invokeAll(questions)) {
                answer.get().ifPresent(offsets::add);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Asking for the time broke", e.getCause());
        }
        if (offsets.size() < LEAST_WITNESSES) {
            return false;
        }
        offsetMillis = median(offsets);
        synced = local.instant();
        if (Math.abs(offsetMillis) > 5_000) {
            LOG.warn("This computer's clock differs by {} ms from the network's", -offsetMillis);
        }
        return true;
    }

    /** Of two, the one nearer to our own clock. */
    static long median(List<Long> offsets) {
        List<Long> sorted = new ArrayList<>(offsets);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        if (sorted.size() % 2 == 1) {
            return sorted.get(middle);
        }
        long lower = sorted.get(middle - 1);
        long upper = sorted.get(middle);
        return Math.abs(lower) <= Math.abs(upper) ? lower : upper;
    }

    /**
     * How far a node's clock is ahead of ours. None, if it said a time that ours showed while it
     * was asked: where in the round trip it was said, nobody knows, and what we write would no
     * longer be in order with what the rest of this computer writes.
     *
     * @param start when it was asked, by our clock; all in milliseconds
     */
    static long offset(long start, long roundTrip, long said) {
        long first = start - ROUNDING;
        long last = start + roundTrip + ROUNDING;
        return said >= first && said <= last ? 0 : said - start - roundTrip / 2;
    }

    private OptionalLong ask(ServiceNode node, OnionRequests onions, Deadline deadline) {
        try {
            long start = local.millis();
            long began = System.nanoTime();
            if (onions.ask(node, Info.REQUEST, Info.LARGEST_ANSWER, deadline)
                            instanceof Delivery.Answered answer
                    && answer.status() == 200) {
                long roundTrip = (System.nanoTime() - began) / 1_000_000;
                return OptionalLong.of(offset(start, roundTrip, Info.time(answer.body())));
            }
        } catch (MalformedAnswerException e) {
            onions.failures().malformed(node, e);
        } catch (NetworkException e) {
            LOG.debug("No time from {}: {}", node.ed25519(), e.reason());
        }
        return OptionalLong.empty();
    }
}
