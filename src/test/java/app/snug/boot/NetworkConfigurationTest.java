/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.network.Files.Standing;
import app.snug.network.Network;
import app.snug.network.Network.Connection;
import app.snug.protocol.attachment.FileAddress;
import app.snug.server.files.FileServer;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class NetworkConfigurationTest {

    @TempDir Path data;

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SnugSettings.class)
    static class Surroundings {

        @Bean(destroyMethod = "close")
        TestDatabase database() {
            return TestDatabase.fresh();
        }

        @Bean
        DataSource dataSource(TestDatabase database) {
            return new DelegatingDataSource(database.dataSource());
        }
    }

    private ApplicationContextRunner start(String... settings) {
        return new ApplicationContextRunner()
                .withUserConfiguration(
                        Surroundings.class,
                        PrimitivesConfiguration.class,
                        NetworkConfiguration.class)
                .withPropertyValues("snug.data-dir=" + data)
                .withPropertyValues(
                        "snug.local.seed-port=0",
                        "snug.local.node-port=0",
                        "snug.local.file-port=0")
                .withPropertyValues(settings);
    }

    @Test
    void theNodesOfTheLocalNetworkFollowThePagesAndNoneIsMissedBefore() {
        start("snug.local.nodes=4")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Network network = context.getBean(Network.class);
                    CompletableFuture<Standing> asked =
                            CompletableFuture.supplyAsync(
                                    () -> network.files().standing(Duration.ofMinutes(1)),
                                    Thread.ofVirtual()::start);
                    assertThat(network.status())
                            .isEqualTo(new Network.Status(Connection.CONNECTING, List.of(), 0));
                    serve(context);
                    assertThat(ready(network).path()).hasSize(3);
                    assertThat(asked.get(1, TimeUnit.MINUTES)).isEqualTo(Standing.ANSWERS);
                });
    }

    @Test
    void aTakenPortOfANodeIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            start("snug.local.nodes=4", "snug.local.node-port=" + port)
                    .run(context ->
                            assertThatThrownBy(() -> serve(context))
                                    .isInstanceOf(StartRefusedException.class)
                                    .hasMessageStartingWith("The local network cannot start: port")
                                    .hasMessageContaining("SNUG_LOCAL_NODE_PORT"));
        }
    }

    @Test
    void theLocalNetworkHasAFileServerThatItsNodesReach() {
        start("snug.local.nodes=4")
                .run(context -> {
                    serve(context);
                    Network network = context.getBean(Network.class);
                    ready(network);
                    assertThat(network.files().standing(Duration.ofMinutes(1)))
                            .isEqualTo(Standing.ANSWERS);
                    FileAddress kept =
                            network.files().upload(new byte[] {1, 2, 3}, false).address();
                    FileServer server = context.getBean(FileServer.class);
                    assertThat(kept.server()).isEqualTo("http://127.0.0.1:" + server.port());
                    assertThat(network.files().download(kept)).containsExactly(1, 2, 3);
                    assertThat(data.resolve("network/local/files/stored")).isDirectory();
                });
    }

    @Test
    void aDescriptorInAFileIsFollowed() throws Exception {
        Path descriptor = data.resolve("street.json");
        start("snug.local.nodes=5")
                .run(context -> {
                    serve(context);
                    URI seed = context.getBean(LocalNetwork.class).seed();
                    Files.writeString(
                            descriptor,
                            """
                            {"name": "our-street", "seeds": [{"url": "%s"}],
                             "distinctSubnets": false, "minimumNodes": 4}
                            """
                                    .formatted(seed));
                    start("snug.network=" + descriptor)
                            .run(other -> {
                                assertThat(other).hasNotFailed();
                                assertThat(other).doesNotHaveBean(LocalNetwork.class);
                                assertThat(ready(other.getBean(Network.class)).knownNodes())
                                        .isEqualTo(5);
                            });
                });
    }

    @Test
    void aNetworkThatDoesNotExistIsRefusedWithTheSettingsName() {
        start("snug.network=maynet")
                .run(context ->
                        assertThat(refusal(context.getStartupFailure()))
                                .isEqualTo(
                                        "SNUG_NETWORK is “maynet”: There is no such network; it"
                                                + " can be local, mainnet, testnet, or the path or URL"
                                                + " of a descriptor."));
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            start("snug.local.nodes=4", "snug.local.seed-port=" + port)
                    .run(context ->
                            assertThat(refusal(context.getStartupFailure()))
                                    .startsWith(
                                            "The local network cannot start: port %d of 127.0.0.1"
                                                            .formatted(port)
                                                    + " is taken."));
        }
    }

    private static void serve(ApplicationContext context) {
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
    }

    private static String refusal(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefusedException) {
                return String.valueOf(cause.getMessage());
            }
        }
        throw new AssertionError("Not refused", failure);
    }

    private static Network.Status ready(Network network) {
        await().until(() -> network.status().connection() == Connection.READY);
        return network.status();
    }
}
