/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.SignedTexts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code expire} that only prolongs ({@code protocol/02} §7.5). The answer is which messages are
 * still there: those that two members name under their signatures, or one where there is no second.
 */
final class ExtendOperation implements SwarmOperation<Set<MessageHash>> {

    private static final int LARGEST_ANSWER = 2 << 20;
    private static final int WITNESSES = 2;

    private final AccountId account;
    private final Ed25519KeyPair signer;
    private final List<String> hashes;
    private final Duration timeToLive;

    /** What each member that was heard still has. */
    private final Map<Ed25519PublicKey, Set<String>> held = new HashMap<>();

    ExtendOperation(
            AccountId account,
            Ed25519KeyPair signer,
            Set<MessageHash> hashes,
            Duration timeToLive) {
        this.account = account;
        this.signer = signer;
        this.hashes = hashes.stream().map(MessageHash::value).sorted().toList();
        this.timeToLive = timeToLive;
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        long expiry = now.plus(timeToLive).toEpochMilli();
        ObjectNode request = Json.object();
        request.put("method", "expire");
        ObjectNode params = request.putObject("params");
        params.put("pubkey", account.hex());
        if (account.isUser()) {
            params.put("pubkey_ed25519", signer.publicKey().hex());
        }
        ArrayNode messages = params.putArray("messages");
        hashes.forEach(messages::add);
        params.put("expiry", expiry);
        params.put("extend", true);
        byte[] text = SignedTexts.expire(SignedTexts.Direction.EXTEND, List.of(expiry), hashes);
        params.put("signature", Base64.getEncoder().encodeToString(signer.sign(text)));
        return Json.bytes(request);
    }

    @Override
    public int largestAnswer() {
        return LARGEST_ANSWER;
    }

    @Override
    public Reading<Set<MessageHash>> read(
            ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        JsonNode results = body.path("swarm");
        if (!results.isObject()) {
            throw new MalformedAnswerException("an expire without results");
        }
        Set<String> members =
                swarm.stream().map(n -> n.ed25519().hex()).collect(Collectors.toSet());
        members.add(member.ed25519().hex());
        int before = held.size();
        for (Map.Entry<String, JsonNode> result : results.properties()) {
            if (members.contains(result.getKey()) && !Json.flag(result.getValue(), "failed")) {
                Ed25519PublicKey key = Ed25519PublicKey.ofHex(result.getKey());
                signedHashes(key, result.getValue()).ifPresent(named -> held.put(key, named));
            }
        }
        if (held.size() >= Math.min(WITNESSES, members.size())) {
            return new Reading.Done<>(stillThere());
        }
        if (held.size() > before) {
            return new Reading.Partial<>();
        }
        throw new MalformedAnswerException("an expire that no member of the swarm signs");
    }

    private Optional<Set<String>> signedHashes(Ed25519PublicKey key, JsonNode result) {
        try {
            List<String> updated = new ArrayList<>();
            for (JsonNode hash : result.path("updated").values()) {
                updated.add(hash.stringValue(""));
            }
            TreeMap<String, String> unchanged = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : result.path("unchanged").properties()) {
                unchanged.put(
                        entry.getKey(),
                        entry.getKey() + Json.number(result.path("unchanged"), entry.getKey()));
            }
            String text =
                    account.hex()
                            + Json.number(result, "expiry")
                            + String.join("", hashes)
                            + String.join("", updated)
                            + String.join("", unchanged.values());
            if (!key.verify(
                    text.getBytes(StandardCharsets.UTF_8), Json.base64(result, "signature"))) {
                return Optional.empty();
            }
            Set<String> named = new LinkedHashSet<>(updated);
            named.addAll(unchanged.keySet());
            named.retainAll(Set.copyOf(hashes));
            return Optional.of(named);
        } catch (MalformedAnswerException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Set<MessageHash>> partial() {
        return held.isEmpty() ? Optional.empty() : Optional.of(stillThere());
    }

    private Set<MessageHash> stillThere() {
        int wanted = Math.min(WITNESSES, held.size());
        return hashes.stream()
                .filter(hash ->
                        held.values().stream().filter(h -> h.contains(hash)).count() >= wanted)
                .map(MessageHash::new)
                .collect(Collectors.toSet());
    }
}
