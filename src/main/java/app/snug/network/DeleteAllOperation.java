/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SignedTexts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code delete_all} in all namespaces ({@code protocol/02} §7.5). Two members have to sign for it;
 * one alone could say so and keep everything.
 */
final class DeleteAllOperation implements SwarmOperation<Integer> {

    private static final int LARGEST_ANSWER = 8 << 20;

    private final OwnRequest own;
    private final SignedResults<Integer> results = new SignedResults<>(this::signed);
    private long sent;

    DeleteAllOperation(AccountId account, Ed25519KeyPair signer) {
        this.own = new OwnRequest(account, signer);
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        sent = now.toEpochMilli();
        ObjectNode request = own.about(List.of(), "delete_all", SignedTexts.deleteAll(null, sent));
        ObjectNode params = (ObjectNode) request.path("params");
        params.remove("messages");
        params.put("namespace", "all");
        params.put("timestamp", sent);
        return Json.bytes(request);
    }

    @Override
    public int largestAnswer() {
        return LARGEST_ANSWER;
    }

    @Override
    public Reading<Integer> read(ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        return results.hear(member, swarm, body)
                ? new Reading.Done<>(most())
                : new Reading.Partial<>();
    }

    private Optional<Integer> signed(Ed25519PublicKey key, JsonNode result)
            throws MalformedAnswerException {
        List<String> deleted = new ArrayList<>();
        for (JsonNode namespace : result.path("deleted").values()) {
            for (JsonNode hash : namespace.values()) {
                deleted.add(hash.stringValue(""));
            }
        }
        Collections.sort(deleted);
        String text = own.account().hex() + sent + String.join("", deleted);
        return key.verify(text.getBytes(StandardCharsets.UTF_8), Json.base64(result, "signature"))
                ? Optional.of(deleted.size())
                : Optional.empty();
    }

    /** Members may hold different messages. */
    private int most() {
        return results.all().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
