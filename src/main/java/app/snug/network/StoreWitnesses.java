/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.MessageHash;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The members of a swarm that have signed that they store a message ({@code protocol/02} §7.6). Two
 * have to: one alone could sign and throw the message away. Only where the swarm has one single
 * member, that one has to do.
 */
final class StoreWitnesses {

    private static final int ENOUGH = 2;

    private final MessageHash hash;
    private final Set<Ed25519PublicKey> members = new LinkedHashSet<>();
    private boolean full;
    private int swarmSize = 1;

    StoreWitnesses(MessageHash hash) {
        this.hash = hash;
    }

    /**
     * @param body what a member answered to {@code store}
     * @param known keys of the swarm in hexadecimal; others prove nothing
     */
    void hear(JsonNode body, Set<String> known) throws MalformedAnswerException {
        JsonNode results = body.path("swarm");
        if (!results.isObject()) {
            throw new MalformedAnswerException("a store without results");
        }
        swarmSize = known.size();
        full = false;
        for (Map.Entry<String, JsonNode> result : results.properties()) {
            if (!known.contains(result.getKey())) {
                continue;
            }
            Ed25519PublicKey key = Ed25519PublicKey.ofHex(result.getKey());
            if (isConfirmed(key, result.getValue())) {
                members.add(key);
            }
            full |= Json.flag(result.getValue(), "query_failure");
        }
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

    MessageHash hash() {
        return hash;
    }

    /** Never shrinks. */
    Set<Ed25519PublicKey> members() {
        return Set.copyOf(members);
    }

    /** Whether some member could not write, as the last answer said. */
    boolean sawFull() {
        return full;
    }

    boolean suffice() {
        return members.size() >= Math.min(ENOUGH, swarmSize);
    }

    /** Members of the swarm as we know it, whether they answered or not. */
    int swarmSize() {
        return swarmSize;
    }
}
