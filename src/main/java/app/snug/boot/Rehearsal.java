/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * With {@code -Dsnug.rehearsal=true} a start asks itself for its first pages and ends, so that an
 * AOT cache learns all that later starts need until then.
 */
@Component
@ConditionalOnBooleanProperty("snug.rehearsal")
final class Rehearsal {

    private static final List<String> FIRST = List.of("/health/readiness", "/", "/setup", "/login");

    private final ApplicationContext context;

    Rehearsal(ApplicationContext context) {
        this.context = context;
    }

    @EventListener
    void ready(AvailabilityChangeEvent<ReadinessState> event) throws IOException {
        if (event.getState() != ReadinessState.ACCEPTING_TRAFFIC) {
            return;
        }
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        for (String path : FIRST) {
            URI page = URI.create("http://127.0.0.1:" + port + path);
            HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            if (connection.getResponseCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                throw new IOException(path + " was answered with " + connection.getResponseCode());
            }
        }
        System.exit(SpringApplication.exit(context));
    }
}
