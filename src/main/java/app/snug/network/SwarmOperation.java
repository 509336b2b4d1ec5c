/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One question to any member of a swarm. */
interface SwarmOperation<T> {

    /** The RPC request, signed for this time. */
    byte[] request(ServiceNode member, Instant now);

    /** Bytes of a decrypted answer. */
    int largestAnswer();

    /** How long a member may keep the request before it begins to answer. */
    default Duration mayBeKept() {
        return Duration.ZERO;
    }

    /** Which way the answer took that is read next. */
    default void came(Path path) {}

    /** Reads the body of a 200. */
    Reading<T> read(ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException;

    /** What was reached so far, for the case that no member brings more. */
    default Optional<T> partial() {
        return Optional.empty();
    }

    sealed interface Reading<T> {
        record Done<T>(T value) implements Reading<T> {}

        /** Well so far, but another member should be asked too. */
        record Partial<T>() implements Reading<T> {}

        /** A part of the request failed, which stands for the whole. */
        record Failed<T>(int status, JsonNode body) implements Reading<T> {}
    }
}
