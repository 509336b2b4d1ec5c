/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.transfer;

import app.snug.messenger.AccountRef;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.VaultLockedException;
import app.snug.messenger.transfer.Carriage.FailedException;
import app.snug.network.Files;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what is in the queue: an account's files one after another, a few accounts side by side.
 * File servers give and take whole files, so one that was broken off begins again.
 */
public final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** Each has a file of up to 10 MB in memory, some of them twice. */
    private static final int AT_ONCE = 4;

    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /**
     * How often the network's own file server is asked for a file: for as long as it would keep it.
     */
    private static final int MOST_ASKS = 2_000;

    /**
     * How often a server is asked that the sender chose. The waits between grow fourfold: what is
     * away for a day loses nothing, and what nobody will ever give is no burden for long.
     */
    private static final int MOST_ASKS_ELSEWHERE = 10;

    private static final Duration TO_FINISH = Duration.ofSeconds(2);

    /** Hears how far a transfer is; called often, from several threads. */
    @FunctionalInterface
    public interface Watcher {

        /**
         * @param done bytes on their way so far
         * @param total bytes in all; -1 if that is not known yet
         */
        void moved(Transfer transfer, long done, long total);
    }

    private final TransferQueue queue;
    private final Carriage carriage;
    private final Watcher watcher;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<AccountRef, Job> jobs = new ConcurrentHashMap<>();
    private final Semaphore rings = new Semaphore(0);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("courier-", 0).factory());
    private volatile boolean stopped;
    private @Nullable Thread watch;

    public Courier(
            TransferQueue queue,
            Files files,
            Watcher watcher,
            InstantSource clock,
            SecureRandom random) {
        this.queue = queue;
        this.carriage = new Carriage(files, random);
        this.watcher = watcher;
        this.clock = clock;
        this.random = random;
    }

    public synchronized void start() {
        if (watch == null && !stopped) {
            watch = Thread.ofVirtual().name("courier").start(this::watch);
        }
    }

    /** What is under way is broken off, and begins again at the next start. */
    public synchronized void stop() {
        stopped = true;
        wake();
        jobs.values().forEach(Job::breakOff);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("A transfer is being written down still");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** There may be something new in the queue. */
    public void wake() {
        rings.release();
    }

    /**
     * Breaks a transfer off, if it is under way. It has to be taken from the queue before, so that
     * it does not begin again.
     */
    public void cancel(long transfer) {
        for (Job job : jobs.values()) {
            if (job.transfer.id() == transfer) {
                job.breakOff();
            }
        }
    }

    private void watch() {
        while (!stopped) {
            Duration sleep;
            try {
                sleep = startDue();
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warn("What files are to be carried cannot be asked: {}", e.getMessage());
                }
                sleep = SHORTEST_WAIT;
            }
            try {
                boolean unused =
                        rings.tryAcquire(Math.max(1, sleep.toMillis()), TimeUnit.MILLISECONDS);
                rings.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Duration startDue() {
        int free = AT_ONCE - jobs.size();
        List<Transfer> due = free > 0 ? queue.due(jobs.keySet(), free) : List.of();
        for (Transfer transfer : due) {
            Job job = new Job(transfer);
            if (jobs.size() < AT_ONCE && jobs.putIfAbsent(transfer.account(), job) == null) {
                threads.execute(job);
            }
        }
        return queue.nextDue()
                .map(next -> Duration.between(clock.instant(), next))
                // What is due now waits for a place, and is called when there is one.
                .filter(Duration::isPositive)
                .filter(wait -> wait.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
    }

    /** Doubles with every failure, or more; half of it is chance. */
    private Duration patience(Transfer transfer, TransferFailure why) {
        boolean elsewhere = isElsewhere(transfer);
        int failures = Math.clamp(transfer.failures(), 0, MOST_ASKS_ELSEWHERE);
        long full = SHORTEST_WAIT.toMillis() << (elsewhere ? 2 * failures : failures);
        if (!elsewhere || !why.isServers()) {
            full = Math.min(LONGEST_WAIT.toMillis(), full);
        }
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }

    /** Whether it is fetched from a server that its sender chose. */
    private static boolean isElsewhere(Transfer transfer) {
        return transfer instanceof Transfer.Download download
                && download.address().serverKey().isPresent();
    }

    /** Whether a file's server has had all its chances. */
    private static boolean isOver(Transfer transfer, TransferFailure why) {
        int most = isElsewhere(transfer) ? MOST_ASKS_ELSEWHERE : MOST_ASKS;
        return transfer instanceof Transfer.Download
                && why.isServers()
                && transfer.failures() + 1 >= most;
    }

    /** One transfer under way. Only while the network is at work can it be broken off. */
    private final class Job implements Runnable {

        private final Transfer transfer;
        private @Nullable Thread carrying;
        private boolean brokenOff;

        private Job(Transfer transfer) {
            this.transfer = transfer;
        }

        @Override
        public void run() {
            try {
                switch (transfer) {
                    case Transfer.Upload upload -> send(upload);
                    case Transfer.Download download -> get(download);
                }
            } catch (FailedException e) {
                failed(e.why());
            } catch (VaultLockedException e) {
                LOG.debug("Transfer {} waits for its owner", transfer.id());
            } catch (IOException | RuntimeException e) {
                LOG.warn("Transfer {} failed here", transfer.id(), e);
                failed(TransferFailure.HERE);
            } finally {
                jobs.remove(transfer.account());
                wake();
            }
        }

        private void send(Transfer.Upload upload) throws IOException, FailedException {
            byte[] plain = queue.content(upload);
            begin();
            TransferQueue.Sent sent;
            try {
                sent =
                        carriage.upload(
                                upload.form(),
                                plain,
                                (done, total) -> watcher.moved(upload, done, total));
            } finally {
                end();
            }
            queue.sent(upload, sent);
        }

        private void get(Transfer.Download download) throws IOException, FailedException {
            begin();
            byte[] plain;
            try {
                plain =
                        carriage.download(
                                download, (done, total) -> watcher.moved(download, done, total));
            } finally {
                end();
            }
            queue.got(download, plain);
        }

        private synchronized void begin() {
            carrying = Thread.currentThread();
            if (brokenOff) {
                carrying.interrupt();
            }
        }

        /** Clears the interrupt, which would hit the database or the disk. */
        private synchronized void end() {
            carrying = null;
            boolean unused = Thread.interrupted();
        }

        private synchronized void breakOff() {
            brokenOff = true;
            if (carrying != null) {
                carrying.interrupt();
            }
        }

        private synchronized boolean isBrokenOff() {
            return brokenOff;
        }

        /** Where nothing can be written down, it would begin again at once. */
        private static void rest() {
            try {
                Thread.sleep(SHORTEST_WAIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void failed(TransferFailure why) {
            if (isBrokenOff()) {
                return;
            }
            LOG.info("Account {}: a file waits: {}", transfer.account().value(), why);
            boolean over = isOver(transfer, why);
            try {
                queue.failed(
                        transfer,
                        over ? TransferFailure.GIVEN_UP : why,
                        why.isPassing() && !over
                                ? Optional.of(clock.instant().plus(patience(transfer, why)))
                                : Optional.empty());
            } catch (RuntimeException e) {
                LOG.warn("That transfer {} failed cannot be written down", transfer.id(), e);
                rest();
            }
        }
    }
}
