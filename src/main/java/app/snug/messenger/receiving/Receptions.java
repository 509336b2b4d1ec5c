/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Reception;
import app.snug.network.NetworkException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the pollers say of themselves. */
public final class Receptions implements Reception {

    private final InstantSource clock;
    private final Map<AccountRef, State> states = new ConcurrentHashMap<>();

    /**
     * @param clock this computer's time
     */
    public Receptions(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public State of(Account account) {
        return states.getOrDefault(account.ref(), State.UNKNOWN);
    }

    void good(Account account) {
        states.put(account.ref(), new State(Optional.of(clock.instant()), 0, Optional.empty()));
    }

    void failed(Account account, Trouble trouble) {
        State before = of(account);
        states.put(
                account.ref(),
                new State(before.lastGood(), before.failures() + 1, Optional.of(trouble)));
    }

    static Trouble trouble(NetworkException e) {
        return switch (e.reason()) {
            case NO_NODES, NO_PATH -> Trouble.NETWORK;
            case SWARM_UNREACHABLE, SERVER_UNREACHABLE -> Trouble.SWARM;
            case CLOCK -> Trouble.CLOCK;
            case REFUSED, TOO_LARGE, FULL, NOT_FOUND -> Trouble.REFUSED;
        };
    }
}
