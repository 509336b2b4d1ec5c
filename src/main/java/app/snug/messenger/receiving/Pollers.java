/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.OwnerId;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.ChangeFeed;
import app.snug.messenger.sync.ConfigUploads;
import app.snug.network.Swarms;
import app.snug.protocol.identity.AccountKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A poller for every account whose vault is open. */
public final class Pollers {

    private static final Logger LOG = LoggerFactory.getLogger(Pollers.class);
    private static final Duration TO_FINISH = Duration.ofSeconds(2);

    private final StoredAccounts accounts;
    private final ChangeFeed feed;
    private final Vaults vaults;
    private final Swarms swarms;
    private final Intake intake;
    private final ConfigUploads uploads;
    private final SwarmCursors cursors;
    private final InstantSource networkTime;
    private final RandomGenerator random;
    private final Pace pace;
    private final Receptions reception;
    private final Map<AccountRef, Poller> running = new HashMap<>();
    private @Nullable ExecutorService threads;

    public Pollers(
            StoredAccounts accounts,
            ChangeFeed feed,
            Vaults vaults,
            Swarms swarms,
            Intake intake,
            ConfigUploads uploads,
            SwarmCursors cursors,
            InstantSource networkTime,
            Receptions reception,
            RandomGenerator random) {
        this.accounts = accounts;
        this.feed = feed;
        this.vaults = vaults;
        this.swarms = swarms;
        this.intake = intake;
        this.uploads = uploads;
        this.cursors = cursors;
        this.networkTime = networkTime;
        this.random = random;
        this.pace = new Pace(random);
        this.reception = reception;
    }

    /** Once; from now on accounts are polled as their vaults open. */
    public void start() {
        synchronized (this) {
            threads =
                    Executors.newThreadPerTaskExecutor(
                            Thread.ofVirtual().name("poller-", 0).factory());
        }
        feed.onWatched(this::nudge);
        accounts.configs().onUnpushed(this::nudge);
        accounts.onAdded(this::start);
        accounts.onLeaving(this::leave);
        vaults.onOpened(this::start);
    }

    /** Polls no more; what is under way may finish within two seconds, or comes again. */
    public void stop() {
        ExecutorService ending;
        synchronized (this) {
            ending = threads;
            threads = null;
            running.values().forEach(Poller::stop);
        }
        if (ending == null) {
            return;
        }
        ending.shutdown();
        try {
            if (!ending.awaitTermination(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.shutdownNow();
            }
        } catch (InterruptedException e) {
            ending.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void start(OwnerId owner) {
        accounts.of(owner).forEach(this::startSafely);
    }

    private void startSafely(Account account) {
        try {
            start(account);
        } catch (RuntimeException e) {
            LOG.error("Account {}: receiving does not start", account.ref().value(), e);
        }
    }

    private synchronized void start(Account account) {
        if (threads == null
                || running.containsKey(account.ref())
                || accounts.isLeaving(account.ref())) {
            return;
        }
        AccountKeys keys = accounts.keys(account);
        Poller poller =
                new Poller(
                        account,
                        keys,
                        swarms,
                        intake,
                        new Sharing(account, keys, accounts, uploads, networkTime, random),
                        cursors.of(account.ref()),
                        pace,
                        reception,
                        () -> feed.isWatched(account.ref()),
                        () -> vaults.isOpen(account.owner()));
        running.put(account.ref(), poller);
        threads.execute(() -> {
            try {
                poller.run();
            } finally {
                ended(account);
            }
        });
    }

    /** A vault that was opened again meanwhile finds its poller still here. */
    private void ended(Account account) {
        synchronized (this) {
            running.remove(account.ref());
            notifyAll();
        }
        if (vaults.isOpen(account.owner()) && !accounts.isLeaving(account.ref())) {
            startSafely(account);
        } else {
            accounts.configs().forget(account.ref());
        }
    }

    /** What is under way may finish within two seconds, or breaks off. */
    private synchronized void leave(AccountRef account) {
        Poller poller = running.get(account);
        if (poller == null) {
            return;
        }
        poller.stop();
        long end = System.nanoTime() + TO_FINISH.toNanos();
        try {
            long left = TO_FINISH.toMillis();
            while (running.containsKey(account) && left > 0) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void nudge(AccountRef account) {
        Poller poller = running.get(account);
        if (poller != null) {
            poller.nudge();
        }
    }
}
