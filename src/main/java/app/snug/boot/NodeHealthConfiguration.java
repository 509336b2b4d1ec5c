/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.server.http.HttpServer;
import app.snug.server.http.Reply;
import app.snug.server.http.Route;
import app.snug.server.node.NodeHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Health of a process without pages, at {@code SNUG_MANAGEMENT_PORT}. */
class NodeHealthConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("'${management.server.port:}' != ''")
    HttpServer nodeHealth(NodeHost host, Environment environment) {
        int port = environment.getRequiredProperty("management.server.port", Integer.class);
        Route alive = exchange -> word("UP", 200);
        try {
            return HttpServer.start(
                    new HttpServer.Settings("0.0.0.0", port, null, "Snug", List.of()),
                    Map.of(
                            "GET /health/liveness",
                            alive,
                            "GET /health/readiness",
                            alive,
                            "GET /health/node",
                            exchange -> standing(host)));
        } catch (IOException e) {
            throw new StartRefusedException("SNUG_MANAGEMENT_PORT: " + e.getMessage() + ".", e);
        }
    }

    private static Reply standing(NodeHost host) {
        return switch (host.standing()) {
            case READY -> word("UP", 200);
            case EXPIRED -> word("EXPIRED", 503);
            case NOT_LISTED -> word("NOT_LISTED", 503);
        };
    }

    private static Reply word(String word, int status) {
        return new Reply(
                status,
                Reply.JSON,
                ("{\"status\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
