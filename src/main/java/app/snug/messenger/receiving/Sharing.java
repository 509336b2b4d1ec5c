/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.VaultLockedException;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.sync.ConfigUploads;
import app.snug.network.NetworkException;
import app.snug.protocol.identity.AccountKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * When an account's changes are pushed: soon after the first, so that those that follow go along;
 * never one right after the other; ever later while it fails. Once an hour the swarm is asked to
 * keep what it has.
 */
final class Sharing {

    static final Duration COLLECT = Duration.ofSeconds(1);

    /** Up to so much more, so that of two devices that merge the same one is first. */
    static final Duration SPREAD = Duration.ofMillis(1500);

    static final Duration APART = Duration.ofSeconds(3);
    static final Duration KEEP_ALIVE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 8;

    private final Account account;
    private final AccountKeys keys;
    private final StoredAccounts accounts;
    private final ConfigUploads uploads;
    private final InstantSource networkTime;
    private final RandomGenerator random;
    private Duration collect = COLLECT;
    private Instant notBefore = Instant.EPOCH;
    private Instant keepAliveAt = Instant.EPOCH;
    private int failures;

    /**
     * @param keys stay the caller's
     */
    Sharing(
            Account account,
            AccountKeys keys,
            StoredAccounts accounts,
            ConfigUploads uploads,
            InstantSource networkTime,
            RandomGenerator random) {
        this.account = account;
        this.keys = keys;
        this.accounts = accounts;
        this.uploads = uploads;
        this.networkTime = networkTime;
        this.random = random;
    }

    /** After a poll, so that what others pushed is merged already. Failures wait for next time. */
    void shareIfDue() {
        try {
            if (isOver(due())) {
                boolean pushed = uploads.push(account, keys);
                collect = COLLECT.plusMillis(random.nextLong(SPREAD.toMillis()));
                notBefore = networkTime.instant().plus(pushed ? APART : LONGEST);
            }
            if (isOver(Optional.of(keepAliveAt))) {
                uploads.keepAlive(account, keys);
                keepAliveAt = networkTime.instant().plus(KEEP_ALIVE);
            }
            failures = 0;
        } catch (NetworkException e) {
            failed(e.reason().toString());
        } catch (VaultLockedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("Account {}: changes cannot be shared", account.ref().value(), e);
            failed(e.getClass().getSimpleName());
        }
    }

    private void failed(String why) {
        if (failures++ == 0) {
            LOG.info("Account {}: changes wait to be shared: {}", account.ref().value(), why);
        }
        Duration wait = APART.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        notBefore = networkTime.instant().plus(bounded);
        keepAliveAt = keepAliveAt.isAfter(notBefore) ? keepAliveAt : notBefore;
    }

    private Optional<Instant> due() {
        return accounts.configs()
                .unpushedSince(account.ref())
                .map(since -> since.plus(collect))
                .map(at -> at.isBefore(notBefore) ? notBefore : at);
    }

    /** A clock that was set back must not keep changes waiting for long. */
    private boolean isOver(Optional<Instant> at) {
        Instant now = networkTime.instant();
        return at.filter(due -> !due.isAfter(now) || due.isAfter(now.plus(KEEP_ALIVE))).isPresent();
    }

    /** How long until something wants to be pushed, at most so long; that if nobody can say. */
    Duration untilDue(Duration most) {
        Instant now = networkTime.instant();
        try {
            return due().map(at -> Duration.between(now, at))
                    .map(wait -> wait.isNegative() ? Duration.ofMillis(1) : wait)
                    .filter(wait -> wait.compareTo(most) < 0)
                    .orElse(most);
        } catch (DataAccessException e) {
            return most;
        }
    }
}
