/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.AccountConfigs;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.messenger.conversation.SeenHashes;
import app.snug.messenger.conversation.Timers;
import app.snug.network.Swarms.Polled;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.MalformedMessageException;
import app.snug.protocol.storage.Namespace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes in what a node had: opens, sorts, and stores the results, the seen hashes and the cursor in
 * one transaction. If that fails the cursor stays, and everything comes again.
 */
public final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Accounts that store at once; leaves database connections for people. */
    private static final int AT_ONCE = 4;

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Vaults vaults;
    private final AccountConfigs configs;
    private final SeenHashes seen;
    private final Handlers handlers;
    private final Timers timers;
    private final InstantSource networkTime;
    private final Semaphore storing = new Semaphore(AT_ONCE);

    public Inbox(
            JdbcClient jdbc,
            Ledger ledger,
            Vaults vaults,
            AccountConfigs configs,
            SeenHashes seen,
            Handlers handlers,
            Timers timers,
            InstantSource networkTime) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.vaults = vaults;
        this.configs = configs;
        this.seen = seen;
        this.handlers = handlers;
        this.timers = timers;
        this.networkTime = networkTime;
    }

    /** Where a node's list was read to. */
    private record Mark(Ed25519PublicKey node, StoredMessage last) {}

    void take(Account account, AccountKeys keys, Polled polled, SwarmCursors.Of cursors)
            throws InterruptedException {
        List<StoredMessage> listed = polled.messages().getOrDefault(Namespace.DEFAULT, List.of());
        if (listed.isEmpty()) {
            return;
        }
        Mark mark = new Mark(polled.node(), listed.getLast());
        storing.acquire();
        try {
            List<Arrival> arrivals =
                    seen.fresh(account.ref(), listed).stream()
                            .map(stored -> new Arrival(stored, open(stored, keys, account)))
                            .sorted(Comparator.comparing(arrival -> arrival.incoming().order()))
                            .toList();
            if (!arrivals.isEmpty()
                    || !cursors.isAt(mark.node(), Namespace.DEFAULT, mark.last().hash())) {
                store(account, arrivals, mark, cursors);
            }
        } finally {
            storing.release();
        }
    }

    /** Whatever a stranger stored for us, it stops nothing. */
    private static Incoming open(StoredMessage stored, AccountKeys keys, Account account) {
        try {
            return Incoming.of(DirectMessage.open(stored.data(), keys), account.id());
        } catch (MalformedMessageException e) {
            return new Incoming.Unreadable(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Incoming.Unreadable(e.getClass().getSimpleName());
        }
    }

    private void store(
            Account account, List<Arrival> arrivals, Mark mark, SwarmCursors.Of cursors) {
        try {
            storeTogether(account, arrivals, mark, cursors);
        } catch (RuntimeException e) {
            if (Trouble.isOurs(e)) {
                throw e;
            }
            // One of them is to blame. The others do not suffer for it.
            arrivals.forEach(arrival -> storeAlone(account, arrival));
            storeTogether(account, List.of(), mark, cursors);
        }
    }

    private void storeAlone(Account account, Arrival arrival) {
        try {
            ledger.change(account.ref(), entries -> store(account, List.of(arrival), entries));
        } catch (RuntimeException e) {
            if (Trouble.isOurs(e)) {
                throw e;
            }
            LOG.error(
                    "Account {}: {} cannot be stored and is passed over: {}",
                    account.ref().value(),
                    arrival.stored().hash(),
                    e.getClass().getSimpleName());
            Arrival unreadable =
                    new Arrival(arrival.stored(), new Incoming.Unreadable("cannot be stored"));
            ledger.change(account.ref(), entries -> store(account, List.of(unreadable), entries));
        }
    }

    private void storeTogether(
            Account account, List<Arrival> arrivals, Mark mark, SwarmCursors.Of cursors) {
        ledger.change(
                account.ref(),
                entries -> {
                    store(account, arrivals, entries);
                    cursors.store(
                            mark.node(),
                            Namespace.DEFAULT,
                            mark.last().hash(),
                            networkTime.instant());
                    entries.afterCommit(() ->
                            cursors.stored(mark.node(), Namespace.DEFAULT, mark.last().hash()));
                });
    }

    private void store(Account account, List<Arrival> arrivals, Ledger.Entries entries) {
        if (arrivals.isEmpty()) {
            return;
        }
        Scope scope =
                new Scope(
                        account.ref(),
                        account.id(),
                        vaults.of(account.owner()),
                        configs.of(account, entries),
                        networkTime.instant());
        Handling in = new Handling(account, scope, entries);
        SequencedSet<Action> actions = new LinkedHashSet<>();
        int unreadable = 0;
        List<Arrival> dealtWith = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (Outdated.isOutdated(arrival, scope)) {
                // Not remembered: another node may know that it came later.
                LOG.debug("Account {}: passed over: outdated", account.ref().value());
                continue;
            }
            if (Vanished.isVanished(arrival, in.now())) {
                dealtWith.add(arrival);
                continue;
            }
            actions.addAll(handlers.handle(arrival, in));
            switch (arrival.incoming()) {
                // Soon gone from the swarm, and harmless twice: it leaves no trace.
                case Incoming.Typing t -> {}
                case Incoming.Unreadable u -> {
                    unreadable++;
                    dealtWith.add(arrival);
                }
                default -> dealtWith.add(arrival);
            }
        }
        timers.arrived(
                account.ref(),
                dealtWith.stream()
                        .map(Arrival::stored)
                        .collect(
                                Collectors.toMap(
                                        StoredMessage::hash,
                                        StoredMessage::expiry,
                                        (one, same) -> one)),
                entries);
        seen.add(account.ref(), dealtWith.stream().map(Arrival::stored).toList(), in.now());
        count(account.ref(), unreadable);
        actions.forEach(action -> follow(action, entries));
    }

    private static void follow(Action action, Ledger.Entries entries) {
        switch (action) {
            case Action.ShowMessage(var conversation, var message) ->
                    entries.add(action.kind(), conversation, message);
            case Action.ChangeMessage(var conversation, var message) ->
                    entries.add(action.kind(), conversation, message);
            case Action.RemoveMessage(var conversation, var message) ->
                    entries.add(action.kind(), conversation, message);
            case Action.ShowConversation(var conversation) ->
                    entries.add(action.kind(), conversation);
        }
    }

    private void count(AccountRef account, int unreadable) {
        if (unreadable > 0) {
            jdbc.sql("update account set unreadable = unreadable + ? where id = ?")
                    .params(unreadable, account.value())
                    .update();
        }
    }
}
