/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.messenger.Account;
import app.snug.messenger.Removals;
import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.protocol.identity.AccountKeys;

/** Removes accounts from the database, and from their swarms. */
public final class StoredRemovals implements Removals {

    private final StoredAccounts accounts;
    private final Swarms swarms;

    public StoredRemovals(StoredAccounts accounts, Swarms swarms) {
        this.accounts = accounts;
        this.swarms = swarms;
    }

    @Override
    public void fromHere(Account account) {
        accounts.leave(account.ref());
        try {
            accounts.delete(account.ref());
        } catch (RuntimeException e) {
            accounts.stay(account);
            throw e;
        }
    }

    @Override
    public void everywhere(Account account) throws NotConfirmedException {
        // First nothing more is shared, or it would come back to the swarm.
        accounts.leave(account.ref());
        try (AccountKeys keys = accounts.keys(account)) {
            swarms.deleteAll(account.id(), keys.ed25519());
            accounts.delete(account.ref());
        } catch (NetworkException e) {
            accounts.stay(account);
            throw new NotConfirmedException(e);
        } catch (RuntimeException e) {
            accounts.stay(account);
            throw e;
        }
    }
}
