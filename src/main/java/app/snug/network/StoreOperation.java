/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.Swarms.StoreReceipt;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code store} into a public inbox. It counts as done once two members of the swarm have signed
 * the hash that we computed ourselves ({@code protocol/02} §7.5, §7.6): one alone could sign and
 * throw the message away. Only where the swarm has one single member, that one has to do.
 */
final class StoreOperation implements SwarmOperation<StoreReceipt> {

    private static final int LARGEST_ANSWER = 256 << 10;
    private static final int WITNESSES = 2;

    private final AccountId to;
    private final Namespace namespace;
    private final String data;
    private final Duration timeToLive;
    private final MessageHash hash;
    private final NodeDirectory directory;
    private final Set<Ed25519PublicKey> storedBy = new LinkedHashSet<>();
    private List<ServiceNode> way = List.of();
    private Instant sent = Instant.EPOCH;
    private int members = 1;

    StoreOperation(
            AccountId to,
            Namespace namespace,
            byte[] data,
            Duration timeToLive,
            NodeDirectory directory) {
        this.to = to;
        this.namespace = namespace;
        this.data = Base64.getEncoder().encodeToString(data);
        this.timeToLive = timeToLive;
        this.hash = MessageHash.of(to, namespace, data);
        this.directory = directory;
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        sent = now;
        ObjectNode request = Json.object();
        request.put("method", "store");
        ObjectNode params = request.putObject("params");
        params.put("pubkey", to.hex());
        params.put("namespace", namespace.number());
        params.put("timestamp", now.toEpochMilli());
        params.put("ttl", timeToLive.toMillis());
        params.put("data", data);
        return Json.bytes(request);
    }

    @Override
    public int largestAnswer() {
        return LARGEST_ANSWER;
    }

    @Override
    public void came(Path path) {
        way = path.nodes();
    }

    @Override
    public Reading<StoreReceipt> read(ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        JsonNode results = body.path("swarm");
        if (!results.isObject()) {
            throw new MalformedAnswerException("a store without results");
        }
        Set<String> keys = memberKeys(member, swarm);
        members = keys.size();
        int confirmedBefore = storedBy.size();
        boolean full = false;
        for (Map.Entry<String, JsonNode> result : results.properties()) {
            if (!keys.contains(result.getKey())) {
                continue;
            }
            Ed25519PublicKey key = Ed25519PublicKey.ofHex(result.getKey());
            if (isConfirmed(key, result.getValue())) {
                storedBy.add(key);
            }
            full |= Json.flag(result.getValue(), "query_failure");
        }
        Optional<StoreReceipt> receipt = partial();
        if (receipt.isPresent()) {
            return new Reading.Done<>(receipt.get());
        }
        if (storedBy.size() > confirmedBefore) {
            return new Reading.Partial<>();
        }
        if (full) {
            return new Reading.Failed<>(SwarmRequests.FULL, MissingNode.getInstance());
        }
        throw new MalformedAnswerException("a store that no member of the swarm confirms");
    }

    @Override
    public Optional<StoreReceipt> partial() {
        return storedBy.size() < Math.min(WITNESSES, members)
                ? Optional.empty()
                : Optional.of(
                        new StoreReceipt(
                                hash, sent.plus(timeToLive), Set.copyOf(storedBy), members, way));
    }

    /** The swarm as we know it; keys that the answer brings along prove nothing. */
    private Set<String> memberKeys(ServiceNode member, List<ServiceNode> swarm) {
        Set<String> keys = new HashSet<>();
        swarm.forEach(n -> keys.add(n.ed25519().hex()));
        directory.nodes().stream()
                .filter(n -> n.swarm().equals(member.swarm()))
                .forEach(n -> keys.add(n.ed25519().hex()));
        return keys;
    }

    private boolean isConfirmed(Ed25519PublicKey key, JsonNode result) {
        if (Json.flag(result, "failed")
                || !hash.value().equals(result.path("hash").stringValue(""))) {
            return false;
        }
        try {
            return key.verify(
                    hash.value().getBytes(StandardCharsets.US_ASCII),
                    Json.base64(result, "signature"));
        } catch (MalformedAnswerException e) {
            return false;
        }
    }
}
