/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Concatenation;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SignedTexts;
import app.snug.protocol.storage.StorageLimits;
import app.snug.server.node.storage.Alteration;
import app.snug.server.node.storage.Altered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code revoke_subaccount} and {@code unrevoke_subaccount}: rights taken and given back. */
final class RevokeMethod implements Method {

    private static final int MAX_GIVEN_BACK = 10_000;

    private final NodeContext node;
    private final boolean revoking;
    private final Fields fields;

    RevokeMethod(NodeContext node, boolean revoking) {
        this.node = node;
        this.revoking = revoking;
        this.fields =
                Fields.signed()
                        .with(revoking ? "revoke" : "unrevoke", Fields.TEXTS)
                        .with("timestamp", Fields.TIMESTAMP);
    }

    @Override
    public List<String> names() {
        return List.of(revoking ? "revoke_subaccount" : "unrevoke_subaccount");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        fields.check(parameters);
        Authentication who = Authentication.owner(parameters);
        if (!revoking) {
            // The order in which the two methods miss things differs, and clients see it.
            Parameters.required("timestamp", parameters.timestamp("timestamp"));
        }
        List<byte[]> tokens =
                revoking
                        ? parameters.tokens("revoke", StorageLimits.MAX_REVOKED_TOKENS)
                        : parameters.tokens("unrevoke", MAX_GIVEN_BACK);
        long timestamp = Parameters.required("timestamp", parameters.timestamp("timestamp"));
        return new AlteringCall(
                node, who, new Revoke(names().getFirst(), who.account(), tokens, timestamp));
    }

    private record Revoke(String method, AccountId account, List<byte[]> tokens, long timestamp)
            implements Altering {

        private boolean revoking() {
            return method.startsWith("revoke");
        }

        @Override
        public byte[] signedText() {
            return revoking()
                    ? SignedTexts.revokeSubaccount(timestamp, tokens)
                    : SignedTexts.unrevokeSubaccount(timestamp, tokens);
        }

        @Override
        public int rights() {
            return Subaccount.OWNER;
        }

        @Override
        public @Nullable RpcReply refusal(long now, Duration tolerance) {
            return Clocks.isNear(timestamp, now, tolerance)
                    ? null
                    : RpcReply.text(406, method + " timestamp too far from current time");
        }

        @Override
        public Alteration alteration(long now) {
            return new Alteration.Revoke(account, tokens, revoking());
        }

        @Override
        public void write(JsonGenerator to, Altered altered, long now) {
            if (!revoking()) {
                to.writeNumberProperty("count", altered.tokens());
            }
        }

        @Override
        public byte[] signedResult(Altered altered, long now) {
            return Concatenation.of(
                    Long.toString(timestamp).getBytes(StandardCharsets.US_ASCII),
                    Concatenation.of(tokens.toArray(byte[][]::new)));
        }

        @Override
        public void writeParameters(JsonGenerator to) {
            List<String> texts = tokens.stream().map(Base64.getEncoder()::encodeToString).toList();
            Results.writeList(to, revoking() ? "revoke" : "unrevoke", texts);
            to.writeNumberProperty("timestamp", timestamp);
        }
    }
}
