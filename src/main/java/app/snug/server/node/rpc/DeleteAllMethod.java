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

/** {@code delete_all}: all messages of one namespace go, or of all. */
final class DeleteAllMethod implements Method {

    private static final Fields FIELDS =
            Fields.authenticated()
                    .with("namespace", Fields.NAMESPACE_OR_ALL)
                    .with("timestamp", Fields.TIMESTAMP);

    private final NodeContext node;

    DeleteAllMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("delete_all");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Authentication who = Authentication.signed(parameters);
        long timestamp = Parameters.required("timestamp", parameters.timestamp("timestamp"));
        return new AlteringCall(
                node, who, new DeleteAll(who.account(), parameters.namespaceOrAll(), timestamp));
    }

    private record DeleteAll(AccountId account, @Nullable Namespace namespace, long timestamp)
            implements Altering {

        @Override
        public String method() {
            return "delete_all";
        }

        @Override
        public byte[] signedText() {
            return SignedTexts.deleteAll(namespace, timestamp);
        }

        @Override
        public int rights() {
            return Subaccount.DELETE;
        }

        @Override
        public @Nullable RpcReply refusal(long now, Duration tolerance) {
            return Clocks.isNear(timestamp, now, tolerance)
                    ? null
                    : RpcReply.text(406, "delete_all timestamp too far from current time");
        }

        @Override
        public Alteration alteration(long now) {
            return new Alteration.DeleteUntil(account, namespace, Long.MAX_VALUE);
        }

        @Override
        public void write(JsonGenerator to, Altered altered, long now) {
            Results.write(to, "deleted", namespace, altered);
        }

        @Override
        public byte[] signedResult(Altered altered, long now) {
            return Results.signed(Long.toString(timestamp), altered.hashes());
        }

        @Override
        public void writeParameters(JsonGenerator to) {
            Results.writeNamespace(to, namespace);
            to.writeNumberProperty("timestamp", timestamp);
        }
    }
}
