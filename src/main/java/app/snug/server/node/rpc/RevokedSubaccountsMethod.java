/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.storage.SignedTexts;
import app.snug.protocol.storage.StorageLimits;
import app.snug.server.node.storage.StorageException;
import java.util.Base64;
import java.util.List;

/** {@code revoked_subaccounts}: who has no rights any more, as this node knows. */
final class RevokedSubaccountsMethod implements Method {

    private static final String NAME = "revoked_subaccounts";

    private static final Fields FIELDS = Fields.signed().with("timestamp", Fields.TIMESTAMP);

    private final NodeContext node;

    RevokedSubaccountsMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Authentication who = Authentication.owner(parameters);
        long timestamp = Parameters.required("timestamp", parameters.timestamp("timestamp"));
        return () -> answer(who, timestamp);
    }

    private RpcReply answer(Authentication who, long timestamp) {
        if (!node.keeps(who.account())) {
            return GetSwarmMethod.wrongSwarm(node, who.account());
        }
        if (!Clocks.isNear(timestamp, node.now(), StorageLimits.SIGNATURE_TOLERANCE)) {
            return RpcReply.text(406, NAME + " timestamp too far from current time");
        }
        try {
            byte[] text = SignedTexts.revokedSubaccounts(timestamp);
            if (!who.permits(node.store(), Subaccount.OWNER, text, false)) {
                return RpcReply.text(401, NAME + " signature verification failed");
            }
            List<String> tokens =
                    node.store().revoked(who.account()).stream()
                            .map(Base64.getEncoder()::encodeToString)
                            .toList();
            return RpcReply.json(
                    200,
                    Json.write(to -> {
                        to.writeStartObject();
                        node.writeHardfork(to);
                        Results.writeList(to, NAME, tokens);
                        node.writeTime(to);
                        to.writeEndObject();
                    }));
        } catch (StorageException e) {
            return Failed.reply(e);
        }
    }
}
