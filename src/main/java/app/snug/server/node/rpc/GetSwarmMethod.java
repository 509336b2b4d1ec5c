/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SwarmId;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code get_swarm}: which nodes keep an account's messages. */
final class GetSwarmMethod implements Method {

    private static final Fields FIELDS =
            Fields.none().with("pubKey", Fields.TEXT).with("pubkey", Fields.TEXT);

    private final NodeContext node;

    GetSwarmMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("get_swarm", "get_snodes_for_pubkey");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        AccountId account = parameters.accountOrOldName("66 hex digits/33 bytes long");
        return () -> RpcReply.json(200, describe(node, account));
    }

    /** What a node answers that the account does not belong to. */
    static RpcReply wrongSwarm(NodeContext node, AccountId account) {
        return RpcReply.json(421, describe(node, account));
    }

    private static byte[] describe(NodeContext node, AccountId account) {
        NetworkMap map = node.membership().current();
        SwarmId swarm = map.swarmOf(account);
        return Json.write(to -> {
            to.writeStartObject();
            node.writeHardfork(to);
            to.writeArrayPropertyStart("snodes");
            map.members(swarm).forEach(member -> write(to, member));
            to.writeEndArray();
            to.writeStringProperty("swarm", swarm.hex());
            node.writeTime(to);
            to.writeEndObject();
        });
    }

    private static void write(JsonGenerator to, NodeEntry member) {
        to.writeStartObject();
        to.writeStringProperty("address", member.address());
        to.writeStringProperty("ip", member.host());
        to.writeStringProperty("port", Integer.toString(member.port()));
        to.writeNumberProperty("port_https", member.port());
        to.writeNumberProperty("port_omq", member.omqPort());
        to.writeNumberProperty("port_quic", member.omqPort());
        to.writeStringProperty("pubkey_ed25519", member.ed25519().hex());
        to.writeStringProperty("pubkey_legacy", member.legacy().hex());
        to.writeStringProperty("pubkey_x25519", member.x25519().hex());
        to.writeEndObject();
    }
}
