/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.NetworkException.Reason;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SwarmId;
import app.snug.protocol.storage.SwarmMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds an account's swarm with {@code get_swarm}. Any node may answer, so its word is compared
 * with the mapping of accounts to swarms that our own node list gives; if the two differ (the list
 * may be old), a second node has to say the same.
 */
final class SwarmLookup {

    private static final int ASKED = 4;
    private static final int LARGEST_ANSWER = 128 << 10;

    private final NodeDirectory directory;
    private final OnionRequests onions;
    private final SwarmCache cache;
    private final RandomGenerator random;

    SwarmLookup(
            NodeDirectory directory,
            OnionRequests onions,
            SwarmCache cache,
            RandomGenerator random) {
        this.directory = directory;
        this.onions = onions;
        this.cache = cache;
        this.random = random;
    }

    /** The members, from the cache or the network; never empty. */
    List<ServiceNode> members(AccountId account, Deadline deadline) throws NetworkException {
        if (!cache.isStale(account)) {
            return cache.members(account);
        }
        directory.ensure(deadline);
        Optional<List<Ed25519PublicKey>> found = ask(account, deadline);
        if (found.isPresent()) {
            cache.put(account, found.get());
        } else {
            keepOrCompute(account);
        }
        List<ServiceNode> members = cache.members(account);
        if (members.isEmpty()) {
            throw new NetworkException(
                    Reason.SWARM_UNREACHABLE, "No node could say where the account's swarm is");
        }
        return members;
    }

    /** Nobody answered: what we had is better than nothing, and our own list is next best. */
    private void keepOrCompute(AccountId account) {
        List<Ed25519PublicKey> members =
                cache.members(account).isEmpty()
                        ? computed(account)
                        : cache.members(account).stream().map(ServiceNode::ed25519).toList();
        cache.put(account, members);
    }

    private Optional<List<Ed25519PublicKey>> ask(AccountId account, Deadline deadline)
            throws NetworkException {
        Set<Ed25519PublicKey> expected = Set.copyOf(computed(account));
        Set<Set<Ed25519PublicKey>> said = new HashSet<>();
        byte[] payload = request(account);
        for (ServiceNode node : directory.draw(ASKED, n -> true, random)) {
            if (deadline.isOver()) {
                break;
            }
            if (!(onions.ask(node, payload, LARGEST_ANSWER, deadline)
                            instanceof Delivery.Answered answer)
                    || answer.status() != 200) {
                continue;
            }
            try {
                SwarmAnswer swarm = SwarmAnswer.read(Json.parseObject(answer.body()), directory);
                if (swarm.members().isEmpty()) {
                    continue;
                }
                if (expected.containsAll(swarm.members())
                        || !said.add(Set.copyOf(swarm.members()))) {
                    return Optional.of(swarm.members());
                }
            } catch (MalformedAnswerException e) {
                onions.failures().malformed(node, e);
            }
        }
        return Optional.empty();
    }

    private static byte[] request(AccountId account) {
        ObjectNode request = Json.object();
        request.put("method", "get_swarm");
        request.putObject("params").put("pubkey", account.hex());
        return Json.bytes(request);
    }

    /** What our node list says; empty if it tells no swarms. */
    private List<Ed25519PublicKey> computed(AccountId account) {
        SwarmMap swarms = SwarmMap.of(directory.nodes().stream().map(ServiceNode::swarm).toList());
        if (swarms.isEmpty()) {
            return List.of();
        }
        SwarmId swarm = swarms.of(account);
        return directory.nodes().stream()
                .filter(n -> n.swarm().equals(swarm))
                .map(ServiceNode::ed25519)
                .toList();
    }

    /**
     * A member said that the account is elsewhere. Where is believed at once only if our own node
     * list agrees: a single node could lead us to its friends.
     *
     * @return whether the members it named are the swarm now
     */
    boolean moved(AccountId account, Ed25519PublicKey by, SwarmAnswer answer) {
        if (answer.members().isEmpty()
                || answer.members().contains(by)
                || !computed(account).containsAll(answer.members())) {
            return false;
        }
        cache.put(account, answer.members());
        return true;
    }

    /** Looks again next time. */
    void forget(AccountId account) {
        cache.forget(account);
    }
}
