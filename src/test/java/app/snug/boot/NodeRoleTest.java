/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import app.snug.boot.command.Commands;
import app.snug.network.Network;
import app.snug.server.http.HttpServer;
import app.snug.server.node.NodeHost;
import app.snug.testing.FreePorts;
import app.snug.testing.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A process with the role of a node, alone or beside the pages. */
@ExtendWith(OutputCaptureExtension.class)
class NodeRoleTest {

    @TempDir Path data;

    private final TestDatabase database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        database.close();
    }

    private String types(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            int code =
                    new Commands(data, InstantSource.system(), new SecureRandom(), to, to)
                            .run(words);
            assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> lines(String said) {
        return Pattern.compile("--(operator|node) (\\S+)")
                .matcher(said)
                .results()
                .flatMap(found -> List.of("--" + found.group(1), found.group(2)).stream())
                .toList();
    }

    /** Four nodes, and the descriptor of a network that has no others. */
    private Path found() throws Exception {
        Path file = data.resolve("street.json");
        List<String> words =
                new ArrayList<>(
                        List.of("network", "create", "our-street", "--out", file.toString()));
        words.addAll(lines(types("network", "key", "anna")));
        words.addAll(
                lines(
                        types(
                                "node",
                                "init",
                                "--host",
                                "127.0.0.1",
                                "--listen",
                                "127.0.0.1",
                                "--nodes",
                                "4",
                                "--port",
                                Integer.toString(FreePorts.inARow(4)))));
        types(words.toArray(String[]::new));
        return file;
    }

    private String[] settings(String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--snug.data-dir=" + data);
        all.add("--snug.database-url=" + database.url());
        all.add("--snug.database-user=" + database.user());
        all.add("--snug.database-password=" + database.password());
        all.add("--server.port=0");
        return all.toArray(String[]::new);
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aNodeAloneRunsWithoutPagesAndSaysHowItIs() throws Exception {
        types("node", "run", found().toString());
        try (ConfigurableApplicationContext node =
                new SpringApplicationBuilder(ServerApplication.class)
                        .web(WebApplicationType.NONE)
                        .registerShutdownHook(false)
                        .run(settings("--snug.roles=node", "--management.server.port=0"))) {
            assertThat(node.getBean(NodeHost.class).standing()).isEqualTo(NodeHost.Standing.READY);
            assertThat(node.getBeanNamesForType(Network.class)).isEmpty();
            int health = node.getBean(HttpServer.class).port();
            assertThat(get(health, "/health/node").body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(get(health, "/health/readiness").statusCode()).isEqualTo(200);
            assertThat(types("node", "status"))
                    .contains("our-street, descriptor 1, good until")
                    .doesNotContain("does not answer");
            node.getBean(HikariDataSource.class).close();
            assertThat(get(health, "/health/readiness").statusCode()).isEqualTo(503);
            assertThat(get(health, "/health/readiness").body()).isEqualTo("{\"status\":\"DOWN\"}");
            assertThat(get(health, "/health/liveness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pagesAndNodesOfAHouseholdRunInOneProcess() throws Exception {
        Path file = found();
        types("node", "run", file.toString());
        try (ConfigurableApplicationContext snug =
                new SpringApplicationBuilder(SnugApplication.class)
                        .registerShutdownHook(false)
                        .run(
                                settings(
                                        "--snug.roles=web,node",
                                        "--snug.network=" + data.resolve("node/network.json")))) {
            Network network = snug.getBean(Network.class);
            await().until(() -> network.status().connection() == Network.Connection.READY);
            assertThat(network.status().knownNodes()).isEqualTo(4);
            int port =
                    snug.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            assertThat(get(port, "/health/node").body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void aNodeWithoutANetworkIsTheSentenceThatSaysSo(CapturedOutput output) {
        Throwable refused =
                catchThrowable(() ->
                        new SpringApplicationBuilder(ServerApplication.class)
                                .web(WebApplicationType.NONE)
                                .registerShutdownHook(false)
                                .run(settings("--snug.roles=node"))
                                .close());
        assertThat(refused).isNotNull();
        assertThat(output.getAll())
                .contains("SNUG_ROLES says node, but there is no network in")
                .contains("./snug node init, then ./snug node run FILE.");
    }
}
