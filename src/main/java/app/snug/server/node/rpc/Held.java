/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.identity.AccountId;
import java.util.HashMap;
import java.util.Map;

/** Counts requests that are kept waiting, of the node, an account, and an origin. */
public final class Held {

    /** What {@code wait} may say at most, milliseconds. */
    static final long MAX_WAIT = 20_000;

    private static final int MAX_OF_NODE = 400;
    private static final int MAX_OF_ACCOUNT = 8;

    private final Map<Object, Integer> counts = new HashMap<>();
    private int all;

    /** False if there are too many already; else {@link #release} later. */
    synchronized boolean acquire(AccountId account, Origin origin) {
        if (all >= MAX_OF_NODE
                || counts.getOrDefault(account, 0) >= MAX_OF_ACCOUNT
                || counts.getOrDefault(origin.name(), 0) >= origin.maxHeld()) {
            return false;
        }
        all++;
        counts.merge(account, 1, Integer::sum);
        counts.merge(origin.name(), 1, Integer::sum);
        return true;
    }

    synchronized void release(AccountId account, Origin origin) {
        all--;
        decrease(account);
        decrease(origin.name());
    }

    /** How many are waiting. */
    public synchronized int count() {
        return all;
    }

    private void decrease(Object key) {
        counts.computeIfPresent(key, (unused, count) -> count == 1 ? null : count - 1);
    }
}
