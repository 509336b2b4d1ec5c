/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.SignedTexts;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code get_expiries} ({@code protocol/02} §7.5). A member answers for itself, and nothing is
 * signed: two are asked. What one of them has is there, and the earlier time holds, since only a
 * shortening makes them differ.
 */
final class GetExpiriesOperation implements SwarmOperation<Map<MessageHash, Instant>> {

    private static final int LARGEST_ANSWER = 1 << 20;
    private static final int WITNESSES = 2;

    private final OwnRequest own;
    private final List<String> hashes;
    private final Map<Ed25519PublicKey, Map<String, Long>> heard = new LinkedHashMap<>();

    GetExpiriesOperation(AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes) {
        this.own = new OwnRequest(account, signer);
        this.hashes = hashes.stream().map(MessageHash::value).sorted().toList();
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        long timestamp = now.toEpochMilli();
        ObjectNode request =
                own.about(hashes, "get_expiries", SignedTexts.getExpiries(timestamp, hashes));
        ((ObjectNode) request.path("params")).put("timestamp", timestamp);
        return Json.bytes(request);
    }

    @Override
    public int largestAnswer() {
        return LARGEST_ANSWER;
    }

    @Override
    public Reading<Map<MessageHash, Instant>> read(
            ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        JsonNode expiries = body.path("expiries");
        if (!expiries.isObject()) {
            throw new MalformedAnswerException("no expiries");
        }
        Map<String, Long> said = new HashMap<>();
        for (String hash : hashes) {
            if (expiries.has(hash)) {
                said.put(hash, Json.number(expiries, hash));
            }
        }
        heard.put(member.ed25519(), said);
        return heard.size() >= Math.min(WITNESSES, swarm.size())
                ? new Reading.Done<>(found())
                : new Reading.Partial<>();
    }

    @Override
    public Optional<Map<MessageHash, Instant>> partial() {
        return heard.isEmpty() ? Optional.empty() : Optional.of(found());
    }

    private Map<MessageHash, Instant> found() {
        Map<MessageHash, Instant> found = new HashMap<>();
        heard.values()
                .forEach(said ->
                        said.forEach((hash, at) ->
                                found.merge(
                                        new MessageHash(hash),
                                        Instant.ofEpochMilli(at),
                                        (one, other) -> one.isBefore(other) ? one : other)));
        return found;
    }
}
