/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.List;

/** {@code info}: version and clock. */
final class InfoMethod implements Method {

    private final NodeContext node;

    InfoMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("info");
    }

    @Override
    public Call parse(Parameters parameters) {
        return () ->
                RpcReply.json(
                        200,
                        Json.write(to -> {
                            to.writeStartObject();
                            node.writeHardfork(to);
                            long now = node.now();
                            to.writeNumberProperty("t", now);
                            to.writeNumberProperty("timestamp", now);
                            Json.field(to, "version", node.version());
                            to.writeEndObject();
                        }));
    }
}
