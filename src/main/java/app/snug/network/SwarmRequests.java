/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.NetworkException.Reason;
import app.snug.network.SwarmOperation.Reading;
import app.snug.protocol.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Carries an operation to some member of an account's swarm and reacts to what members answer
 * ({@code protocol/02} §2.3, §6.2).
 */
final class SwarmRequests {

    private final SwarmLookup lookup;
    private final OnionRequests onions;
    private final NodeDirectory directory;
    private final NetworkClock clock;
    private final NetworkSettings settings;

    SwarmRequests(
            SwarmLookup lookup,
            OnionRequests onions,
            NodeDirectory directory,
            NetworkClock clock,
            NetworkSettings settings) {
        this.lookup = lookup;
        this.onions = onions;
        this.directory = directory;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * @param order puts members into the order of asking; those set aside come last
     */
    <T> T run(
            AccountId account, SwarmOperation<T> operation, UnaryOperator<List<ServiceNode>> order)
            throws NetworkException {
        Deadline deadline = Deadline.in(settings.operationTimeout().plus(operation.mayBeKept()));
        return new Run<>(account, operation, order, deadline).run();
    }

    private final class Run<T> {
        private final AccountId account;
        private final SwarmOperation<T> operation;
        private final UnaryOperator<List<ServiceNode>> order;
        private final Deadline deadline;

        private final List<Ed25519PublicKey> asked = new ArrayList<>();
        private int redirects;
        private boolean clockTried;
        private int clockErrors;
        private int refusals;
        private int full;
        private Optional<ServiceNode> again = Optional.empty();

        Run(
                AccountId account,
                SwarmOperation<T> operation,
                UnaryOperator<List<ServiceNode>> order,
                Deadline deadline) {
            this.account = account;
            this.operation = operation;
            this.order = order;
            this.deadline = deadline;
        }

        T run() throws NetworkException {
            // Beyond the tries there is room for one change of swarm and one of the clock.
            for (int i = 0; i < settings.tries() + 2 && !deadline.isOver(); i++) {
                List<ServiceNode> swarm = lookup.members(account, deadline);
                Optional<ServiceNode> member = next(swarm);
                if (member.isEmpty()) {
                    break;
                }
                Optional<T> result = ask(member.get(), swarm);
                if (result.isPresent()) {
                    return result.get();
                }
            }
            Optional<T> partial = operation.partial();
            if (partial.isPresent()) {
                return partial.get();
            }
            throw failure();
        }

        /** A member not yet asked; when all have been, one that may have been unlucky. */
        private Optional<ServiceNode> next(List<ServiceNode> swarm) {
            Optional<ServiceNode> repeat = again;
            again = Optional.empty();
            if (repeat.isPresent()) {
                return repeat;
            }
            if (asked.size() >= settings.tries()) {
                return Optional.empty();
            }
            List<ServiceNode> ordered = directory.goodFirst(order.apply(swarm));
            Optional<ServiceNode> fresh =
                    ordered.stream().filter(n -> !asked.contains(n.ed25519())).findFirst();
            Optional<ServiceNode> chosen =
                    fresh.isPresent() || clockErrors + refusals + full > 0
                            ? fresh
                            : ordered.stream().findFirst();
            chosen.ifPresent(n -> asked.add(n.ed25519()));
            return chosen;
        }

        private Optional<T> ask(ServiceNode member, List<ServiceNode> swarm)
                throws NetworkException {
            byte[] request = operation.request(member, clock.instant());
            if (!(onions.ask(
                            member,
                            request,
                            operation.largestAnswer(),
                            operation.mayBeKept(),
                            deadline)
                    instanceof Delivery.Answered answer)) {
                return Optional.empty();
            }
            if (answer.status() != 200) {
                react(member, answer.status(), lenient(answer.body()));
                return Optional.empty();
            }
            operation.came(answer.path());
            try {
                switch (operation.read(member, swarm, Json.parseObject(answer.body()))) {
                    case Reading.Done<T> done -> {
                        return Optional.of(done.value());
                    }
                    case Reading.Partial<T> ignored -> {}
                    case Reading.Failed<T> failed -> react(member, failed.status(), failed.body());
                }
            } catch (MalformedAnswerException e) {
                onions.failures().malformed(member, e);
            }
            return Optional.empty();
        }

        private void react(ServiceNode member, int status, JsonNode body) throws NetworkException {
            Ed25519PublicKey key = member.ed25519();
            switch (status) {
                case 421 -> moved(key, body);
                case 406, 425 -> clockError(member);
                // One member alone could claim that; two are believed.
                case 400, 401, 403 -> {
                    if (++refusals == 2) {
                        throw new NetworkException(
                                Reason.REFUSED, "The swarm refused the request: " + status);
                    }
                }
                case 429 -> {}
                case 502 -> onions.failures().setAside(key);
                case FULL -> full++;
                default -> onions.failures().strike(key);
            }
        }

        private void moved(Ed25519PublicKey by, JsonNode body) {
            redirects++;
            if (redirects > 1) {
                lookup.forget(account);
                return;
            }
            try {
                if (lookup.moved(account, by, SwarmAnswer.read(body, directory))) {
                    asked.clear();
                    return;
                }
            } catch (MalformedAnswerException e) {
                // It does not say where: others are asked.
            }
            lookup.forget(account);
        }

        private void clockError(ServiceNode member) throws NetworkException {
            if (!clockTried) {
                clockTried = true;
                if (clock.sync(onions, deadline)) {
                    again = Optional.of(member);
                    return;
                }
            }
            onions.failures().strike(member.ed25519());
            if (++clockErrors == 2) {
                throw failure();
            }
        }

        private NetworkException failure() {
            if (clockErrors > 0) {
                return new NetworkException(
                        Reason.CLOCK, "The nodes say that this computer's clock is wrong");
            }
            if (refusals > 0) {
                return new NetworkException(Reason.REFUSED, "The swarm refused the request");
            }
            if (full > 0) {
                return new NetworkException(Reason.FULL, "The swarm has no room left");
            }
            return new NetworkException(
                    Reason.SWARM_UNREACHABLE,
                    "%d members of the swarm were asked, and too few answered"
                            .formatted(asked.size()));
        }
    }

    /** Not a status of the network: every asked member failed to write. */
    static final int FULL = 507;

    private static JsonNode lenient(byte[] body) {
        try {
            return Json.parse(body);
        } catch (MalformedAnswerException e) {
            return MissingNode.getInstance();
        }
    }
}
