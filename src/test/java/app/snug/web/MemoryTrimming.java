/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Trimming;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what was wished. */
public final class MemoryTrimming implements Trimming {

    private final Map<AccountRef, Age> wished = new ConcurrentHashMap<>();

    /** That are too old, whatever that is. */
    public volatile long old;

    /** Whether the clocks disagree. */
    public volatile boolean waits;

    @Override
    public boolean waits() {
        return waits;
    }

    @Override
    public Age of(Account account) {
        return wished.getOrDefault(account.ref(), Age.NEVER);
    }

    @Override
    public long count(Account account, Age age) {
        return age == Age.NEVER ? 0 : old;
    }

    @Override
    public void set(Account account, Age age) {
        wished.put(account.ref(), age);
    }
}
