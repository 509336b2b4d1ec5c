/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.change;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Change;
import app.snug.messenger.Changes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One who follows an account's changes, on a thread of its own. */
final class Follower implements Changes.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int AT_ONCE = 200;
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);

    private final ChangeFeed feed;
    private final AccountRef account;
    private final Consumer<Change> listener;
    private final Runnable gone;
    private final Semaphore news = new Semaphore(0);
    private long shown;
    private volatile boolean closed;

    /**
     * @param shown the newest change known already
     */
    Follower(
            ChangeFeed feed,
            AccountRef account,
            long shown,
            Consumer<Change> listener,
            Runnable gone) {
        this.feed = feed;
        this.account = account;
        this.shown = shown;
        this.listener = listener;
        this.gone = gone;
    }

    AccountRef account() {
        return account;
    }

    void start() {
        // What was committed between asking for the newest number and being known as a follower.
        wake();
        Thread.ofVirtual().name("changes-" + account.value()).start(this::run);
    }

    void wake() {
        news.release();
    }

    /** There will be nothing new. */
    void end() {
        close();
        gone.run();
    }

    @Override
    public void close() {
        closed = true;
        feed.remove(this);
        wake();
    }

    private void run() {
        try {
            while (true) {
                news.acquire();
                news.drainPermits();
                if (closed) {
                    return;
                }
                if (!catchUp()) {
                    boolean unused =
                            news.tryAcquire(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS);
                    wake();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return false if the database must be asked again
     */
    private boolean catchUp() {
        try {
            try {
                List<Change> changes;
                do {
                    changes = feed.after(account, shown, AT_ONCE);
                    changes.forEach(this::tell);
                } while (changes.size() == AT_ONCE && !closed);
            } catch (Changes.TooOldException e) {
                LOG.warn("Account {}: a page fell too far behind", account.value());
                shown = feed.newest(account);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("Account {}: changes cannot be read now", account.value(), e);
            return false;
        }
    }

    private void tell(Change change) {
        shown = change.number();
        if (closed) {
            return;
        }
        try {
            listener.accept(change);
        } catch (RuntimeException e) {
            LOG.warn("Account {}: a page did not take a change", account.value(), e);
        }
    }
}
