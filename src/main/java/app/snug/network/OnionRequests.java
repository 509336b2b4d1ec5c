/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.NetworkException.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Asks a node through a path, and over another one where the first failed by its own fault ({@code
 * protocol/02} §6.1).
 */
final class OnionRequests {

    private static final int PATHS = 3;
    private static final int REFUSALS = 2;

    private final Paths paths;
    private final OnionTransport transport;
    private final Failures failures;
    private final NetworkSettings settings;

    OnionRequests(
            Paths paths, OnionTransport transport, Failures failures, NetworkSettings settings) {
        this.paths = paths;
        this.transport = transport;
        this.failures = failures;
        this.settings = settings;
    }

    Failures failures() {
        return failures;
    }

    Delivery ask(ServiceNode destination, byte[] payload, int largestAnswer, Deadline deadline)
            throws NetworkException {
        return ask(destination, payload, largestAnswer, Duration.ZERO, deadline);
    }

    /**
     * @param largestAnswer bytes of a decrypted answer
     * @param kept how long the destination may keep the request
     * @throws NetworkException NO_NODES or NO_PATH if there is no way out; REFUSED if two paths say
     *     that the request itself is wrong
     */
    Delivery ask(
            ServiceNode destination,
            byte[] payload,
            int largestAnswer,
            Duration kept,
            Deadline deadline)
            throws NetworkException {
        Ed25519PublicKey key = destination.ed25519();
        Set<Path> tried = new HashSet<>();
        int refusals = 0;
        for (int i = 0; i < PATHS && !deadline.isOver(); i++) {
            Path path = paths.to(Set.of(key), tried, deadline);
            tried.add(path);
            Outcome outcome =
                    transport.send(
                            path,
                            destination,
                            payload,
                            largestAnswer,
                            deadline.atMost(settings.requestTimeout().plus(kept)));
            if (Thread.currentThread().isInterrupted()) {
                throw new NetworkException(Reason.NO_PATH, "Interrupted");
            }
            switch (outcome) {
                case Outcome.Answered answer -> {
                    paths.worked(path);
                    return new Delivery.Answered(answer.status(), answer.body(), path);
                }
                case Outcome.UnknownNode unknown -> {
                    failures.setAside(unknown.node());
                    if (unknown.node().equals(key)) {
                        return new Delivery.Undelivered();
                    }
                }
                case Outcome.NotReady notReady -> {
                    failures.strike(notReady.node());
                    if (notReady.node().equals(key)) {
                        return new Delivery.Undelivered();
                    }
                }
                case Outcome.GuardFailed ignored -> paths.guardFailed(path);
                case Outcome.Congested ignored -> {}
                case Outcome.Unclear ignored -> {
                    paths.suspect(path, Set.of(key));
                    return new Delivery.Undelivered();
                }
                case Outcome.Refused refused -> {
                    // One hop alone could claim it.
                    if (++refusals == REFUSALS) {
                        throw new NetworkException(
                                Reason.REFUSED,
                                "Two paths refused the request: " + refused.status());
                    }
                }
            }
        }
        return new Delivery.Undelivered();
    }
}
