/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.network.Swarms.StoreReceipt;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code store} into a public inbox. It counts as done once enough members of the swarm have signed
 * the hash that we computed ourselves ({@code protocol/02} §7.5, §7.6).
 */
final class StoreOperation implements SwarmOperation<StoreReceipt> {

    private static final int LARGEST_ANSWER = 256 << 10;

    private final AccountId to;
    private final Namespace namespace;
    private final String data;
    private final Duration timeToLive;
    private final StoreWitnesses witnesses;
    private final NodeDirectory directory;
    private List<ServiceNode> way = List.of();
    private Instant sent = Instant.EPOCH;

    StoreOperation(
            AccountId to,
            Namespace namespace,
            byte[] data,
            Duration timeToLive,
            NodeDirectory directory) {
        this.to = to;
        this.namespace = namespace;
        this.data = Base64.getEncoder().encodeToString(data);
        this.timeToLive = timeToLive;
        this.witnesses = new StoreWitnesses(MessageHash.of(to, namespace, data));
        this.directory = directory;
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        sent = now;
        ObjectNode request = Json.object();
        request.put("method", "store");
        ObjectNode params = request.putObject("params");
        params.put("pubkey", to.hex());
        params.put("namespace", namespace.number());
        params.put("timestamp", now.toEpochMilli());
        params.put("ttl", timeToLive.toMillis());
        params.put("data", data);
        return Json.bytes(request);
    }

    @Override
    public int largestAnswer() {
        return LARGEST_ANSWER;
    }

    @Override
    public void came(Path path) {
        way = path.nodes();
    }

    @Override
    public Reading<StoreReceipt> read(ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        int before = witnesses.members().size();
        witnesses.hear(body, directory.keysOfSwarm(member, swarm));
        Optional<StoreReceipt> receipt = partial();
        if (receipt.isPresent()) {
            return new Reading.Done<>(receipt.get());
        }
        if (witnesses.members().size() > before) {
            return new Reading.Partial<>();
        }
        if (witnesses.sawFull()) {
            return new Reading.Failed<>(SwarmRequests.FULL, MissingNode.getInstance());
        }
        throw new MalformedAnswerException("a store that no member of the swarm confirms");
    }

    @Override
    public Optional<StoreReceipt> partial() {
        return witnesses.suffice()
                ? Optional.of(
                        new StoreReceipt(
                                witnesses.hash(),
                                sent.plus(timeToLive),
                                witnesses.members(),
                                witnesses.swarmSize(),
                                way))
                : Optional.empty();
    }
}
