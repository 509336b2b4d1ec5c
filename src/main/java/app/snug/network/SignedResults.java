/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What members of a swarm say, each under its signature, that they did ({@code protocol/02} §7.6).
 * One could lie: two have to be heard, or the only one.
 */
final class SignedResults<R> {

    private static final int WITNESSES = 2;

    private final Reader<R> reader;
    private final Map<Ed25519PublicKey, R> heard = new LinkedHashMap<>();

    /** Reads one member's result. */
    interface Reader<R> {

        /**
         * @return empty unless the member has signed it
         */
        Optional<R> read(Ed25519PublicKey member, JsonNode result) throws MalformedAnswerException;
    }

    SignedResults(Reader<R> reader) {
        this.reader = reader;
    }

    /**
     * @return whether enough members were heard
     * @throws MalformedAnswerException if this answer brings nothing
     */
    boolean hear(ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        JsonNode results = body.path("swarm");
        if (!results.isObject()) {
            throw new MalformedAnswerException("no results of a swarm");
        }
        Set<String> members =
                swarm.stream().map(n -> n.ed25519().hex()).collect(Collectors.toSet());
        members.add(member.ed25519().hex());
        int before = heard.size();
        for (Map.Entry<String, JsonNode> result : results.properties()) {
            if (members.contains(result.getKey()) && !Json.flag(result.getValue(), "failed")) {
                Ed25519PublicKey key = Ed25519PublicKey.ofHex(result.getKey());
                read(key, result.getValue()).ifPresent(said -> heard.put(key, said));
            }
        }
        if (heard.size() >= Math.min(WITNESSES, members.size())) {
            return true;
        }
        if (heard.size() == before) {
            throw new MalformedAnswerException("results that no member of the swarm signs");
        }
        return false;
    }

    private Optional<R> read(Ed25519PublicKey key, JsonNode result) {
        try {
            return reader.read(key, result);
        } catch (MalformedAnswerException e) {
            return Optional.empty();
        }
    }

    Collection<R> all() {
        return heard.values();
    }

    boolean isEmpty() {
        return heard.isEmpty();
    }

    /** How many have to agree on what is there. */
    int quorum() {
        return Math.min(WITNESSES, heard.size());
    }
}
