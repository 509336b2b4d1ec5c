/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SignedTexts;
import app.snug.protocol.storage.StorageLimits;
import app.snug.server.http.BusyException;
import app.snug.server.node.storage.Page;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.StoredMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code retrieve}: what has come since the client's cursor. With {@code wait}, milliseconds, it is
 * answered only when something has.
 */
final class RetrieveMethod implements Method {

    private static final long MAX_SIZE = StorageLimits.MAX_RETRIEVE_BYTES;
    private static final long DEFAULT_SIZE = MAX_SIZE / StorageLimits.DEFAULT_RETRIEVE_PART;
    private static final int MAX_COUNT = 1_000_000;

    private static final Fields FIELDS =
            Fields.authenticated()
                    .with("lastHash", Fields.TEXT)
                    .with("last_hash", Fields.TEXT)
                    .with("max_count", Fields.INTEGER)
                    .with("max_size", Fields.INTEGER)
                    .with("namespace", Fields.NAMESPACE)
                    .with("pubKey", Fields.TEXT)
                    .with("timestamp", Fields.TIMESTAMP);

    private final NodeContext node;

    RetrieveMethod(NodeContext node) {
        this.node = node;
    }

    @Override
    public List<String> names() {
        return List.of("retrieve");
    }

    @Override
    public Call parse(Parameters parameters) throws BadRequestException {
        FIELDS.check(parameters);
        Namespace given = parameters.namespace();
        Namespace namespace = given == null ? Namespace.DEFAULT : given;
        Long timestamp = parameters.timestamp("timestamp");
        AccountId account = parameters.accountOrOldName();
        boolean authenticates =
                parameters.has("signature")
                        || timestamp != null
                        || parameters.has("pubkey_ed25519")
                        || (given != null && !given.isPubliclyReadable());
        Authentication who =
                authenticates
                        ? Authentication.signed(parameters, account)
                        : Authentication.unsigned(account);
        MessageHash after = parameters.lastHash();
        Long count = parameters.integer("max_count");
        Long size = parameters.integer("max_size");
        Long wait = parameters.integer("wait");
        return new Retrieve(
                node,
                parameters.origin(),
                wait == null ? 0 : Math.clamp(wait, 0, Held.MAX_WAIT),
                who,
                namespace,
                timestamp == null ? 0 : timestamp,
                after,
                count(count),
                size(size, count));
    }

    /** 0 and what is below −1 is no limit; −1 leaves nothing. */
    private static int count(@Nullable Long given) {
        return given == null || given == 0 || given < -1
                ? MAX_COUNT
                : Math.clamp(given, 0, MAX_COUNT);
    }

    /** Positive: bytes; negative −n: the n-th part of the maximum; 0: not given. */
    private static long size(@Nullable Long given, @Nullable Long count) {
        if (given == null || given == 0) {
            return count == null || count == 0 ? DEFAULT_SIZE : MAX_SIZE;
        }
        return given > 0 ? Math.min(given, MAX_SIZE) : MAX_SIZE / Math.max(1, -given);
    }

    private record Retrieve(
            NodeContext node,
            Origin origin,
            long patience,
            Authentication who,
            Namespace namespace,
            long timestamp,
            @Nullable MessageHash after,
            int count,
            long size)
            implements Patience.Reader {

        @Override
        public AccountId account() {
            return who.account();
        }

        @Override
        public RpcReply run() {
            AccountId account = who.account();
            if (!node.keeps(account)) {
                return GetSwarmMethod.wrongSwarm(node, account);
            }
            if (!who.isSigned() && !namespace.isPubliclyReadable()) {
                return RpcReply.text(401, "retrieve: request signature required");
            }
            try {
                RpcReply refusal = who.isSigned() ? refusedSignature() : null;
                if (refusal != null) {
                    return refusal;
                }
                Page page =
                        count == 0
                                ? new Page(List.of(), false)
                                : node.store()
                                        .read(account, namespace, after, count, size, node.now());
                // One request may read many pages.
                origin.room().take(page.size());
                return RpcReply.json(200, Json.write(to -> write(to, page)))
                        .asEmpty(page.messages().isEmpty());
            } catch (StorageException e) {
                return Failed.reply(e);
            } catch (BusyException e) {
                return RpcReply.text(503, "Server busy, try again later");
            }
        }

        private @Nullable RpcReply refusedSignature() throws StorageException {
            if (!Clocks.isNear(timestamp, node.now(), StorageLimits.SIGNATURE_TOLERANCE)) {
                return RpcReply.text(406, "retrieve timestamp too far from current time");
            }
            byte[] text = SignedTexts.retrieve(namespace, timestamp);
            boolean evenRevoked = namespace.isReadableWhenRevoked();
            return who.permits(node.store(), Subaccount.READ, text, evenRevoked)
                    ? null
                    : RpcReply.text(401, "retrieve signature verification failed");
        }

        private void write(JsonGenerator to, Page page) {
            to.writeStartObject();
            node.writeHardfork(to);
            to.writeArrayPropertyStart("messages");
            page.messages().forEach(message -> write(to, message));
            to.writeEndArray();
            to.writeBooleanProperty("more", page.more());
            node.writeTime(to);
            to.writeEndObject();
        }

        private static void write(JsonGenerator to, StoredMessage message) {
            to.writeStartObject();
            to.writeBinaryProperty("data", message.data());
            to.writeNumberProperty("expiration", message.expiry());
            to.writeStringProperty("hash", message.hash().value());
            to.writeNumberProperty("timestamp", message.timestamp());
            to.writeEndObject();
        }
    }
}
