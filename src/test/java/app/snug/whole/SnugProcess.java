/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import app.snug.testing.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The packaged jar in a process of its own, which can be killed and started again. */
final class SnugProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Pattern CODE =
            Pattern.compile("code[^a-z0-9]*([a-z0-9]{4}(?:-[a-z0-9]{4})+)");

    private final Path data;
    private final int port;
    private Map<String, String> settings;
    private final List<String> log = new ArrayList<>();
    private CompletableFuture<String> setUpCode = new CompletableFuture<>();
    private @Nullable Process process;

    SnugProcess(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
        this.port = FreePorts.one();
    }

    /** Starts the jar on a free port with the local network, and waits until pages are served. */
    static SnugProcess started(Path data) throws IOException {
        return started(data, Map.of());
    }

    /** As above, with settings of its own. */
    static SnugProcess started(Path data, Map<String, String> settings) throws IOException {
        SnugProcess snug = new SnugProcess(data, settings);
        snug.start();
        return snug;
    }

    void start() throws IOException {
        Programs.lendTo(data);
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        Unpacked.jar().toString());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("SNUG_"));
        environment.put("SNUG_PORT", Integer.toString(port));
        environment.put("SNUG_ADDRESS", "127.0.0.1");
        environment.put("SNUG_DATA_DIR", data.toString());
        environment.put("SNUG_LOCAL_SEED_PORT", "0");
        environment.put("SNUG_LOCAL_FILE_PORT", "0");
        environment.put("SNUG_LOCAL_NODE_PORT", "0");
        environment.putAll(settings);
        builder.redirectErrorStream(true);
        setUpCode = new CompletableFuture<>();
        Process started = builder.start();
        process = started;
        Thread.ofVirtual().start(() -> read(started));
        awaitPages(started);
    }

    /** {@code kill -9}. */
    void kill() {
        Process running = running();
        running.destroyForcibly();
        await(running);
    }

    void restart(Map<String, String> with) throws IOException {
        if (process != null && process.isAlive()) {
            kill();
        }
        settings = with;
        start();
    }

    String address() {
        return "http://localhost:" + port;
    }

    /** The one-time code from the log. */
    String setUpCode() {
        return setUpCode.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Everything that was printed so far. */
    String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    /** Asks it to stop, and waits until it has. */
    void stop() {
        Process running = running();
        running.destroy();
        await(running);
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("Not started");
        }
        return running;
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read(Process from) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                synchronized (log) {
                    log.add(line);
                }
                Matcher code = CODE.matcher(line);
                if (code.find()) {
                    setUpCode.complete(code.group(1));
                }
            }
        } catch (IOException e) {
            synchronized (log) {
                log.add("(output ended: " + e.getMessage() + ")");
            }
        }
    }

    private void awaitPages(Process started) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/login"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                            < 500) {
                        return;
                    }
                } catch (IOException e) {
                    if (started.waitFor(50, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        throw new UncheckedIOException(
                new IOException("Snug did not start; it printed:\n" + log()));
    }
}
