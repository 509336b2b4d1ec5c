/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * Asks the Snug of this machine whether it is ready, for images that carry neither shell nor curl.
 * Ends with 0 if it is.
 */
final class HealthCheck {

    private static final int LIMIT = (int) Duration.ofSeconds(5).toMillis();

    private HealthCheck() {}

    static void main() {
        String port = setting("SNUG_MANAGEMENT_PORT", setting("SNUG_PORT", "8080"));
        boolean ready = isReady(URI.create("http://127.0.0.1:" + port + "/health/readiness"));
        Runtime.getRuntime().halt(ready ? 0 : 1);
    }

    static boolean isReady(URI readiness) {
        try {
            HttpURLConnection connection = (HttpURLConnection) readiness.toURL().openConnection();
            connection.setConnectTimeout(LIMIT);
            connection.setReadTimeout(LIMIT);
            connection.setInstanceFollowRedirects(false);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
