/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Preferences;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Preferences in memory. */
public final class MemoryPreferences implements Preferences {

    private final Map<AccountRef, Preference> all = new ConcurrentHashMap<>();

    @Override
    public Preference of(Account account) {
        return all.getOrDefault(account.ref(), Preference.DEFAULT);
    }

    @Override
    public void change(Account account, UnaryOperator<Preference> change) {
        all.compute(
                account.ref(), (ref, now) -> change.apply(now == null ? Preference.DEFAULT : now));
    }
}
