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

/** {@code delete_before}: messages sent until a time go. */
final class DeleteBeforeMethod implements Method {

    private static final Fields FIELDS =
            Fields.authenticated()
                    .with("namespace", Fields.NAMESPACE_OR_ALL)
                    .with("before", Fields.TIMESTAMP);

    private final NodeContext node;

    DeleteBeforeMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("delete_before");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Authentication who = Authentication.signed(parameters);
        long before = Parameters.required("before", parameters.timestamp("before"));
        return new AlteringCall(
                node, who, new DeleteBefore(who.account(), parameters.namespaceOrAll(), before));
    }

    private record DeleteBefore(AccountId account, @Nullable Namespace namespace, long before)
            implements Altering {

        @Override
        public String method() {
            return "delete_before";
        }

        @Override
        public byte[] signedText() {
            return SignedTexts.deleteBefore(namespace, before);
        }

        @Override
        public int rights() {
            return Subaccount.DELETE;
        }

        @Override
        public @Nullable RpcReply refusal(long now, Duration tolerance) {
            return before <= now + tolerance.toMillis()
                    ? null
                    : RpcReply.text(401, "delete_before timestamp too far in the future");
        }

        @Override
        public Alteration alteration(long now) {
            return new Alteration.DeleteUntil(account, namespace, before);
        }

        @Override
        public void write(JsonGenerator to, Altered altered, long now) {
            Results.write(to, "deleted", namespace, altered);
        }

        @Override
        public byte[] signedResult(Altered altered, long now) {
            return Results.signed(Long.toString(before), altered.hashes());
        }

        @Override
        public void writeParameters(JsonGenerator to) {
            to.writeNumberProperty("before", before);
            Results.writeNamespace(to, namespace);
        }
    }
}
