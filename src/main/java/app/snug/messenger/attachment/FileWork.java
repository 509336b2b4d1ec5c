/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.transfer.Courier;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Carries and removes files while the program runs. */
public final class FileWork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FileWork.class);

    private static final int SECONDS_BETWEEN_REMOVALS = 10;

    /** Other devices change pictures rarely. */
    private static final int SECONDS_BETWEEN_LOOKS = 60;

    private final Courier courier;
    private final LeftFiles left;
    private final StoredDrafts drafts;
    private final StoredPictures pictures;
    private @Nullable ScheduledExecutorService times;

    FileWork(Courier courier, LeftFiles left, StoredDrafts drafts, StoredPictures pictures) {
        this.courier = courier;
        this.left = left;
        this.drafts = drafts;
        this.pictures = pictures;
    }

    @Override
    public synchronized void start() {
        if (times != null) {
            return;
        }
        times =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("file-tidying").factory());
        var unusedRemoval =
                times.scheduleWithFixedDelay(
                        () -> quietly(left::remove), 1, SECONDS_BETWEEN_REMOVALS, TimeUnit.SECONDS);
        var unusedFollowing =
                times.scheduleWithFixedDelay(
                        () -> quietly(pictures::follow),
                        15,
                        SECONDS_BETWEEN_LOOKS,
                        TimeUnit.SECONDS);
        var unusedSweep =
                times.scheduleWithFixedDelay(() -> quietly(this::tidy), 6, 60, TimeUnit.MINUTES);
        courier.start();
    }

    @Override
    public synchronized void stop() {
        if (times == null) {
            return;
        }
        times.shutdownNow();
        times = null;
        courier.stop();
    }

    @Override
    public synchronized boolean isRunning() {
        return times != null;
    }

    /** What is there to forget: drafts that nobody sent, files that nothing names. */
    public void tidy() throws IOException {
        drafts.prune();
        left.remove();
        left.sweep();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void quietly(Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Files that are not needed any more stay for now: {}", e.getMessage());
        }
    }
}
