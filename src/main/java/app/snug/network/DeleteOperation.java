/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.SignedTexts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * {@code delete} of messages by their hashes, in any namespace ({@code protocol/02} §7.5). Two
 * members have to sign that they do not have them any more; which of them had them is told too.
 */
final class DeleteOperation implements SwarmOperation<Set<MessageHash>> {

    private static final int LARGEST_ANSWER = 2 << 20;

    private final OwnRequest own;
    private final List<String> hashes;
    private final SignedResults<Set<String>> results = new SignedResults<>(this::signed);

    DeleteOperation(AccountId account, Ed25519KeyPair signer, Set<MessageHash> hashes) {
        this.own = new OwnRequest(account, signer);
        this.hashes = hashes.stream().map(MessageHash::value).sorted().toList();
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        return Json.bytes(own.about(hashes, "delete", SignedTexts.delete(hashes)));
    }

    @Override
    public int largestAnswer() {
        return LARGEST_ANSWER;
    }

    @Override
    public Reading<Set<MessageHash>> read(
            ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        return results.hear(member, swarm, body)
                ? new Reading.Done<>(deleted())
                : new Reading.Partial<>();
    }

    @Override
    public Optional<Set<MessageHash>> partial() {
        return results.isEmpty() ? Optional.empty() : Optional.of(deleted());
    }

    private Optional<Set<String>> signed(Ed25519PublicKey key, JsonNode result)
            throws MalformedAnswerException {
        List<String> deleted = new ArrayList<>();
        for (JsonNode hash : result.path("deleted").values()) {
            deleted.add(hash.stringValue(""));
        }
        String text = own.account().hex() + String.join("", hashes) + String.join("", deleted);
        if (!key.verify(text.getBytes(StandardCharsets.UTF_8), Json.base64(result, "signature"))) {
            return Optional.empty();
        }
        Set<String> named = new LinkedHashSet<>(deleted);
        named.retainAll(Set.copyOf(hashes));
        return Optional.of(named);
    }

    private Set<MessageHash> deleted() {
        return results.all().stream()
                .flatMap(Collection::stream)
                .map(MessageHash::new)
                .collect(Collectors.toSet());
    }
}
