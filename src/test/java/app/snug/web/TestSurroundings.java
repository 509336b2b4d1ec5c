/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.household.Surroundings;
import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Reception;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everything is fine, unless a test says otherwise. */
public final class TestSurroundings implements Surroundings, Reception {

    public static final Measures FINE =
            new Measures(
                    Optional.of(Duration.ofMillis(2)),
                    Optional.of(new Space(20_000_000_000L, 64_000_000_000L)),
                    Optional.of(Duration.ofMillis(-40)),
                    3,
                    3);

    public volatile Set<Surroundings.Trouble> troubles = Set.of();
    public volatile Measures measures = FINE;
    private final Map<AccountRef, State> receptions = new ConcurrentHashMap<>();

    @Override
    public Set<Surroundings.Trouble> troubles() {
        return troubles.isEmpty() ? Set.of() : EnumSet.copyOf(troubles);
    }

    @Override
    public Measures measure() {
        return measures;
    }

    @Override
    public State of(Account account) {
        return receptions.getOrDefault(account.ref(), State.UNKNOWN);
    }

    public void receives(Account account, State state) {
        receptions.put(account.ref(), state);
    }
}
