/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.AccountRef;
import java.util.HashMap;
import java.util.Map;

/**
 * How many links are looked at at once. Whoever types fast asks often, and slow pages keep their
 * places for long; so no account has all of them.
 */
final class LookPlaces {

    static final int AT_ONCE = 8;
    static final int FOR_ONE = 3;

    private final Map<AccountRef, Integer> taken = new HashMap<>();
    private int all;

    /** Returns whether there was a place; then it has to be left. */
    synchronized boolean take(AccountRef account) {
        if (all == AT_ONCE || taken.getOrDefault(account, 0) == FOR_ONE) {
            return false;
        }
        all++;
        taken.merge(account, 1, Integer::sum);
        return true;
    }

    synchronized void leave(AccountRef account) {
        all--;
        taken.computeIfPresent(account, (who, own) -> own == 1 ? null : own - 1);
    }
}
