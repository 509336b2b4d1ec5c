/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The packaged program in a process of its own, with the options of the image. */
final class PackagedSnug implements AutoCloseable {

    private static final Pattern CODE = Pattern.compile("one-time code ([a-z0-9-]+)");
    private static final long LIMIT_SECONDS = 90;

    private final Path java;
    private final Path jar;
    private final Path data;
    private final Path log;
    private final int port;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Process process;

    /**
     * @param java what runs it
     * @param jar unpacked
     */
    PackagedSnug(Path java, Path jar, Path data) throws IOException {
        this.java = java;
        this.jar = jar;
        this.data = Files.createDirectories(data.toAbsolutePath());
        this.log = this.data.resolveSibling(data.getFileName() + ".log");
        this.port = freePort();
        set("SNUG_PORT", String.valueOf(port));
        set("SNUG_ADDRESS", "127.0.0.1");
        set("SNUG_DATA_DIR", data.toString());
        set("SNUG_LOCAL_SEED_PORT", "0");
        set("SNUG_LOCAL_FILE_PORT", "0");
        set("SNUG_LOCAL_NODE_PORT", "0");
    }

    PackagedSnug set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    String address() {
        return "http://localhost:" + port;
    }

    /** One start that only learns which classes a start needs. */
    void train() throws IOException, InterruptedException {
        Process training =
                process(List.of("-XX:AOTCacheOutput=" + cache(), "-Dsnug.rehearsal=true"));
        if (!training.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || !Files.exists(cache())) {
            training.destroyForcibly();
            throw new IOException("No AOT cache was made:\n" + log());
        }
    }

    /** On return it is ready. */
    void start() throws IOException, InterruptedException {
        Process started =
                process(Files.exists(cache()) ? List.of("-XX:AOTCache=" + cache()) : List.of());
        process = started;
        await("/health/readiness");
    }

    /** On return there is a way through the network. */
    void awaitConnected() throws IOException, InterruptedException {
        await("/health/network");
    }

    private void await(String health) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!isUp(health)) {
            if (System.nanoTime() > end || running().waitFor(5, TimeUnit.MILLISECONDS)) {
                throw new IOException(health + " did not turn well:\n" + log());
            }
        }
    }

    private boolean isUp(String health) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection)
                            URI.create("http://127.0.0.1:" + port + health)
                                    .toURL()
                                    .openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            try (InputStream body = connection.getInputStream()) {
                // While it is not known yet that is an answer, too.
                return new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("\"UP\"");
            }
        } catch (IOException e) {
            return false;
        }
    }

    String setUpCode() throws IOException {
        Matcher code = CODE.matcher(log());
        if (!code.find()) {
            throw new IOException("No one-time code in the log:\n" + log());
        }
        return code.group(1);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Of the process, in MiB. */
    double residentMemory() throws IOException {
        String status = Files.readString(Path.of("/proc/" + running().pid() + "/status"));
        Matcher memory = Pattern.compile("VmRSS:\\s*(\\d+) kB").matcher(status);
        if (!memory.find()) {
            throw new IOException("How much memory it takes is not known");
        }
        return Long.parseLong(memory.group(1)) / 1024.0;
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("Not started");
        }
        return running;
    }

    private Path cache() {
        return data.resolveSibling(data.getFileName() + ".aot");
    }

    private Process process(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        // The image keeps libsodium unpacked; here it is taken out of the jar.
        command.addAll(
                Files.readAllLines(Path.of("deploy", "jvm.options")).stream()
                        .filter(option ->
                                option.startsWith("-") && !option.startsWith("-Dsnug.libsodium"))
                        .toList());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SNUG_"));
        builder.environment().putAll(settings);
        builder.directory(data.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        return builder.start();
    }

    @Override
    public void close() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(40, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
