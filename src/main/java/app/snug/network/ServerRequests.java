/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.network.NetworkException.Reason;
import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.MalformedOnionException;
import app.snug.protocol.onion.V4Request;
import app.snug.protocol.onion.V4Response;
import java.util.HashSet;
import java.util.Set;

/** Asks a server outside the network through a path, and over another one where that fails. */
final class ServerRequests {

    private static final int PATHS = 3;

    private final Paths paths;
    private final OnionTransport transport;
    private final Failures failures;

    ServerRequests(Paths paths, OnionTransport transport, Failures failures) {
        this.paths = paths;
        this.transport = transport;
        this.failures = failures;
    }

    /**
     * @param largestAnswer bytes of the decrypted answer
     * @param patience with each path
     * @throws NetworkException NO_NODES or NO_PATH if there is no way out; SERVER_UNREACHABLE if a
     *     path leads to it and none brings an answer; TOO_LARGE if two paths say that the request
     *     does not fit
     */
    V4Response ask(
            Destination.Server server, V4Request request, int largestAnswer, Patience patience)
            throws NetworkException {
        return ask(server, request, largestAnswer, patience, Progress.NONE, Progress.NONE);
    }

    /**
     * As above.
     *
     * @param out hears how much of the request is on its way
     * @param in hears how much of the answer came
     */
    V4Response ask(
            Destination.Server server,
            V4Request request,
            int largestAnswer,
            Patience patience,
            Progress out,
            Progress in)
            throws NetworkException {
        byte[] payload = request.encode();
        Deadline deadline = Deadline.in(patience.whole().multipliedBy(2));
        Set<Path> tried = new HashSet<>();
        boolean asked = false;
        boolean refused = false;
        for (int i = 0; i < PATHS && !deadline.isOver(); i++) {
            Path path;
            try {
                path = paths.to(Set.of(), tried, deadline);
            } catch (NetworkException e) {
                if (asked && !Thread.currentThread().isInterrupted()) {
                    // A small network has no third path. The first two are enough to tell.
                    break;
                }
                throw e;
            }
            tried.add(path);
            Outcome outcome =
                    transport.send(
                            path,
                            server,
                            payload,
                            largestAnswer,
                            patience.until(deadline),
                            out,
                            in);
            if (Thread.currentThread().isInterrupted()) {
                throw new NetworkException(Reason.NO_PATH, "Interrupted");
            }
            switch (outcome) {
                case Outcome.Answered answer -> {
                    paths.worked(path);
                    return parse(answer.body());
                }
                case Outcome.UnknownNode unknown -> failures.setAside(unknown.node());
                case Outcome.NotReady notReady -> failures.strike(notReady.node());
                case Outcome.GuardFailed ignored -> paths.guardFailed(path);
                case Outcome.Congested ignored -> {}
                case Outcome.Unclear ignored -> {
                    asked = true;
                    paths.doubt(path);
                }
                case Outcome.Refused ignored -> {
                    if (refused) {
                        throw new NetworkException(Reason.TOO_LARGE, "The request does not fit");
                    }
                    // One path alone is not believed.
                    refused = true;
                    asked = true;
                }
            }
        }
        throw asked
                ? new NetworkException(
                        Reason.SERVER_UNREACHABLE,
                        server.host() + " does not answer through the network")
                : new NetworkException(Reason.NO_PATH, "No path leads out of the network");
    }

    private static V4Response parse(byte[] body) throws NetworkException {
        try {
            return V4Response.parse(body);
        } catch (MalformedOnionException e) {
            throw new NetworkException(
                    Reason.SERVER_UNREACHABLE, "The server answers what cannot be read", e);
        }
    }
}
