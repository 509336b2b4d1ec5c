/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
            case "ons_resolve" -> () -> RpcReply.json(200, wrap(resolve(params)));
            default -> throw new BadRequestException("Invalid oxend endpoint '" + endpoint + "'");
        };
    }

    /** A name that is not there is an answer without a value. */
    private ObjectNode resolve(@Nullable JsonNode params) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        JsonNode hash = params == null ? null : params.get("name_hash");
        JsonNode type = params == null ? null : params.get("type");
        boolean ofAccounts = type == null || (type.isInt() && type.intValue() == 0);
        if (ofAccounts && hash != null && hash.isString()) {
            node.names()
                    .find(hash.stringValue())
                    .ifPresent(sealed -> {
                        result.put("encrypted_value", sealed.value());
                        result.put("nonce", sealed.nonce());
                    });
        }
        return result.put("status", "OK");
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
