/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.Swarms.Cursors;
import app.snug.network.Swarms.Polled;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SignedTexts;
import app.snug.protocol.storage.StorageLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code batch} of signed {@code retrieve}s, one for each namespace ({@code protocol/02} §10.2).
 */
final class PollOperation implements SwarmOperation<Polled> {

    /** The largest retrieve, as text in text. */
    private static final int LARGEST_ANSWER = 12 << 20;

    /** The end of the year 9999; later claims are brought down to it. */
    private static final long LATEST = 253_402_300_799_999L;

    private final AccountId account;
    private final Ed25519KeyPair signer;
    private final List<Namespace> namespaces;
    private final Map<Namespace, Integer> sizes;
    private final Cursors cursors;
    private final Duration wait;
    private final Failures failures;

    PollOperation(
            AccountId account,
            Ed25519KeyPair signer,
            List<Namespace> namespaces,
            Cursors cursors,
            Duration wait,
            Failures failures) {
        this.account = account;
        this.signer = signer;
        this.namespaces = List.copyOf(namespaces);
        this.sizes = RetrieveSizes.of(namespaces);
        this.cursors = cursors;
        this.wait = wait;
        this.failures = failures;
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        ObjectNode batch = Json.object();
        batch.put("method", "batch");
        ArrayNode requests = batch.putObject("params").putArray("requests");
        for (Namespace namespace : namespaces) {
            ObjectNode retrieve = requests.addObject();
            retrieve.put("method", "retrieve");
            ObjectNode params = retrieve.putObject("params");
            params.put("pubkey", account.hex());
            params.put("namespace", namespace.number());
            params.put("max_size", sizes.getOrDefault(namespace, -1));
            if (wait.isPositive()) {
                params.put("wait", wait.toMillis());
            }
            cursors.last(member.ed25519(), namespace)
                    .ifPresent(hash -> params.put("last_hash", hash.value()));
            if (!namespace.isPubliclyReadable()) {
                sign(params, namespace, now.toEpochMilli());
            }
        }
        return Json.bytes(batch);
    }

    private void sign(ObjectNode params, Namespace namespace, long timestamp) {
        params.put("timestamp", timestamp);
        if (account.isUser()) {
            params.put("pubkey_ed25519", signer.publicKey().hex());
        }
        params.put(
                "signature",
                Base64.getEncoder()
                        .encodeToString(signer.sign(SignedTexts.retrieve(namespace, timestamp))));
    }

    @Override
    public int largestAnswer() {
        return LARGEST_ANSWER;
    }

    @Override
    public Duration mayBeKept() {
        return wait;
    }

    @Override
    public Reading<Polled> read(ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        JsonNode results = body.path("results");
        if (!results.isArray() || results.size() != namespaces.size()) {
            throw new MalformedAnswerException("a batch without its results");
        }
        Map<Namespace, List<StoredMessage>> messages = new LinkedHashMap<>();
        boolean more = false;
        int refused = 0;
        for (int i = 0; i < namespaces.size(); i++) {
            JsonNode result = results.get(i);
            int code = result.path("code").intValue(0);
            if (code != 200) {
                return new Reading.Failed<>(code, result.path("body"));
            }
            JsonNode list = result.path("body").path("messages");
            if (!list.isArray()) {
                throw new MalformedAnswerException("a retrieve without messages");
            }
            List<StoredMessage> good = messages(namespaces.get(i), list);
            refused += list.size() - good.size();
            more |= !good.isEmpty() && Json.flag(result.path("body"), "more");
            messages.put(namespaces.get(i), good);
        }
        if (refused > 0) {
            failures.malformed(
                    member,
                    new MalformedAnswerException(refused + " messages that are not what they say"));
        }
        return new Reading.Done<>(new Polled(member.ed25519(), messages, more));
    }

    /** Those whose hash is right; each once. */
    private List<StoredMessage> messages(Namespace namespace, JsonNode list) {
        List<StoredMessage> good = new ArrayList<>(list.size());
        Set<MessageHash> seen = new HashSet<>();
        for (JsonNode value : list.values()) {
            try {
                byte[] data = Json.base64(value, "data");
                if (data.length > StorageLimits.MAX_MESSAGE_BYTES) {
                    continue;
                }
                MessageHash hash = MessageHash.of(account, namespace, data);
                if (hash.value().equals(Json.text(value, "hash")) && seen.add(hash)) {
                    good.add(
                            new StoredMessage(
                                    hash,
                                    time(Json.number(value, "timestamp")),
                                    time(Json.number(value, "expiration")),
                                    data));
                }
            } catch (MalformedAnswerException e) {
                // Counted by its absence.
            }
        }
        return good;
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(Math.clamp(millis, 0, LATEST));
    }
}
