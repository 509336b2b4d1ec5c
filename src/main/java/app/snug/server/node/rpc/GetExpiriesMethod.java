/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.storage.SignedTexts;
import app.snug.protocol.storage.StorageLimits;
import app.snug.server.node.storage.StorageException;
import java.util.List;
import java.util.SortedMap;

/** {@code get_expiries}: until when messages are kept. */
final class GetExpiriesMethod implements Method {

    private static final String NAME = "get_expiries";

    private static final Fields FIELDS =
            Fields.authenticated()
                    .with("messages", Fields.TEXTS)
                    .with("timestamp", Fields.TIMESTAMP);

    private final NodeContext node;

    GetExpiriesMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Authentication who = Authentication.signed(parameters);
        long timestamp = Parameters.required("timestamp", parameters.timestamp("timestamp"));
        List<String> hashes = parameters.messages();
        return () -> answer(who, timestamp, hashes);
    }

    private RpcReply answer(Authentication who, long timestamp, List<String> hashes) {
        if (!node.keeps(who.account())) {
            return GetSwarmMethod.wrongSwarm(node, who.account());
        }
        if (!Clocks.isNear(timestamp, node.now(), StorageLimits.SIGNATURE_TOLERANCE)) {
            return RpcReply.text(406, NAME + " timestamp too far from current time");
        }
        try {
            byte[] text = SignedTexts.getExpiries(timestamp, hashes);
            if (!who.permits(node.store(), Subaccount.READ, text, false)) {
                return RpcReply.text(401, NAME + " signature verification failed");
            }
            SortedMap<String, Long> expiries =
                    node.store()
                            .expiries(who.account(), Parameters.hashesAmong(hashes), node.now());
            return RpcReply.json(
                    200,
                    Json.write(to -> {
                        to.writeStartObject();
                        to.writeObjectPropertyStart("expiries");
                        expiries.forEach(to::writeNumberProperty);
                        to.writeEndObject();
                        to.writeEndObject();
                    }));
        } catch (StorageException e) {
            return Failed.reply(e);
        }
    }
}
