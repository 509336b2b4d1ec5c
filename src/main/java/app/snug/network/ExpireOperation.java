/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.SignedTexts;
import app.snug.protocol.storage.SignedTexts.Direction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code expire} in one direction ({@code protocol/02} §7.5). The answer is which messages are
 * still there, and until when: whoever prolongs has to know that two members have it; whoever
 * shortens must not take for gone what one member has.
 */
final class ExpireOperation implements SwarmOperation<Map<MessageHash, Instant>> {

    private static final int LARGEST_ANSWER = 2 << 20;

    private final OwnRequest own;
    private final List<String> hashes;
    private final Direction direction;
    private final Function<Instant, Instant> until;
    private final SignedResults<Map<String, Long>> results = new SignedResults<>(this::signed);

    /**
     * @param until from the time of asking
     */
    private ExpireOperation(
            OwnRequest own,
            Set<MessageHash> hashes,
            Direction direction,
            Function<Instant, Instant> until) {
        this.own = own;
        this.hashes = hashes.stream().map(MessageHash::value).sorted().toList();
        this.direction = direction;
        this.until = until;
    }

    static ExpireOperation extending(
            AccountId account,
            Ed25519KeyPair signer,
            Set<MessageHash> hashes,
            Function<Instant, Instant> until) {
        return new ExpireOperation(
                new OwnRequest(account, signer), hashes, Direction.EXTEND, until);
    }

    /**
     * @param expiry a time that has passed counts as now, since nodes refuse it
     */
    static ExpireOperation shortening(
            AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes, Instant expiry) {
        return new ExpireOperation(
                new OwnRequest(account, signer),
                hashes,
                Direction.SHORTEN,
                now -> expiry.isBefore(now) ? now : expiry);
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        long expiry = until.apply(now).toEpochMilli();
        ObjectNode request =
                own.about(hashes, "expire", SignedTexts.expire(direction, List.of(expiry), hashes));
        ObjectNode params = (ObjectNode) request.path("params");
        params.put("expiry", expiry);
        params.put(direction == Direction.EXTEND ? "extend" : "shorten", true);
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
        return results.hear(member, swarm, body)
                ? new Reading.Done<>(found())
                : new Reading.Partial<>();
    }

    @Override
    public Optional<Map<MessageHash, Instant>> partial() {
        return results.isEmpty() ? Optional.empty() : Optional.of(found());
    }

    private Optional<Map<String, Long>> signed(Ed25519PublicKey key, JsonNode result)
            throws MalformedAnswerException {
        long expiry = Json.number(result, "expiry");
        List<String> updated = new ArrayList<>();
        for (JsonNode hash : result.path("updated").values()) {
            updated.add(hash.stringValue(""));
        }
        TreeMap<String, Long> unchanged = new TreeMap<>();
        StringBuilder text =
                new StringBuilder(own.account().hex())
                        .append(expiry)
                        .append(String.join("", hashes))
                        .append(String.join("", updated));
        for (Map.Entry<String, JsonNode> entry : result.path("unchanged").properties()) {
            unchanged.put(entry.getKey(), Json.number(result.path("unchanged"), entry.getKey()));
        }
        unchanged.forEach((hash, at) -> text.append(hash).append(at));
        if (!key.verify(
                text.toString().getBytes(StandardCharsets.UTF_8),
                Json.base64(result, "signature"))) {
            return Optional.empty();
        }
        Map<String, Long> said = new HashMap<>(unchanged);
        updated.forEach(hash -> said.put(hash, expiry));
        said.keySet().retainAll(Set.copyOf(hashes));
        return Optional.of(said);
    }

    private Map<MessageHash, Instant> found() {
        int wanted = direction == Direction.EXTEND ? results.quorum() : 1;
        Map<MessageHash, Instant> found = new HashMap<>();
        for (String hash : hashes) {
            List<Long> said =
                    results.all().stream()
                            .filter(r -> r.containsKey(hash))
                            .map(r -> r.get(hash))
                            .toList();
            OptionalLong earliest = said.stream().mapToLong(Long::longValue).min();
            if (said.size() >= wanted && earliest.isPresent()) {
                found.put(new MessageHash(hash), Instant.ofEpochMilli(earliest.getAsLong()));
            }
        }
        return found;
    }
}
