/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.SignedTexts;
import app.snug.server.node.storage.Alteration;
import app.snug.server.node.storage.Altered;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code delete}: messages go, by hash. */
final class DeleteMethod implements Method {

    private static final Fields FIELDS =
            Fields.authenticated().with("messages", Fields.TEXTS).with("required", Fields.FLAG);

    private final NodeContext node;

    DeleteMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("delete");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Authentication who = Authentication.signed(parameters);
        List<MessageHash> hashes = Parameters.hashes(parameters.messages());
        boolean required = parameters.flag("required");
        return new AlteringCall(node, who, new Delete(who.account(), hashes, required));
    }

    private record Delete(AccountId account, List<MessageHash> hashes, boolean mustExist)
            implements Altering {

        @Override
        public String method() {
            return "delete";
        }

        @Override
        public String unauthorized() {
            return "delete_msgs signature verification failed";
        }

        @Override
        public byte[] signedText() {
            return SignedTexts.delete(texts());
        }

        private List<String> texts() {
            return hashes.stream().map(MessageHash::value).toList();
        }

        @Override
        public int rights() {
            return Subaccount.DELETE;
        }

        @Override
        public @Nullable RpcReply refusal(long now, Duration tolerance) {
            return null;
        }

        @Override
        public Alteration alteration(long now) {
            return new Alteration.Delete(account, hashes);
        }

        @Override
        public void write(JsonGenerator to, Altered altered, long now) {
            Results.writeList(to, "deleted", altered.hashes());
        }

        @Override
        public byte[] signedResult(Altered altered, long now) {
            return Results.signed(String.join("", texts()), altered.hashes());
        }

        @Override
        public void writeParameters(JsonGenerator to) {
            Results.writeList(to, "messages", texts());
        }

        @Override
        public @Nullable String required() {
            return mustExist ? "deleted" : null;
        }
    }
}
