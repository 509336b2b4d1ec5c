/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.server.files.FileServer;
import app.snug.server.http.HttpServer;
import app.snug.server.http.Reply;
import app.snug.server.http.Route;
import app.snug.server.node.NodeHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Health of a process without pages, at {@code SNUG_MANAGEMENT_PORT}. */
class ServerHealthConfiguration {

    private static final int PATIENCE_SECONDS = 2;

    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("'${management.server.port:}' != ''")
    HttpServer health(
            ObjectProvider<NodeHost> nodes,
            ObjectProvider<FileServer> files,
            DataSource database,
            Environment environment) {
        int port = environment.getRequiredProperty("management.server.port", Integer.class);
        String address = environment.getProperty(ManagementAddress.PROPERTY, "0.0.0.0");
        Route alive = exchange -> word("UP", 200);
        Map<String, Route> routes = new HashMap<>();
        routes.put("GET /health/liveness", alive);
        routes.put("GET /health/readiness", exchange -> readiness(database));
        nodes.ifAvailable(host -> routes.put("GET /health/node", exchange -> standing(host)));
        files.ifAvailable(server -> routes.put("GET /health/files", exchange -> standing(server)));
        try {
            return HttpServer.start(
                    new HttpServer.Settings(address, port, null, "Snug", List.of()), routes);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Health cannot be told: "
                            + e.getMessage()
                            + ". Stop what listens there, or set SNUG_MANAGEMENT_PORT to a free"
                            + " port.",
                    e);
        }
    }

    private static Reply readiness(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS) ? word("UP", 200) : word("DOWN", 503);
        } catch (SQLException e) {
            return word("DOWN", 503);
        }
    }

    private static Reply standing(NodeHost host) {
        return switch (host.standing()) {
            case READY -> word("UP", 200);
            case EXPIRED -> word("EXPIRED", 503);
            case NOT_LISTED -> word("NOT_LISTED", 503);
        };
    }

    private static Reply standing(FileServer server) {
        return switch (server.standing()) {
            case READY -> word("UP", 200);
            case FULL -> word("FULL", 503);
            case FAILING -> word("DOWN", 503);
        };
    }

    private static Reply word(String word, int status) {
        return new Reply(
                status,
                Reply.JSON,
                ("{\"status\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
