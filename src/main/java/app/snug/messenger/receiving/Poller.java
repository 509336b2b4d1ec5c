/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.messenger.Account;
import app.snug.messenger.Reception;
import app.snug.messenger.VaultLockedException;
import app.snug.messenger.account.Configs;
import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.network.Swarms.Polled;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the swarm of one account for what is new, for as long as its vault is open. */
final class Poller implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    /** Polls in a row while nodes have more. */
    private static final int IN_A_ROW = 20;

    /** That many nodes of a swarm do not all lack a config that is there. */
    private static final int ENOUGH_NODES = 4;

    /** How long a node may keep a poll: not so long that one that lost something is believed. */
    private static final Duration WAIT = Duration.ofSeconds(8);

    /** A poll that took so long was kept by its node. */
    private static final Duration KEPT = WAIT.dividedBy(2);

    private static final List<Namespace> CONFIGS =
            Configs.TYPES.stream().map(ConfigType::namespace).toList();
    private static final List<Namespace> EVERYTHING =
            Stream.concat(Stream.of(Namespace.DEFAULT), CONFIGS.stream()).toList();

    private final Account account;
    private final AccountKeys keys;
    private final Swarms swarms;
    private final Intake intake;
    private final Sharing sharing;
    private final SwarmCursors.Of cursors;
    private final Pace pace;
    private final Receptions reception;
    private final BooleanSupplier watched;
    private final BooleanSupplier vaultOpen;
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean stopped;
    private boolean wasWell;
    private int failures;

    /**
     * @param keys taken over, closed at the end
     */
    Poller(
            Account account,
            AccountKeys keys,
            Swarms swarms,
            Intake intake,
            Sharing sharing,
            SwarmCursors.Of cursors,
            Pace pace,
            Receptions reception,
            BooleanSupplier watched,
            BooleanSupplier vaultOpen) {
        this.account = account;
        this.keys = keys;
        this.swarms = swarms;
        this.intake = intake;
        this.sharing = sharing;
        this.cursors = cursors;
        this.pace = pace;
        this.reception = reception;
        this.watched = watched;
        this.vaultOpen = vaultOpen;
    }

    /** Polls soon. */
    void nudge() {
        nudges.release();
    }

    void stop() {
        stopped = true;
        nudge();
    }

    @Override
    public void run() {
        try (keys) {
            while (!stopped && vaultOpen.getAsBoolean()) {
                Duration pause = sharing.untilDue(pollSafely());
                boolean unused = nudges.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                nudges.drainPermits();
            }
        } catch (VaultLockedException e) {
            LOG.info("Account {}: locked, receiving stops", account.ref().value());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how long to wait. Only a locked vault ends it. */
    private Duration pollSafely() throws InterruptedException {
        long began = System.nanoTime();
        try {
            boolean answeredByNews = poll();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (failures > 0) {
                LOG.info("Account {}: receiving again", account.ref().value());
            }
            failures = 0;
            reception.good(account);
            wasWell = true;
            return answeredByNews || took.compareTo(KEPT) >= 0
                    ? Pace.BETWEEN_KEPT
                    : pace.afterSuccess(watched.getAsBoolean(), took);
        } catch (NetworkException e) {
            reception.failed(account, Receptions.trouble(e));
            if (++failures == 1 && !stopped) {
                LOG.info("Account {}: cannot receive: {}", account.ref().value(), e.reason());
            }
        } catch (VaultLockedException e) {
            throw e;
        } catch (RuntimeException e) {
            reception.failed(account, Reception.Trouble.HERE);
            if (++failures == 1 && !stopped) {
                LOG.warn("Account {}: cannot receive", account.ref().value(), e);
            }
        }
        wasWell = false;
        return pace.afterFailure(watched.getAsBoolean(), failures);
    }

    /**
     * Fetches and stores until there is no more, then shares what changed here.
     *
     * @return whether a node kept the request until something came
     */
    boolean poll() throws NetworkException, InterruptedException {
        if (intake.isFirst(account)) {
            readConfigs();
        }
        boolean keeping = wasWell && watched.getAsBoolean();
        boolean news = false;
        boolean more = true;
        for (int i = 0; more && i < IN_A_ROW && !stopped; i++) {
            Polled polled =
                    keeping
                            ? kept()
                            : swarms.poll(account.id(), keys.ed25519(), EVERYTHING, cursors);
            intake.take(account, keys, polled, cursors);
            news |= !polled.messages().values().stream().allMatch(List::isEmpty);
            more = polled.more();
        }
        if (!more) {
            intake.tookAll(account);
        }
        sharing.shareIfDue();
        return keeping && news;
    }

    /** Waits for what comes, and shares meanwhile what changes here. */
    private Polled kept() throws NetworkException, InterruptedException {
        KeptPoll poll =
                new KeptPoll(
                        () -> swarms.poll(account.id(), keys.ed25519(), EVERYTHING, cursors, WAIT),
                        this::nudge);
        try {
            while (!poll.isDone() && !stopped && vaultOpen.getAsBoolean()) {
                boolean unused = nudges.tryAcquire(Pace.QUICK.toMillis(), TimeUnit.MILLISECONDS);
                if (!poll.isDone()) {
                    sharing.shareIfDue();
                }
            }
            if (!vaultOpen.getAsBoolean()) {
                throw new VaultLockedException(account.owner());
            }
            if (!poll.isDone()) {
                throw new InterruptedException("Polling ends");
            }
            return poll.result();
        } finally {
            poll.cancel();
        }
    }

    /**
     * Before anything else, once: several nodes are asked, since one may lack what others have, and
     * what is not found will be made new.
     */
    private void readConfigs() throws NetworkException {
        Set<Ed25519PublicKey> read = new HashSet<>();
        for (int i = 0; i < IN_A_ROW && !stopped; i++) {
            Polled polled = swarms.poll(account.id(), keys.ed25519(), CONFIGS, cursors);
            intake.takeConfigs(account, polled, cursors);
            if (!polled.more() && (!read.add(polled.node()) || read.size() == ENOUGH_NODES)) {
                intake.settle(account);
                return;
            }
        }
    }
}
