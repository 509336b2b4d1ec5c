/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.conversation.Indexing;
import app.snug.messenger.conversation.Sweeper;
import app.snug.messenger.outbox.ErrandWorker;
import app.snug.messenger.outbox.OutboxWorker;
import app.snug.messenger.receiving.Pollers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Sends and receives while the program runs. The last to start, the first to stop. */
final class Messenger implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Messenger.class);

    private final OutboxWorker outbox;
    private final ErrandWorker errands;
    private final Sweeper sweeper;
    private final Indexing indexing;
    private final Pollers pollers;
    private final Runnable tidying;
    private @Nullable ScheduledExecutorService hours;

    /**
     * @param tidying forgets what is not needed any more
     */
    Messenger(
            OutboxWorker outbox,
            ErrandWorker errands,
            Sweeper sweeper,
            Indexing indexing,
            Pollers pollers,
            Runnable tidying) {
        this.outbox = outbox;
        this.errands = errands;
        this.sweeper = sweeper;
        this.indexing = indexing;
        this.pollers = pollers;
        this.tidying = tidying;
    }

    @Override
    public synchronized void start() {
        if (hours != null) {
            return;
        }
        hours =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("messenger-tidying").factory());
        var unused = hours.scheduleWithFixedDelay(this::tidy, 5, 60, TimeUnit.MINUTES);
        outbox.start();
        errands.start();
        sweeper.start();
        indexing.start();
        pollers.start();
    }

    @Override
    public synchronized void stop() {
        if (hours == null) {
            return;
        }
        hours.shutdownNow();
        hours = null;
        pollers.stop();
        indexing.stop();
        sweeper.stop();
        errands.stop();
        outbox.stop();
    }

    @Override
    public synchronized boolean isRunning() {
        return hours != null;
    }

    private void tidy() {
        try {
            tidying.run();
        } catch (RuntimeException e) {
            LOG.warn("Tidying up must wait for an hour", e);
        }
    }
}
