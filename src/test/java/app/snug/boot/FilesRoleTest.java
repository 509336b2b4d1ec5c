/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.snug.network.Network;
import app.snug.server.files.FileServer;
import app.snug.server.http.HttpServer;
import app.snug.testing.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
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

/** A process with the role of a file server alone. */
@ExtendWith(OutputCaptureExtension.class)
class FilesRoleTest {

    private static final Pattern PATH = Pattern.compile("\\| `(/[^`]+)` \\|.*\\| ([^|]+) \\|");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @TempDir Path data;

    private final TestDatabase database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        database.close();
    }

    private ConfigurableApplicationContext start(String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--snug.roles=files");
        all.add("--snug.files.address=127.0.0.1");
        all.add("--snug.data-dir=" + data);
        all.add("--snug.database-url=" + database.url());
        all.add("--snug.database-user=" + database.user());
        all.add("--snug.database-password=" + database.password());
        return new SpringApplicationBuilder(ServerApplication.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .run(all.toArray(String[]::new));
    }

    private HttpResponse<String> send(int port, String path, byte... body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (body.length > 0) {
            request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void itKeepsFilesAndItsKeyOverARestartAndSaysHowItIs(CapturedOutput output) throws Exception {
        String key;
        String id;
        try (ConfigurableApplicationContext snug =
                start(
                        "--snug.files.port=0",
                        "--management.server.port=0",
                        "--server.address=127.0.0.1")) {
            assertThat(snug.getBeanNamesForType(Network.class)).isEmpty();
            FileServer server = snug.getBean(FileServer.class);
            key = server.onionKey().hex();
            Path named = data.resolve("files/public-key");
            assertThat(output.getAll())
                    .contains("The file server runs on port " + server.port())
                    .contains(named.toString());
            assertThat(Files.readString(named)).isEqualTo(key + "\n");
            Matcher answer =
                    ID.matcher(send(server.port(), "/file", (byte) 'h', (byte) 'i').body());
            assertThat(answer.find()).isTrue();
            id = answer.group(1);
            int health = snug.getBean(HttpServer.class).port();
            assertThat(send(health, "/health/files").body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(send(health, "/health/readiness").statusCode()).isEqualTo(200);
            for (String path : guide("yes", "in the role `files`")) {
                assertThat(send(health, path).statusCode()).as(path).isEqualTo(200);
            }
            for (String path : guide("no", "in the role `node`")) {
                assertThat(send(health, path).statusCode()).as(path).isEqualTo(404);
            }
            assertThatThrownBy(() -> new Socket("127.0.0.2", health).close())
                    .isInstanceOf(ConnectException.class);
            snug.getBean(HikariDataSource.class).close();
            assertThat(send(health, "/health/readiness").statusCode()).isEqualTo(503);
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("files/ed25519.seed"))))
                .isEqualTo("rw-------");
        try (ConfigurableApplicationContext snug = start("--snug.files.port=0")) {
            FileServer server = snug.getBean(FileServer.class);
            assertThat(server.onionKey().hex()).isEqualTo(key);
            assertThat(send(server.port(), "/file/" + id).body()).isEqualTo("hi");
        }
    }

    /** Paths of health and metrics, by what the guide says of a process without pages. */
    private static List<String> guide(String... said) throws IOException {
        List<String> found =
                Files.readAllLines(Path.of("docs", "configuration.md")).stream()
                        .map(PATH::matcher)
                        .filter(Matcher::matches)
                        .filter(row -> List.of(said).contains(row.group(2)))
                        .map(row -> row.group(1))
                        .toList();
        assertThat(found).hasSizeGreaterThan(2);
        return found;
    }

    @Test
    void itsFolderAndLifetimeCanBeChosen() throws Exception {
        Path folder = data.resolve("elsewhere");
        try (ConfigurableApplicationContext snug =
                start(
                        "--snug.files.port=0",
                        "--snug.files.folder=" + folder,
                        "--snug.files.lifetime=1h")) {
            int port = snug.getBean(FileServer.class).port();
            String answer = send(port, "/file", (byte) 'h').body();
            Matcher expires = Pattern.compile("\"expires\":([0-9.E]+)").matcher(answer);
            assertThat(expires.find()).isTrue();
            assertThat(Double.parseDouble(expires.group(1)))
                    .isBetween(
                            System.currentTimeMillis() / 1e3 + 3500,
                            System.currentTimeMillis() / 1e3 + 3600);
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void aTakenPortIsNamed(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Throwable refused =
                    catchThrowable(
                            () -> start("--snug.files.port=" + taken.getLocalPort()).close());
            assertThat(refused).isNotNull();
            assertThat(output.getAll())
                    .contains("The file server cannot start: port " + taken.getLocalPort())
                    .contains("SNUG_FILES_PORT");
        }
    }

    @Test
    void aTakenPortForHealthIsNamed(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            int port = taken.getLocalPort();
            Throwable refused =
                    catchThrowable(() ->
                            start("--snug.files.port=0", "--management.server.port=" + port)
                                    .close());
            assertThat(refused).isNotNull();
            assertThat(output.getAll())
                    .contains(
                            "Health cannot be told: port %d of 0.0.0.0 is taken. Stop what listens there, or set SNUG_MANAGEMENT_PORT to a free port."
                                    .formatted(port));
        }
    }
}
