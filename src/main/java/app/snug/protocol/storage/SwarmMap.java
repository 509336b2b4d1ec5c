/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

import app.snug.protocol.identity.AccountId;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Which swarm an account belongs to ({@code protocol/02} §2.1). */
public final class SwarmMap {

    private final List<SwarmId> ids;

    private SwarmMap(List<SwarmId> ids) {
        this.ids = ids;
    }

    /** {@link SwarmId#NONE} and repetitions are left out. */
    public static SwarmMap of(Collection<SwarmId> ids) {
        TreeSet<SwarmId> sorted = new TreeSet<>(ids);
        sorted.remove(SwarmId.NONE);
        return new SwarmMap(List.copyOf(sorted));
    }

    public boolean isEmpty() {
        return ids.isEmpty();
    }

    /** Ascending. */
    public List<SwarmId> ids() {
        return ids;
    }

    /** An account's place on the circle of 2^64. */
    public static long space(AccountId account) {
        ByteBuffer key = ByteBuffer.wrap(account.key());
        return key.getLong(0) ^ key.getLong(8) ^ key.getLong(16) ^ key.getLong(24);
    }

    /**
     * @throws IllegalStateException if there are no swarms
     */
    public SwarmId of(AccountId account) {
        return closest(space(account));
    }

    /** The nearest id either way round; halfway, the lower neighbour. */
    SwarmId closest(long place) {
        if (ids.isEmpty()) {
            throw new IllegalStateException("No swarms");
        }
        int at = 0;
        while (at < ids.size() && Long.compareUnsigned(ids.get(at).value(), place) < 0) {
            at++;
        }
        SwarmId right = ids.get(at % ids.size());
        SwarmId left = ids.get((at + ids.size() - 1) % ids.size());
        return Long.compareUnsigned(right.value() - place, place - left.value()) < 0 ? right : left;
    }
}
