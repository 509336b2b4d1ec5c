/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What other members of the swarm may have and this node may lack: because there was no room,
 * because the database was away, or because the node was killed while it was writing.
 */
public final class Gaps {

    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong filled = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();

    Gaps(boolean complete) {
        if (!complete) {
            open();
        }
    }

    void open() {
        opened.incrementAndGet();
    }

    /** One gap, however much does not fit. */
    void noRoom() {
        if (full.compareAndSet(false, true)) {
            open();
        }
    }

    /** What has not fitted since the others were asked may be brought now. */
    void room() {
        if (full.get() && full.compareAndSet(true, false)) {
            open();
        }
    }

    /** Grows with each gap. */
    public long count() {
        return opened.get();
    }

    public boolean any() {
        return filled.get() < opened.get();
    }

    /** Whether nothing is missing, nor will be found to be as soon as there is room. */
    boolean areFilled() {
        return !any() && !full.get();
    }

    /**
     * Everybody who may have it will bring it.
     *
     * @param count {@link #count} when they were asked
     */
    public void fill(long count) {
        filled.accumulateAndGet(count, Math::max);
    }
}
