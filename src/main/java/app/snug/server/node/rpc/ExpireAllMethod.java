/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SignedTexts;
import app.snug.server.node.storage.Alteration;
import app.snug.server.node.storage.Altered;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code expire_all}: nothing is kept longer than until a time. */
final class ExpireAllMethod implements Method {

    private static final Fields FIELDS =
            Fields.authenticated()
                    .with("namespace", Fields.NAMESPACE_OR_ALL)
                    .with("expiry", Fields.TIMESTAMP);

    private final NodeContext node;

    ExpireAllMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("expire_all");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Authentication who = Authentication.signed(parameters);
        long expiry = Parameters.required("expiry", parameters.timestamp("expiry"));
        return new AlteringCall(
                node, who, new ExpireAll(who.account(), parameters.namespaceOrAll(), expiry));
    }

    private record ExpireAll(AccountId account, @Nullable Namespace namespace, long expiry)
            implements Altering {

        @Override
        public String method() {
            return "expire_all";
        }

        @Override
        public byte[] signedText() {
            return SignedTexts.expireAll(namespace, expiry);
        }

        @Override
        public int rights() {
            return Subaccount.DELETE;
        }

        @Override
        public @Nullable RpcReply refusal(long now, Duration tolerance) {
            return expiry >= now - tolerance.toMillis()
                    ? null
                    : RpcReply.text(406, "expire_all timestamp should be >= current time");
        }

        @Override
        public Alteration alteration(long now) {
            return new Alteration.ExpireAll(account, namespace, expiry);
        }

        @Override
        public void write(JsonGenerator to, Altered altered, long now) {
            Results.write(to, "updated", namespace, altered);
        }

        @Override
        public byte[] signedResult(Altered altered, long now) {
            return Results.signed(Long.toString(expiry), altered.hashes());
        }

        @Override
        public void writeParameters(JsonGenerator to) {
            to.writeNumberProperty("expiry", expiry);
            Results.writeNamespace(to, namespace);
        }
    }
}
