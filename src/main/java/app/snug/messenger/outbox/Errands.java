/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.change.Alarm;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.VanishingTable;
import app.snug.messenger.outbox.ErrandTable.Action;
import app.snug.messenger.outbox.ErrandTable.Errand;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.StorageLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What an account's swarm is asked about messages that lie there: to delete one, or to let it end
 * earlier. Written in the transaction that makes it necessary, done soon after, and tried again
 * until the swarm has done it or can have the message no more.
 */
public final class Errands {

    /** No swarm keeps a message for longer. */
    private static final Duration GIVE_UP = StorageLimits.MAX_TIME_TO_LIVE_PUBLIC;

    private static final int AT_ONCE = 500;

    private final ErrandTable table;
    private final VanishingTable vanishing;
    private final Ledger ledger;
    private final InstantSource clock;
    private final InstantSource networkTime;
    private final Patience patience;
    private final Alarm alarm = new Alarm();

    /**
     * @param clock this computer's time
     */
    public Errands(
            JdbcClient jdbc,
            VanishingTable vanishing,
            Ledger ledger,
            InstantSource clock,
            InstantSource networkTime,
            RandomGenerator random) {
        this.table = new ErrandTable(jdbc);
        this.vanishing = vanishing;
        this.ledger = ledger;
        this.clock = clock;
        this.networkTime = networkTime;
        this.patience = new Patience(random);
    }

    /** Takes a message out of the account's swarm, within the writer's transaction. */
    public void delete(Ledger.Entries entries, Account account, MessageHash hash) {
        delete(entries, account.ref(), hash);
    }

    void delete(Ledger.Entries entries, AccountRef account, MessageHash hash) {
        Instant now = clock.instant();
        table.add(account, Action.DELETE, hash, null, now, now.plus(GIVE_UP));
        entries.afterCommit(alarm::ring);
    }

    /**
     * Lets a message in the account's swarm end earlier, within the writer's transaction. If it
     * turns out that it ends earlier still, it does so here too.
     *
     * @param expiry the network's time
     */
    public void shorten(
            Ledger.Entries entries, AccountRef account, MessageHash hash, Instant expiry) {
        Instant now = clock.instant();
        table.add(account, Action.SHORTEN, hash, expiry, now, now.plus(GIVE_UP));
        entries.afterCommit(alarm::ring);
    }

    /** Rings when there may be something to do. */
    Alarm alarm() {
        return alarm;
    }

    Instant now() {
        return clock.instant();
    }

    List<ErrandTable.Due> accounts() {
        return table.accounts();
    }

    boolean isDue(Instant at) {
        Instant now = clock.instant();
        return !at.isAfter(now) || at.isAfter(now.plus(Patience.LONGEST));
    }

    List<Errand> due(AccountRef account) {
        Instant now = clock.instant();
        return table.due(account, now, now.plus(Patience.LONGEST), AT_ONCE);
    }

    /** The swarm has done them. */
    void done(AccountRef account, List<Errand> errands) {
        ledger.change(account, entries -> errands.forEach(table::done));
    }

    /**
     * The swarm has done them.
     *
     * @param stay until when messages stay that are still there
     */
    void shortened(AccountRef account, List<Errand> errands, Map<MessageHash, Instant> stay) {
        ledger.change(
                account,
                entries -> {
                    for (Errand errand : errands) {
                        table.done(errand);
                        Instant now = networkTime.instant();
                        if (stay.containsKey(errand.hash())) {
                            vanishing.endBy(
                                    account, errand.hash(), stay.get(errand.hash()), entries);
                        } else {
                            vanishing.gone(account, errand.hash(), now, entries);
                        }
                    }
                });
    }

    /**
     * The network did not do them.
     *
     * @param again whether it may later
     */
    void failed(AccountRef account, List<Errand> errands, boolean again) {
        Instant now = clock.instant();
        ledger.change(
                account,
                entries ->
                        errands.forEach(errand -> {
                            Instant due = now.plus(patience.after(errand.attempts()));
                            if (again && due.isBefore(errand.giveUp())) {
                                table.postpone(errand, due);
                            } else {
                                table.done(errand);
                            }
                        }));
    }
}
