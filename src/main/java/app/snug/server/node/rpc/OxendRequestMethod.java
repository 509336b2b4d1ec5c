/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code oxend_request}: what the chain daemon would say, as far as this network has it. */
final class OxendRequestMethod implements Method {

    private final NodeContext node;

    OxendRequestMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("oxend_request");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        String endpoint = parameters.requiredText("endpoint");
        JsonNode params = parameters.value("params");
        return switch (endpoint) {
            case "get_service_nodes" ->
                    () -> RpcReply.json(200, wrap(node.nodeList().answer(params)));
            case "ons_resolve" -> () -> resolve(params);
            default -> throw new BadRequestException("Invalid oxend endpoint '" + endpoint + "'");
        };
    }

    private RpcReply resolve(@Nullable JsonNode params) {
        try {
            return RpcReply.json(200, wrap(NameLookup.answer(node.names(), params)));
        } catch (BadRequestException e) {
            return RpcReply.text(400, String.valueOf(e.getMessage()));
        }
    }

    private byte[] wrap(JsonNode result) {
        return Json.write(to -> {
            to.writeStartObject();
            node.writeHardfork(to);
            Json.field(to, "result", result);
            node.writeTime(to);
            to.writeEndObject();
        });
    }
}
