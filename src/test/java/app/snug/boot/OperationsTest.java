/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.testing.TestDatabase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What an operator's tools see of the running program, over its real ports. */
class OperationsTest {

    private static final String UP = "{\"status\":\"UP\"}";

    @TempDir Path data;

    private final TestDatabase database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        database.close();
    }

    @Test
    void healthIsAWordAndMetricsAreNotOnTheWeb() throws Exception {
        try (ConfigurableApplicationContext snug = start()) {
            String web = address(snug, "local.server.port");
            assertThat(get(web, "/health/liveness").body())
                    .contains("\"status\":\"UP\"")
                    .doesNotContain("components", "details");
            assertThat(get(web, "/health/readiness").body()).isEqualTo(UP);
            assertThat(HealthCheck.isReady(URI.create(web + "/health/readiness"))).isTrue();
            await().until(() -> get(web, "/health/network").body().equals(UP));
            assertThat(get(web, "/health/readiness").headers().map())
                    .doesNotContainKey("set-cookie");
            for (String hidden : List.of("/prometheus", "/metrics", "/env", "/health/db")) {
                assertThat(get(web, hidden).statusCode()).as(hidden).isIn(303, 404);
                assertThat(get(web, hidden).body()).doesNotContain("jvm_", "status\":");
            }
        }
    }

    @Test
    void aPortOfTheirOwnHasMetricsWithoutPersonalData() throws Exception {
        try (ConfigurableApplicationContext snug =
                start("--management.server.port=0", "--server.address=127.0.0.1")) {
            String web = address(snug, "local.server.port");
            String management = address(snug, "local.management.port");
            String stranger = "05" + "ab".repeat(32);
            get(web, "/c/4711?to=" + stranger);
            get(web, "/" + stranger);
            assertThat(get(management, "/health/readiness").body()).isEqualTo(UP);
            await().until(() ->
                    get(management, "/prometheus").body().contains("snug_network_ready 1.0"));
            assertThat(get(management, "/prometheus").body())
                    .contains("snug_network_nodes 4.0", "snug_outbox_waiting 0.0", "jvm_memory")
                    .doesNotContain(stranger, "4711");
            assertThat(get(web, "/prometheus").statusCode()).isIn(303, 404);
            String other = management.replace("127.0.0.1", "127.0.0.2");
            assertThatThrownBy(() -> get(other, "/health/readiness"))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void thePasswordOfTheDatabaseMayLieInAFile() throws Exception {
        Path secret = Files.writeString(data.resolve("password"), database.password() + "\n");
        try (ConfigurableApplicationContext snug = run("--snug.database-password-file=" + secret)) {
            assertThat(snug.isRunning()).isTrue();
        }
    }

    private ConfigurableApplicationContext start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--snug.database-password=" + database.password());
        return run(all.toArray(String[]::new));
    }

    private ConfigurableApplicationContext run(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--snug.data-dir=" + data);
        all.add("--snug.database-url=" + database.url());
        all.add("--snug.database-user=" + database.user());
        all.add("--snug.local.nodes=4");
        all.add("--snug.local.seed-port=0");
        all.add("--snug.local.file-port=0");
        all.add("--snug.local.node-port=0");
        all.add("--server.port=0");
        return new SpringApplicationBuilder(SnugApplication.class)
                .registerShutdownHook(false)
                .run(all.toArray(String[]::new));
    }

    private static String address(ConfigurableApplicationContext snug, String port) {
        return "http://127.0.0.1:" + snug.getEnvironment().getRequiredProperty(port);
    }

    private HttpResponse<String> get(String address, String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
