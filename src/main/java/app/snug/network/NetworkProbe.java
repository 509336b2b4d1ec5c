/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.network.Outcome.Answered;
import app.snug.network.Outcome.Congested;
import app.snug.network.Outcome.GuardFailed;
import app.snug.network.Outcome.NotReady;
import app.snug.network.Outcome.Refused;
import app.snug.network.Outcome.Unclear;
import app.snug.network.Outcome.UnknownNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Tests with {@code info}, which names no account. */
final class NetworkProbe implements Probe {

    /** Destinations that keep silent before the path is to blame. */
    private static final int SILENT = 2;

    private static final int DESTINATIONS = 6;

    private final NodeDirectory directory;
    private final OnionTransport transport;
    private final Failures failures;
    private final NetworkSettings settings;
    private final RandomGenerator random;

    NetworkProbe(
            NodeDirectory directory,
            OnionTransport transport,
            Failures failures,
            NetworkSettings settings,
            RandomGenerator random) {
        this.directory = directory;
        this.transport = transport;
        this.failures = failures;
        this.settings = settings;
        this.random = random;
    }

    @Override
    public boolean guardAnswers(ServiceNode guard, Deadline deadline) {
        try {
            HttpPost.Response response =
                    transport.direct(
                            guard,
                            Info.REQUEST,
                            Info.LARGEST_ANSWER,
                            deadline.atMost(settings.probeTimeout()));
            return response.status() == 200 && Info.time(response.body()) > 0;
        } catch (IOException | MalformedAnswerException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Verdict test(Path path, Deadline deadline) {
        List<ServiceNode> silent = new ArrayList<>();
        for (ServiceNode destination :
                directory.draw(DESTINATIONS, n -> !path.contains(n.ed25519()), random)) {
            Outcome outcome =
                    transport.send(
                            path,
                            destination,
                            Info.REQUEST,
                            Info.LARGEST_ANSWER,
                            deadline.atMost(settings.probeTimeout()));
            switch (outcome) {
                case Answered ignored -> {
                    silent.forEach(n -> failures.strike(n.ed25519()));
                    return Verdict.CARRIES;
                }
                case GuardFailed ignored -> {
                    return Verdict.GUARD_FAILED;
                }
                case UnknownNode unknown -> {
                    failures.setAside(unknown.node());
                    if (path.contains(unknown.node())) {
                        return Verdict.SETTLED;
                    }
                }
                case NotReady notReady -> {
                    failures.strike(notReady.node());
                    if (path.contains(notReady.node())) {
                        return Verdict.SETTLED;
                    }
                }
                case Congested ignored -> {
                    return Verdict.SETTLED;
                }
                case Unclear ignored -> {
                    silent.add(destination);
                    if (silent.size() == SILENT) {
                        return Verdict.HOPS_FAILED;
                    }
                }
                case Refused ignored -> {
                    return Verdict.HOPS_FAILED;
                }
            }
        }
        // Destinations that are away say nothing against the path.
        return Verdict.SETTLED;
    }
}
