/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.storage.SwarmId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import tools.jackson.databind.JsonNode;

/**
 * What a node says an account's swarm is, in answer to {@code get_swarm} or with a 421 ({@code
 * protocol/02} §2.2). Only members that the directory knows count: nobody can bring in nodes of
 * their own making.
 */
record SwarmAnswer(Optional<SwarmId> swarm, List<Ed25519PublicKey> members) {

    private static final int MOST_MEMBERS = 100;

    static SwarmAnswer read(JsonNode body, NodeDirectory directory)
            throws MalformedAnswerException {
        JsonNode nodes = body.path("snodes");
        if (!nodes.isArray() || nodes.size() > MOST_MEMBERS) {
            throw new MalformedAnswerException("no swarm");
        }
        SequencedSet<Ed25519PublicKey> members = new LinkedHashSet<>();
        for (JsonNode node : nodes.values()) {
            try {
                Ed25519PublicKey key = Ed25519PublicKey.ofHex(Json.text(node, "pubkey_ed25519"));
                directory.find(key).ifPresent(known -> members.add(key));
            } catch (IllegalArgumentException e) {
                throw new MalformedAnswerException("a swarm with impossible keys");
            }
        }
        return new SwarmAnswer(
                NodeListReader.swarmId(body.path("swarm")), new ArrayList<>(members));
    }
}
