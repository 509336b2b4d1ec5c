/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.change.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes messages when their time has come, whether their owner's vault is open or not. Sleeps
 * until the next one is due. Those that only became too old are looked for once an hour.
 */
public final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /** The network's clock may be corrected meanwhile. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TRIMMINGS = Duration.ofHours(1);
    private static final int AT_ONCE = 500;

    private final VanishingTable table;
    private final StoredTrimming trimming;
    private final Ledger ledger;
    private final InstantSource networkTime;
    private Instant trimmed = Instant.MIN;
    private volatile boolean stopped;
    private @Nullable Thread thread;

    public Sweeper(
            VanishingTable table,
            StoredTrimming trimming,
            Ledger ledger,
            InstantSource networkTime) {
        this.table = table;
        this.trimming = trimming;
        this.ledger = ledger;
        this.networkTime = networkTime;
    }

    public synchronized void start() {
        if (thread == null && !stopped) {
            thread = Thread.ofVirtual().name("sweeper").start(this::watch);
        }
    }

    public synchronized void stop() {
        stopped = true;
        table.alarm().ring();
    }

    private void watch() {
        while (!stopped) {
            Duration sleep = AFTER_TROUBLE;
            try {
                sweep();
                sleep = untilNext();
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warn("What should vanish cannot be deleted now", e);
                }
            }
            try {
                table.alarm().sleep(sleep);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Duration untilNext() {
        Instant now = networkTime.instant();
        return table.next()
                .map(next -> Duration.between(now, next))
                .filter(wait -> wait.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
    }

    /** Deletes all whose time has come. */
    public void sweep() {
        Instant now = networkTime.instant();
        deleteAll(() -> table.due(now, AT_ONCE));
        trimming.now().ifPresent(this::trim);
    }

    private void trim(Instant now) {
        // A clock that was set back must not put it off.
        Duration since = trimmed == Instant.MIN ? null : Duration.between(trimmed, now);
        if (trimming.takeWish()
                || since == null
                || since.isNegative()
                || since.compareTo(BETWEEN_TRIMMINGS) >= 0) {
            deleteAll(() -> trimming.due(now, AT_ONCE));
            trimmed = now;
        }
    }

    private void deleteAll(Supplier<Map<AccountRef, List<Long>>> next) {
        Map<AccountRef, List<Long>> due = next.get();
        while (!due.isEmpty() && !stopped) {
            due.forEach((account, messages) ->
                    ledger.change(account, entries -> table.delete(account, messages, entries)));
            due = next.get();
        }
    }
}
