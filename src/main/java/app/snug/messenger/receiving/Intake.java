/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.account.StoredAccounts.Restoring;
import app.snug.network.Swarms.Polled;
import app.snug.protocol.identity.AccountKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Takes in what was polled: configs first, since they say what to make of the messages. */
public final class Intake {

    /** One node may lack some messages; two rarely lack the same. */
    private static final int READ_THROUGH = 2;

    private final StoredAccounts accounts;
    private final ConfigInbox configs;
    private final Inbox messages;

    /** How often an account that is being restored was read to the end. */
    private final Map<Account, Integer> readThrough = new ConcurrentHashMap<>();

    public Intake(StoredAccounts accounts, ConfigInbox configs, Inbox messages) {
        this.accounts = accounts;
        this.configs = configs;
        this.messages = messages;
    }

    /** Whether this account's configs have never been read. */
    boolean isFirst(Account account) {
        return accounts.restoring(account).equals(Optional.of(Restoring.CONFIGS));
    }

    void takeConfigs(Account account, Polled polled, SwarmCursors.Of cursors) {
        configs.take(account, polled, cursors);
    }

    void settle(Account account) {
        configs.settle(account);
    }

    void take(Account account, AccountKeys keys, Polled polled, SwarmCursors.Of cursors)
            throws InterruptedException {
        configs.take(account, polled, cursors);
        messages.take(account, keys, polled, cursors);
    }

    /** There is no more for now. */
    void tookAll(Account account) {
        if (accounts.restoring(account).isEmpty()) {
            return;
        }
        if (readThrough.merge(account, 1, Integer::sum) >= READ_THROUGH) {
            readThrough.remove(account);
            accounts.restored(account, null);
        }
    }
}
