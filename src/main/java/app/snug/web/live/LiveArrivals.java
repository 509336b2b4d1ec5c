/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import app.snug.messenger.OwnerId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** When a page of each member last opened a WebSocket, since this process started. */
@Component
public final class LiveArrivals {

    private final InstantSource clock;
    private final Map<OwnerId, Instant> last = new ConcurrentHashMap<>();

    LiveArrivals(InstantSource clock) {
        this.clock = clock;
    }

    void arrived(OwnerId member) {
        last.put(member, clock.instant());
    }

    public Optional<Instant> last(OwnerId member) {
        return Optional.ofNullable(last.get(member));
    }
}
