/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.StorageLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times of what has come from members whose clocks are ahead of this node's, until its own has
 * passed them. What an account stores or orders here is given a time after what it stored and
 * ordered there, so that it is later for every member.
 */
final class Ahead {

    private static final int MAX_ACCOUNTS = 10_000;

    /** The other members take no time much later than theirs. */
    private static final long MAX_AHEAD = StorageLimits.SIGNATURE_TOLERANCE.toMillis();

    private static final Times NONE = new Times(0, 0);

    private record Times(long stored, long ordered) {
        Times and(Times other) {
            return new Times(Math.max(stored, other.stored()), Math.max(ordered, other.ordered()));
        }

        boolean isPast(long now) {
            return stored < now && ordered < now;
        }
    }

    private final LinkedHashMap<AccountId, Times> times =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<AccountId, Times> eldest) {
                    return size() > MAX_ACCOUNTS;
                }
            };

    void stored(AccountId owner, long at, long now) {
        if (at > now) {
            note(owner, new Times(at, 0));
        }
    }

    void ordered(AccountId owner, long at, long now) {
        if (at > now) {
            note(owner, new Times(0, at));
        }
    }

    private synchronized void note(AccountId owner, Times fresh) {
        times.merge(owner, fresh, Times::and);
    }

    /** When a message stored now is stored: after every order. */
    long storing(AccountId owner, long now) {
        long after = known(owner, now).ordered() + 1;
        return Math.clamp(after, now, now + MAX_AHEAD);
    }

    /** When an order given now is given: after every other, and not before any message. */
    long ordering(AccountId owner, long now) {
        Times known = known(owner, now);
        return Math.max(now, Math.max(known.stored(), known.ordered() + 1));
    }

    private synchronized Times known(AccountId owner, long now) {
        Times known = times.getOrDefault(owner, NONE);
        if (known.isPast(now)) {
            times.remove(owner);
        }
        return known;
    }
}
