/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.outbox.Letter.Queue;
import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.network.Swarms.StoreReceipt;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the outbox: letters of one queue one after another, queues side by side. It may
 * be killed at any moment; whoever starts next finds every letter where it was.
 */
public final class OutboxWorker {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);
    private static final int AT_ONCE = 16;
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final Duration TO_FINISH = Duration.ofSeconds(2);

    private final Outbox outbox;
    private final Swarms swarms;
    private final Ways ways;
    private final Set<Queue> busy = ConcurrentHashMap.newKeySet();
    private final Semaphore sending = new Semaphore(AT_ONCE);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("outbox-", 0).factory());

    /** So that the first success after a start hurries what waited for the network. */
    private volatile boolean networkAway = true;

    private volatile boolean stopped;
    private @Nullable Thread watch;

    public OutboxWorker(Outbox outbox, Swarms swarms, Ways ways) {
        this.outbox = outbox;
        this.swarms = swarms;
        this.ways = ways;
    }

    public synchronized void start() {
        if (watch == null && !stopped) {
            watch = Thread.ofVirtual().name("outbox").start(this::watch);
        }
    }

    /** Sends nothing more; what is under way may finish within two seconds. */
    public synchronized void stop() {
        stopped = true;
        outbox.alarm().ring();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!stopped) {
            Duration sleep;
            try {
                sleep = startQueues();
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warn("The outbox cannot be read now", e);
                }
                sleep = AFTER_TROUBLE;
            }
            try {
                outbox.alarm().sleep(sleep);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Starts every queue whose first letter is due; returns how long nothing else will be. */
    private Duration startQueues() {
        Instant now = outbox.now();
        Duration sleep = LONGEST_SLEEP;
        for (OutboxTable.Due due : outbox.queues()) {
            if (outbox.isDue(due.at())) {
                if (!stopped && busy.add(due.queue())) {
                    threads.execute(() -> run(due.queue()));
                }
            } else {
                Duration wait = Duration.between(now, due.at());
                sleep = wait.compareTo(sleep) < 0 ? wait : sleep;
            }
        }
        return sleep;
    }

    private void run(Queue queue) {
        boolean rest = false;
        try {
            Optional<Letter> letter = outbox.first(queue);
            while (letter.isPresent() && !stopped) {
                send(letter.get());
                letter = outbox.first(queue);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Neither sent nor failed as far as the database knows: the same again soon.
            if (!stopped) {
                LOG.warn("Sending broke off", e);
                rest = true;
            }
        }
        release(queue, rest);
    }

    /** Rings, since a letter may have come after the last look and before the queue was free. */
    private void release(Queue queue, boolean rest) {
        if (rest) {
            try {
                Thread.sleep(AFTER_TROUBLE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        busy.remove(queue);
        outbox.alarm().ring();
    }

    private void send(Letter letter) throws InterruptedException {
        sending.acquire();
        try {
            StoreReceipt receipt =
                    swarms.store(
                            letter.recipient(),
                            Namespace.DEFAULT,
                            letter.data(),
                            letter.timeToLive());
            if (!letter.copy()) {
                letter.message()
                        .ifPresent(message -> ways.took(letter.account(), message, receipt.way()));
            }
            outbox.sent(letter, receipt.hash());
            if (networkAway) {
                networkAway = false;
                outbox.hurryAll();
            }
        } catch (NetworkException e) {
            if (stopped) {
                return;
            }
            LOG.info(
                    "Account {}: letter {} waits: {}",
                    letter.account().value(),
                    letter.id(),
                    e.reason());
            outbox.failed(letter, failure(e.reason()), e.isTransient());
            networkAway |= isAway(e.reason());
        } finally {
            sending.release();
        }
    }

    private static boolean isAway(NetworkException.Reason reason) {
        return reason == NetworkException.Reason.NO_NODES
                || reason == NetworkException.Reason.NO_PATH;
    }

    private static SendFailure failure(NetworkException.Reason reason) {
        return switch (reason) {
            case NO_NODES -> SendFailure.NETWORK_DOWN;
            case NO_PATH -> SendFailure.NO_PATH;
            case SWARM_UNREACHABLE, SERVER_UNREACHABLE -> SendFailure.SWARM_UNREACHABLE;
            case CLOCK -> SendFailure.CLOCK;
            case REFUSED, TOO_LARGE, NOT_FOUND -> SendFailure.REFUSED;
            case FULL -> SendFailure.FULL;
        };
    }
}
