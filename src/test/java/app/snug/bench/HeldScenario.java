/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.messenger.Changes.Subscription;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What open pages ask of the network while nothing comes: with polls that nodes keep, and without.
 */
final class HeldScenario implements Scenario {

    private static final int PAGES = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final String NOTE =
            "held: %d open pages to which nothing comes, %d s; ten nodes in one process, the"
                    + " messenger in another";

    @Override
    public String name() {
        return "held: requests of an open page";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        try (NetworkProcess nodes = NetworkProcess.start(directory, 10, 2)) {
            double kept = polls(nodes, Files.createDirectory(directory.resolve("kept")), true);
            double asked = polls(nodes, Files.createDirectory(directory.resolve("asked")), false);
            String note = NOTE.formatted(PAGES, MEASURED.toSeconds());
            return List.of(
                    Figure.of("open page, polls kept by nodes", kept, "/min", note),
                    Figure.of("open page, polls answered at once", asked, "/min", note),
                    Figure.of("open page, kept polls of the others", 100 * kept / asked, "%", note)
                            .withBar(Bar.atMost(10)));
        }
    }

    /** Of one page, a minute. */
    private static double polls(NetworkProcess nodes, Path directory, boolean kept)
            throws Exception {
        SecureRandom random = new SecureRandom();
        TestVaults vaults = new TestVaults();
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(
                                Path.of("target"), directory, EmbeddedPostgres.Settings.DEFAULT);
                HikariDataSource database = NetworkProcess.pool(postgres);
                SessionNetwork network =
                        SessionNetwork.open(
                                NetworkDescriptor.ofPrivate(
                                        "bench", List.of(URI.create(nodes.seed()))),
                                NetworkSettings.DEFAULT,
                                Clock.systemUTC(),
                                random,
                                directory.resolve("client"))) {
            CountedPolls polls = new CountedPolls(network, kept);
            try (TestMessenger messenger =
                    new TestMessenger(database, vaults, polls.network(), Clock.systemUTC())
                            .started()) {
                return measured(messenger, vaults, polls);
            }
        }
    }

    private static double measured(TestMessenger messenger, TestVaults vaults, CountedPolls polls)
            throws Exception {
        List<Subscription> pages = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            var account = messenger.accounts.create(vaults.newOwner(), "Member " + i);
            pages.add(messenger.changes.subscribe(account, change -> {}));
        }
        Thread.sleep(WARM_UP);
        int before = polls.count();
        Thread.sleep(MEASURED);
        double counted = polls.count() - before;
        pages.forEach(Subscription::close);
        return counted / PAGES / MEASURED.toSeconds() * 60;
    }
}
