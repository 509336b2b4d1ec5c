/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.VaultLockedException;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.outbox.ErrandTable.Action;
import app.snug.messenger.outbox.ErrandTable.Due;
import app.snug.messenger.outbox.ErrandTable.Errand;
import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the errands of every account whose vault is open, for they need its signature. It may be
 * killed at any moment: what is not noted as done is done again.
 */
public final class ErrandWorker {

    private static final Logger LOG = LoggerFactory.getLogger(ErrandWorker.class);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration TO_FINISH = Duration.ofSeconds(2);

    private final Errands errands;
    private final StoredAccounts accounts;
    private final Vaults vaults;
    private final Swarms swarms;
    private final Set<AccountRef> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("errand-", 0).factory());
    private volatile boolean stopped;
    private @Nullable Thread watch;

    public ErrandWorker(Errands errands, StoredAccounts accounts, Vaults vaults, Swarms swarms) {
        this.errands = errands;
        this.accounts = accounts;
        this.vaults = vaults;
        this.swarms = swarms;
    }

    public synchronized void start() {
        if (watch == null && !stopped) {
            vaults.onOpened(owner -> errands.alarm().ring());
            watch = Thread.ofVirtual().name("errands").start(this::watch);
        }
    }

    /** Begins nothing more; what is under way may finish within two seconds. */
    public synchronized void stop() {
        stopped = true;
        errands.alarm().ring();
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
            Duration sleep = AFTER_TROUBLE;
            try {
                sleep = startAccounts();
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warn("Errands cannot be read now", e);
                }
            }
            try {
                errands.alarm().sleep(sleep);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Returns how long nothing will be due that is not now. */
    private Duration startAccounts() {
        Instant now = errands.now();
        Duration sleep = LONGEST_SLEEP;
        for (Due due : errands.accounts()) {
            if (!vaults.isOpen(due.owner())) {
                continue;
            }
            if (errands.isDue(due.at())) {
                if (!stopped && busy.add(due.account())) {
                    threads.execute(() -> run(due));
                }
            } else {
                Duration wait = Duration.between(now, due.at());
                sleep = wait.compareTo(sleep) < 0 ? wait : sleep;
            }
        }
        return sleep;
    }

    private void run(Due due) {
        boolean well = false;
        try {
            Optional<Account> account = accounts.find(due.owner(), due.account());
            if (account.isPresent()) {
                run(account.get());
            }
            well = true;
        } catch (VaultLockedException e) {
            well = true;
        } catch (RuntimeException e) {
            if (!stopped) {
                LOG.warn("Account {}: errands broke off", due.account().value(), e);
            }
        } finally {
            busy.remove(due.account());
        }
        // More may have come after the last look; after trouble the watch looks again by itself.
        if (well) {
            errands.alarm().ring();
        }
    }

    private void run(Account account) {
        try (AccountKeys keys = accounts.keys(account)) {
            List<Errand> due = errands.due(account.ref());
            while (!due.isEmpty() && !stopped) {
                Map<Kind, List<Errand>> alike =
                        due.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                e -> new Kind(e.action(), e.expiry())));
                alike.forEach((kind, group) -> ask(account, keys, kind, group));
                due = errands.due(account.ref());
            }
        }
    }

    /** What one request can hold. */
    private record Kind(Action action, Optional<Instant> expiry) {}

    private void ask(Account account, AccountKeys keys, Kind kind, List<Errand> group) {
        if (stopped) {
            return;
        }
        Set<MessageHash> hashes = group.stream().map(Errand::hash).collect(Collectors.toSet());
        try {
            switch (kind.action()) {
                case DELETE -> {
                    var unused = swarms.delete(account.id(), keys.ed25519(), hashes);
                    errands.done(account.ref(), group);
                }
                case SHORTEN ->
                        errands.shortened(
                                account.ref(),
                                group,
                                swarms.shorten(
                                        account.id(),
                                        keys.ed25519(),
                                        hashes,
                                        kind.expiry().orElseThrow()));
            }
        } catch (NetworkException e) {
            if (stopped) {
                return;
            }
            LOG.info(
                    "Account {}: {} errands wait: {}",
                    account.ref().value(),
                    group.size(),
                    e.reason());
            errands.failed(account.ref(), group, e.isTransient());
        }
    }
}
