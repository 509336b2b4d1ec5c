/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.attachment.FileId;
import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.OnionRequest;
import app.snug.protocol.onion.V4Headers;
import app.snug.protocol.onion.V4Request;
import app.snug.protocol.onion.V4Response;
import app.snug.server.http.HttpServer;
import app.snug.testing.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More large files at once than the memory could hold. Nobody is cut while a test lasts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyDownloadsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    /** More than a system keeps for a connection. */
    private static final byte[] LARGE = new byte[8 << 20];

    private final SecureRandom random = new SecureRandom();
    private final Ed25519KeyPair identity = Ed25519KeyPair.generate(random);
    private final TestDatabase database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> sockets = new ArrayList<>();
    private @TempDir Path directory;
    private FileServer server;

    @BeforeEach
    void open() throws Exception {
        start(3L * LARGE.length);
        random.nextBytes(LARGE);
        assertThat(post("/file", LARGE).statusCode()).isEqualTo(200);
    }

    private void start(long memory) throws IOException {
        FileServerSettings usual = FileServerSettings.DEFAULT.on("127.0.0.1", 0);
        server =
                FileServer.start(
                        new FileServerSettings(
                                usual.host(),
                                usual.port(),
                                usual.timeToLive(),
                                usual.longest(),
                                usual.room(),
                                0,
                                LONG,
                                new HttpServer.Limits(100, LONG, LONG, memory)),
                        identity,
                        database.dataSource(),
                        directory,
                        Clock.systemUTC(),
                        random);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        http.close();
        database.close();
    }

    private HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return http.send(
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)).build(),
                BodyHandlers.ofByteArray());
    }

    private static String path() {
        return "/file/" + FileId.of(LARGE);
    }

    private V4Response throughAnOnion() throws Exception {
        Destination here =
                new Destination.Server(
                        "127.0.0.1",
                        server.port(),
                        "http",
                        Destination.Server.V4_TARGET,
                        server.onionKey());
        byte[] get = new V4Request("GET", path(), V4Headers.NONE, null).encode();
        try (OnionRequest request =
                OnionRequest.build(List.of(), here, get, LayerCipher.XCHACHA20, random)) {
            HttpResponse<byte[]> answer = post(Destination.Server.V4_TARGET, request.body());
            assertThat(answer.statusCode()).isEqualTo(200);
            return V4Response.parse(request.openServerReply(answer.body()));
        }
    }

    @Test
    void whoDoesNotReadAFileTakesNoMemoryForIt() throws Exception {
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.setReceiveBufferSize(16 << 10);
            socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
            socket.getOutputStream()
                    .write(
                            "GET %s HTTP/1.1\r\nHost: files\r\n\r\n"
                                    .formatted(path())
                                    .getBytes(StandardCharsets.US_ASCII));
        }
        HttpResponse<byte[]> file =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + server.port() + path()))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).isEqualTo(LARGE);
        assertThat(throughAnOnion().body()).isEqualTo(LARGE);
    }

    @Test
    void downloadsThroughOnionsComeOneAfterTheOther() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<V4Response>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(threads.submit(this::throughAnOnion));
            }
            for (Future<V4Response> answer : answers) {
                assertThat(answer.get().code()).isEqualTo(200);
                assertThat(answer.get().body()).isEqualTo(LARGE);
            }
        }
    }

    @Test
    void aFileForWhichThereIsNoMemoryIsRefusedWithinTheOnion() throws Exception {
        server.close();
        start(LARGE.length);
        V4Response answer = throughAnOnion();
        assertThat(answer.code()).isEqualTo(503);
        assertThat(new String(answer.body(), StandardCharsets.US_ASCII))
                .isEqualTo("{\"status_code\":503}");
        assertThat(answer.contentType()).hasValue("application/json");
    }
}
