/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.Accounts;
import app.snug.messenger.MessageId;
import app.snug.messenger.OwnerId;
import app.snug.messenger.VaultLockedException;
import app.snug.messenger.Vaults;
import app.snug.messenger.change.Ledger;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes into the search index what was stored without: messages of before there was one. One
 * account after another, in small pieces, each time a vault opens.
 */
public final class Indexing {

    private static final Logger LOG = LoggerFactory.getLogger(Indexing.class);
    private static final int PIECE = 200;

    private final SearchTable table;
    private final Accounts accounts;
    private final Vaults vaults;
    private final Ledger ledger;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("indexing").factory());
    private volatile boolean stopped;

    public Indexing(SearchTable table, Accounts accounts, Vaults vaults, Ledger ledger) {
        this.table = table;
        this.accounts = accounts;
        this.vaults = vaults;
        this.ledger = ledger;
    }

    /** Once. */
    public void start() {
        vaults.onOpened(owner -> {
            if (!stopped) {
                thread.execute(() -> index(owner));
            }
        });
    }

    public void stop() {
        stopped = true;
        thread.shutdown();
    }

    boolean isUnderWay(Account account) {
        return underWay.contains(account.ref().value());
    }

    private void index(OwnerId owner) {
        try {
            accounts.of(owner).forEach(this::index);
        } catch (VaultLockedException e) {
            LOG.debug("Indexing waits for a vault");
        } catch (RuntimeException e) {
            if (!stopped) {
                LOG.warn("Messages are not taken into the search index now", e);
            }
        }
    }

    /** All of an account's messages that are not in the index. */
    public void index(Account account) {
        try {
            Optional<MessageId> at = Optional.empty();
            do {
                Optional<MessageId> from = at;
                at =
                        ledger.write(
                                account.ref(),
                                entries ->
                                        table.index(
                                                account.ref(),
                                                vaults.of(account.owner()),
                                                from,
                                                PIECE));
                at.ifPresent(ignored -> underWay.add(account.ref().value()));
            } while (at.isPresent() && !stopped);
        } finally {
            underWay.remove(account.ref().value());
        }
    }
}
