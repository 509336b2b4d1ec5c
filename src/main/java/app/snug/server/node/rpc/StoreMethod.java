/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.StorageLimits;
import java.util.List;

/** {@code store}: keeps a message on every member of the account's swarm. */
final class StoreMethod implements Method {

    private static final Fields FIELDS =
            Fields.authenticated()
                    .with("data", Fields.TEXT)
                    .with("expiry", Fields.TIMESTAMP)
                    .with("namespace", Fields.NAMESPACE)
                    .with("pubKey", Fields.TEXT)
                    .with("sig_timestamp", Fields.TIMESTAMP);

    private final NodeContext node;

    StoreMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("store");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Namespace given = parameters.namespace();
        Long expiry = parameters.timestamp("expiry");
        long timestamp = Parameters.required("timestamp", parameters.lenientInteger("timestamp"));
        Long ttl = parameters.lenientUnsigned("ttl");
        if (expiry != null && ttl != null) {
            throw new BadRequestException("Cannot specify both 'expiry' and 'ttl'");
        }
        if (expiry == null && ttl == null) {
            throw new BadRequestException("Required field 'expiry' or 'ttl' missing");
        }
        AccountId account = parameters.accountOrOldName();
        Authentication who =
                parameters.has("signature")
                        ? Authentication.signed(parameters, account)
                        : Authentication.unsigned(account);
        long until = expiry != null ? expiry : saturatingSum(timestamp, ttl == null ? 0 : ttl);
        Long signedAt = parameters.timestamp("sig_timestamp");
        byte[] data = Parameters.base64(parameters.requiredText("data"));
        if (data == null) {
            throw new BadRequestException("Invalid 'data' value: not base64 encoded");
        }
        if (data.length > StorageLimits.MAX_MESSAGE_BYTES) {
            throw new BadRequestException(
                    "Message body exceeds maximum allowed length of "
                            + StorageLimits.MAX_MESSAGE_BYTES
                            + " bytes");
        }
        return new Store(
                node,
                who,
                given == null ? Namespace.DEFAULT : given,
                timestamp,
                until,
                signedAt == null ? timestamp : signedAt,
                data);
    }

    private static long saturatingSum(long a, long b) {
        return b > Long.MAX_VALUE - a ? Long.MAX_VALUE : a + b;
    }
}
