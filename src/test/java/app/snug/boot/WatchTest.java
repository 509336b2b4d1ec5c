/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.boot.postgres.ConnectionPool;
import app.snug.household.Surroundings.Measures;
import app.snug.household.Surroundings.Trouble;
import app.snug.network.Files;
import app.snug.network.Network;
import app.snug.network.NetworkDescriptor;
import app.snug.network.Swarms;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir Path data;

    private final TestDatabase database = TestDatabase.fresh();
    private final TravellingClock here = new TravellingClock(NOON);
    private final TravellingClock networks = new TravellingClock(NOON);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aWrongClockIsNoticedAndARightOneToo() {
        try (Watch watch = watch(List.of(URI.create("http://127.0.0.1:1")))) {
            watch.look();
            assertThat(watch.troubles()).isEmpty();
            networks.travel(Duration.ofMinutes(10));
            watch.look();
            assertThat(watch.troubles()).containsExactly(Trouble.CLOCK_WRONG);
            here.travel(Duration.ofMinutes(10));
            watch.look();
            assertThat(watch.troubles()).isEmpty();
        }
    }

    @Test
    void aFullDiskCountsAtOnceAndForAWhile() {
        try (Watch watch = watch(List.of(URI.create("http://127.0.0.1:1")))) {
            watch.diskIsFull();
            assertThat(watch.troubles()).containsExactly(Trouble.DISK_FULL);
            watch.look();
            assertThat(watch.troubles()).containsExactly(Trouble.DISK_FULL);
            here.travel(Watch.FULL_FOR);
            networks.travel(Watch.FULL_FOR);
            watch.look();
            assertThat(watch.troubles()).isEmpty();
        }
    }

    @Test
    void theSelfCheckTriesEverything() throws Exception {
        try (ServerSocket seed = new ServerSocket(0);
                Watch watch =
                        watch(
                                List.of(
                                        URI.create("http://127.0.0.1:" + seed.getLocalPort()),
                                        URI.create("http://127.0.0.1:1")))) {
            Measures measures = watch.measure();
            assertThat(measures.database()).isPresent();
            assertThat(measures.disk().orElseThrow().total()).isPositive();
            assertThat(measures.clock()).contains(Duration.ZERO);
            assertThat(measures.seeds()).isEqualTo(2);
            assertThat(measures.seedsReached()).isEqualTo(1);
        }
    }

    private Watch watch(List<URI> seeds) {
        return new Watch(
                ConnectionPool.of(database.url(), database.user(), database.password()),
                data,
                new Network() {
                    @Override
                    public Swarms swarms() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public Files files() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public InstantSource clock() {
                        return networks;
                    }

                    @Override
                    public Status status() {
                        return new Status(Connection.READY, List.of(), 4);
                    }

                    @Override
                    public void close() {}
                },
                NetworkDescriptor.ofPrivate("watched", seeds),
                here);
    }
}
