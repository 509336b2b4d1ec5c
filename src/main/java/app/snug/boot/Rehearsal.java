/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.springframework.core.env.Environment;

/**
 * With {@code -Dsnug.rehearsal=true} a start asks itself for its first pages, waits until it is
 * connected and ends, so that an AOT cache learns all that later starts need until then.
 */
final class Rehearsal {

    private static final List<String> FIRST = List.of("/health/readiness", "/", "/setup", "/login");
    private static final String CONNECTED = "/health/network";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Rehearsal() {}

    static boolean isWished() {
        return Boolean.getBoolean("snug.rehearsal");
    }

    /**
     * @throws IOException if a page is not answered as it should be
     */
    static void hold(Environment started) throws IOException {
        String address = "http://127.0.0.1:" + started.getRequiredProperty("local.server.port");
        for (String path : FIRST) {
            HttpURLConnection page = ask(address + path);
            if (page.getResponseCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                throw new IOException(path + " was answered with " + page.getResponseCode());
            }
        }
        // A network elsewhere may be out of reach where an image is built.
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isUp(ask(address + CONNECTED)) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean isUp(HttpURLConnection health) throws IOException {
        if (health.getResponseCode() != HttpURLConnection.HTTP_OK) {
            return false;
        }
        try (InputStream body = health.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("\"UP\"");
        }
    }

    private static HttpURLConnection ask(String page) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(page).toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        return connection;
    }
}
