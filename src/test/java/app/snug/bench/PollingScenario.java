/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What it costs when nobody looks and nobody writes. */
final class PollingScenario implements Scenario {

    private static final int ACCOUNTS = 36;
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final String NOTE =
            "polling: the messenger's process alone, its nodes and PostgreSQL in others; %d accounts"
                    + " that nobody looks at, %d s after a warm-up of %d s";

    @Override
    public String name() {
        return "polling: processor time";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        SecureRandom random = new SecureRandom();
        TestVaults vaults = new TestVaults();
        var process =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        try (NetworkProcess nodes = NetworkProcess.start(directory, 10, 2);
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(
                                Path.of("target"),
                                directory.resolve("messenger"),
                                EmbeddedPostgres.Settings.DEFAULT);
                HikariDataSource database = NetworkProcess.pool(postgres);
                SessionNetwork network =
                        SessionNetwork.open(
                                NetworkDescriptor.ofPrivate(
                                        "bench", List.of(URI.create(nodes.seed()))),
                                NetworkSettings.DEFAULT,
                                Clock.systemUTC(),
                                random,
                                directory.resolve("client"));
                TestMessenger messenger =
                        new TestMessenger(database, vaults, network, Clock.systemUTC()).started()) {
            for (int i = 0; i < ACCOUNTS; i++) {
                messenger.accounts.create(vaults.newOwner(), "Member " + i);
            }
            Thread.sleep(WARM_UP);
            long before = process.getProcessCpuTime();
            Thread.sleep(MEASURED);
            double share = (process.getProcessCpuTime() - before) * 100.0 / MEASURED.toNanos();
            return List.of(
                    Figure.of(
                                    "idle CPU, 36 swarms polled",
                                    share,
                                    "%",
                                    NOTE.formatted(
                                            ACCOUNTS, MEASURED.toSeconds(), WARM_UP.toSeconds()))
                            .withBar(Bar.atMost(3)));
        }
    }
}
