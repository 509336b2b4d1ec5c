/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.server.http.Exchange;
import app.snug.server.http.HttpServer;
import app.snug.server.http.Reply;
import app.snug.server.node.membership.ServiceNodeList;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells clients of the nodes: JSON-RPC over plain HTTP at {@code /json_rpc} ({@code protocol/02}
 * §1.3).
 */
final class SeedServer implements AutoCloseable {

    private static final Set<String> METHODS =
            Set.of("get_service_nodes", "get_n_service_nodes", "get_all_service_nodes");
    private static final int MAX_DEPTH = 16;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .build();

    private final ServiceNodeList nodes;
    private final HttpServer server;

    private SeedServer(ServiceNodeList nodes, String host, int port) throws IOException {
        this.nodes = nodes;
        this.server =
                HttpServer.start(
                        new HttpServer.Settings(host, port, null, "Snug", List.of()),
                        Map.of("POST /json_rpc", this::answer));
    }

    static SeedServer start(ServiceNodeList nodes, String host, int port) throws IOException {
        return new SeedServer(nodes, host, port);
    }

    int port() {
        return server.port();
    }

    private Reply answer(Exchange exchange) {
        JsonNode request = parse(exchange.body());
        if (request == null) {
            return error(null, -32700, "Parse error");
        }
        JsonNode method = request.isObject() ? request.get("method") : null;
        JsonNode id = request.isObject() ? request.get("id") : null;
        if (method == null || !method.isString()) {
            return error(id, -32600, "Invalid Request");
        }
        if (!METHODS.contains(method.stringValue())) {
            return error(id, -32601, "Method not found");
        }
        JsonNode params = request.get("params");
        if (params != null && !params.isObject() && !params.isNull()) {
            return error(id, -32602, "Invalid params");
        }
        ObjectNode reply = envelope(id);
        reply.set("result", nodes.answer(params));
        return Reply.json(JSON.writeValueAsBytes(reply));
    }

    private static @Nullable JsonNode parse(byte[] body) {
        try {
            JsonNode request = JSON.readTree(body);
            return request.isMissingNode() ? null : request;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Reply error(@Nullable JsonNode id, int code, String message) {
        ObjectNode reply = envelope(id);
        reply.putObject("error").put("code", code).put("message", message);
        return Reply.json(JSON.writeValueAsBytes(reply));
    }

    /** The id comes back if it is a number or a text, as JSON-RPC has it. */
    private static ObjectNode envelope(@Nullable JsonNode id) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("jsonrpc", "2.0");
        if (id != null && (id.isNumber() || id.isString())) {
            reply.set("id", id);
        } else {
            reply.putNull("id");
        }
        return reply;
    }

    @Override
    public void close() {
        server.close();
    }
}
