/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import app.snug.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** {@code ./snug test contract --seed URL}: the contract, at a network that others run. */
class SeedOptionTest {

    private static final String PROPERTY = "snug.contract.seed";

    @TempDir private Path directory;

    /** Everything but the tests themselves: Maven is one that only says what it was told. */
    private String typed(String... arguments) throws Exception {
        Path maven = directory.resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder snug = new ProcessBuilder("./snug", "test", "contract");
        snug.command().addAll(List.of(arguments));
        snug.environment().merge("PATH", directory.toString(), (path, own) -> own + ":" + path);
        snug.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = snug.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void theAddressIsHandedToTheTestsOfTheContract() throws Exception {
        String seed = "http://127.0.0.1:22020/json_rpc";
        assertThat(typed("--seed", seed).lines())
                .contains("-D" + PROPERTY + "=" + seed, "-Dtest=Contract*Test");
        assertThat(typed("--seed=" + seed).lines()).contains("-D" + PROPERTY + "=" + seed);
        assertThat(typed().lines()).contains("-D" + PROPERTY + "=");
        assertThat(typed("--seed")).contains("--seed needs an address");
        assertThat(typed("--sed", seed)).contains("'--sed' is no option of the contract");
    }

    @Test
    void aNetworkStartedByOthersIsWhatIsChecked() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (TestDatabase database = TestDatabase.fresh();
                LocalNetwork others =
                        LocalNetwork.open(
                                LocalNetwork.Settings.DEFAULT
                                        .onFreePorts()
                                        .withFilters(number ->
                                                List.of((request, response, chain) -> {
                                                    requests.incrementAndGet();
                                                    chain.doFilter(request, response);
                                                })),
                                directory.resolve("others"),
                                database.dataSource(),
                                InstantSource.system(),
                                new SecureRandom())) {
            TestExecutionSummary summary = contractAt(others.seed().toString());
            assertThat(summary.getFailures())
                    .extracting(failure -> failure.getException().toString())
                    .isEmpty();
            assertThat(summary.getTestsSucceededCount())
                    .isEqualTo(summary.getTestsFoundCount())
                    .isPositive();
            assertThat(requests).hasValueGreaterThan((int) summary.getTestsFoundCount());
        }
    }

    private static TestExecutionSummary contractAt(String seed) {
        String before = System.setProperty(PROPERTY, seed);
        try {
            var summary = new SummaryGeneratingListener();
            var tests =
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(
                                    selectClass(ContractStorageTest.class),
                                    selectClass(ContractRulesTest.class),
                                    selectClass(ContractOnionTest.class))
                            .build();
            LauncherFactory.create().execute(tests, summary);
            return summary.getSummary();
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }
}
