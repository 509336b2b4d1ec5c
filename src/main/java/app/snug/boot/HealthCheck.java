/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.function.BinaryOperator;

/**
 * Asks the Snug of this machine whether it is ready, for images that carry neither shell nor curl.
 * Ends with 0 if it is.
 */
final class HealthCheck {

    private static final int LIMIT = (int) Duration.ofSeconds(5).toMillis();

    private HealthCheck() {}

    static void main() {
        Runtime.getRuntime().halt(isReady(readiness(HealthCheck::setting)) ? 0 : 1);
    }

    /** Where it listens; on every address of the machine it does so on its own, too. */
    static URI readiness(BinaryOperator<String> setting) {
        String address = setting.apply("SNUG_ADDRESS", "0.0.0.0");
        String port = setting.apply("SNUG_MANAGEMENT_PORT", "");
        if (port.isEmpty()) {
            port = setting.apply("SNUG_PORT", "8080");
        } else {
            address = setting.apply("SNUG_MANAGEMENT_ADDRESS", address);
        }
        String host =
                address.equals("0.0.0.0") || address.equals("::")
                        ? "127.0.0.1"
                        : address.contains(":") ? "[" + address + "]" : address;
        return URI.create("http://" + host + ":" + port + "/health/readiness");
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
