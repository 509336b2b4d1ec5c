/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.Removals;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was to be removed, and removes it from the messenger in memory. */
public final class MemoryRemovals implements Removals {

    public final List<String> made = new CopyOnWriteArrayList<>();
    public volatile boolean confirms = true;
    private final MemoryMessenger messenger;

    MemoryRemovals(MemoryMessenger messenger) {
        this.messenger = messenger;
    }

    @Override
    public void fromHere(Account account) {
        made.add("here");
        messenger.forget(account);
    }

    @Override
    public void everywhere(Account account) throws NotConfirmedException {
        if (!confirms) {
            throw new NotConfirmedException(new IllegalStateException("as the test wishes"));
        }
        made.add("everywhere");
        messenger.forget(account);
    }
}
