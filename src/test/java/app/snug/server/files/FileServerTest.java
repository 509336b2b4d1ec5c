/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.attachment.FileId;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file server over real sockets, with real PostgreSQL and a real folder. */
class FileServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final String HELLO_ID = "tKO2VVg1JPHwgZuvqK_7bDHJeSr4UJ_8i13ETlwAn0jB";
    private static final double TWO_WEEKS = Duration.ofDays(14).toSeconds();

    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final Ed25519KeyPair identity = Ed25519KeyPair.generate(random);
    private final TestDatabase database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();
    private @TempDir Path directory;
    private FileServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(settings());
    }

    private static FileServerSettings settings() {
        FileServerSettings usual = FileServerSettings.DEFAULT.on("127.0.0.1", 0);
        return new FileServerSettings(
                usual.host(),
                usual.port(),
                usual.timeToLive(),
                usual.longest(),
                usual.room(),
                0,
                Duration.ofMillis(50),
                usual.connections());
    }

    private FileServer start(FileServerSettings settings) throws IOException {
        return start(settings, directory);
    }

    private FileServer start(FileServerSettings settings, Path folder) throws IOException {
        return FileServer.start(settings, identity, database.dataSource(), folder, clock, random);
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
        database.close();
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return send("GET", path, new byte[0]);
    }

    private HttpResponse<byte[]> upload(byte[] file, String... headers) throws Exception {
        return send("POST", "/file", file, headers);
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JSON.readTree(response.body());
    }

    private double now() {
        return clock.millis() / 1000.0;
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void whatIsUploadedComesBackForWhoKnowsItsId() throws Exception {
        JsonNode answer = json(upload(HELLO));
        assertThat(answer.path("id").isString()).isTrue();
        assertThat(answer.path("id").stringValue()).isEqualTo(HELLO_ID);
        assertThat(answer.path("size").longValue()).isEqualTo(5);
        assertThat(answer.path("uploaded").doubleValue()).isEqualTo(now());
        assertThat(answer.path("expires").doubleValue()).isEqualTo(now() + TWO_WEEKS);

        HttpResponse<byte[]> file = get("/file/" + HELLO_ID);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).isEqualTo(HELLO);
        assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(file.headers().firstValue("Expires")).hasValue("Tue, 8 Dec 2026 12:00:00 GMT");

        JsonNode info = json(get("/file/" + HELLO_ID + "/info"));
        assertThat(info.propertyNames()).containsExactly("size", "uploaded", "expires");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100_000, 100_001})
    void theOldTextFormsWorkToo(int size) throws Exception {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        String text = "{\"file\":\"" + base64 + "\"}";
        JsonNode answer = json(send("POST", "/files", text.getBytes(StandardCharsets.US_ASCII)));
        assertThat(answer.path("status_code").intValue()).isEqualTo(200);
        JsonNode file = json(get("/files/" + answer.path("result").stringValue()));
        assertThat(file.path("status_code").intValue()).isEqualTo(200);
        assertThat(file.path("result").stringValue()).isEqualTo(base64);
    }

    @Test
    void theSameFileIsKeptOnceAndLonger() throws Exception {
        upload(HELLO);
        clock.travel(Duration.ofDays(3));
        assertThat(json(upload(HELLO)).path("expires").doubleValue()).isEqualTo(now() + TWO_WEEKS);
        assertThat(files()).isOne();
        double until = now() + TWO_WEEKS;
        JsonNode brief = json(upload(HELLO, "X-FS-TTL", "60"));
        assertThat(brief.path("expires").doubleValue()).isEqualTo(until);
        assertThat(brief.path("uploaded").doubleValue()).isEqualTo(now());
    }

    @Test
    void extendingNeverShortens() throws Exception {
        double until = json(upload(HELLO)).path("expires").doubleValue();
        String extend = "/file/" + HELLO_ID + "/extend";
        assertThat(
                        json(send("POST", extend, new byte[0], "X-FS-TTL", "60"))
                                .path("expires")
                                .doubleValue())
                .isEqualTo(until);
        clock.travel(Duration.ofDays(1));
        JsonNode longer = json(send("POST", extend, new byte[0]));
        assertThat(longer.path("expires").doubleValue()).isEqualTo(until + 86_400);
        assertThat(longer.propertyNames()).containsExactly("size", "uploaded", "expires");
        assertThat(send("POST", "/file/123456/extend", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/file/" + "x".repeat(44) + "/extend", new byte[0]).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFileGoesWhenItsTimeIsOver() throws Exception {
        upload(HELLO, "X-FS-TTL", "3600");
        clock.travel(Duration.ofMinutes(59));
        assertThat(get("/file/" + HELLO_ID).statusCode()).isEqualTo(200);
        clock.travel(Duration.ofMinutes(1));
        HttpResponse<byte[]> gone = get("/file/" + HELLO_ID);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(json(gone).path("status_code").intValue()).isEqualTo(404);
        assertThat(get("/file/" + HELLO_ID + "/info").statusCode()).isEqualTo(404);
        await().untilAsserted(() -> assertThat(files()).isZero());
    }

    @Test
    void filesOutliveARestartAndLeftoversDoNot() throws Exception {
        upload(HELLO);
        server.close();
        Files.write(directory.resolve("half.new"), HELLO);
        FileId orphan = FileId.of(new byte[] {7});
        Files.createDirectories(directory.resolve(orphan.value().substring(0, 2)));
        Files.write(
                directory.resolve(orphan.value().substring(0, 2)).resolve(orphan.value()), HELLO);
        server = start(settings());
        assertThat(get("/file/" + HELLO_ID).body()).isEqualTo(HELLO);
        assertThat(get("/file/" + orphan).statusCode()).isEqualTo(404);
        assertThat(files()).isOne();
    }

    @Test
    void whatOthersKeepInItsFolderStaysAsItIs() throws Exception {
        server.close();
        Path foreign = Files.createDirectories(directory.resolve("lost+found"));
        List<Path> others =
                List.of(
                        foreign.resolve(HELLO_ID),
                        Files.createDirectories(directory.resolve("tL")).resolve(HELLO_ID),
                        directory.resolve("photo.jpg"));
        for (Path other : others) {
            Files.write(other, HELLO);
        }
        Files.setPosixFilePermissions(foreign, Set.of());
        try {
            server = start(settings());
        } finally {
            Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(others).allSatisfy(other -> assertThat(other).exists());
        assertThat(get("/file/" + HELLO_ID).statusCode()).isEqualTo(404);
        assertThat(upload(HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void aFolderThatIsNoneIsNamed() throws Exception {
        Path file = Files.write(directory.resolve("file"), HELLO);
        assertThatThrownBy(() -> start(settings(), file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " cannot be used");
    }

    @Test
    void aFileThatCannotBeEnteredLeavesNoneBehind() throws Exception {
        alter("alter table stored_file add constraint none_of_five check (size <> 5)");
        assertThat(upload(HELLO).statusCode()).isEqualTo(500);
        await().untilAsserted(() -> assertThat(files()).isZero());
        alter("alter table stored_file drop constraint none_of_five");
        assertThat(upload(HELLO).statusCode()).isEqualTo(200);
        assertThat(get("/file/" + HELLO_ID).body()).isEqualTo(HELLO);
    }

    private void alter(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void ofAFileThatIsLostNothingIsSaidAsIfItWereThere() throws Exception {
        upload(HELLO);
        Files.delete(directory.resolve(HELLO_ID.substring(0, 2)).resolve(HELLO_ID));
        assertThat(get("/file/" + HELLO_ID).statusCode()).isEqualTo(404);
        assertThat(get("/file/" + HELLO_ID + "/info").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/file/" + HELLO_ID + "/extend", new byte[0]).statusCode())
                .isEqualTo(404);
        assertThat(upload(HELLO).statusCode()).isEqualTo(200);
        assertThat(get("/file/" + HELLO_ID).body()).isEqualTo(HELLO);
    }

    @Test
    void emptyAndTooLargeFilesAreRefused() throws Exception {
        assertThat(upload(new byte[0]).statusCode()).isEqualTo(413);
        assertThat(upload(new byte[AttachmentLimits.MAX_SEALED + 1]).statusCode()).isEqualTo(413);
        assertThat(upload(new byte[AttachmentLimits.MAX_SEALED]).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1.5", "", "5184001", "99999999999999999999"})
    void aTimeThatCannotBeIsRefused(String timeToLive) throws Exception {
        HttpResponse<byte[]> refused = upload(HELLO, "X-FS-TTL", timeToLive);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("status_code").intValue()).isEqualTo(400);
        assertThat(files()).isZero();
    }

    @Test
    void aFullServerRefusesAndKeepsWhatItHas() throws Exception {
        server.close();
        server = start(settings().withRoom(8));
        upload(HELLO);
        assertThat(upload("four".getBytes(StandardCharsets.US_ASCII)).statusCode()).isEqualTo(507);
        assertThat(get("/file/" + HELLO_ID).body()).isEqualTo(HELLO);
        assertThat(upload(HELLO).statusCode()).as("it takes no more room").isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404",
        "GET, /file/, 404",
        "GET, /file/unknown, 404",
        "DELETE, /file/tKO2VVg1JPHwgZuvqK_7bDHJeSr4UJ_8i13ETlwAn0jB, 405",
        "GET, /session_version?platform=desktop, 502",
        "GET, /session_version?platform=toaster, 404",
        "POST, /oxen/v4/lsrpc, 400",
        "POST, /files, 400"
    })
    void whatIsNotThereIsSaidSo(String method, String path, int status) throws Exception {
        upload(HELLO);
        assertThat(send(method, path, "x".getBytes(StandardCharsets.US_ASCII)).statusCode())
                .isEqualTo(status);
        assertThat(get("/file/" + HELLO_ID).statusCode()).isEqualTo(200);
    }
}
