/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.Swarms.OwnMessage;
import app.snug.network.Swarms.StoreReceipt;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.SignedTexts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code sequence} of signed {@code store}s in an account's own namespaces and one {@code delete}
 * behind them ({@code protocol/04} §7): a member stops at what fails, so nothing is deleted before
 * all is stored. As with a single store, two members have to sign for every message.
 */
final class ReplaceOperation implements SwarmOperation<List<StoreReceipt>> {

    private static final int LARGEST_ANSWER = 4 << 20;

    private final AccountId account;
    private final Ed25519KeyPair signer;
    private final List<OwnMessage> messages;
    private final List<String> obsolete;
    private final NodeDirectory directory;
    private final List<StoreWitnesses> witnesses;
    private List<ServiceNode> way = List.of();
    private Instant sent = Instant.EPOCH;

    /**
     * @param obsolete may be empty
     */
    ReplaceOperation(
            AccountId account,
            Ed25519KeyPair signer,
            List<OwnMessage> messages,
            Set<MessageHash> obsolete,
            NodeDirectory directory) {
        this.account = account;
        this.signer = signer;
        this.messages = List.copyOf(messages);
        this.obsolete = obsolete.stream().map(MessageHash::value).sorted().toList();
        this.directory = directory;
        this.witnesses =
                messages.stream()
                        .map(m ->
                                new StoreWitnesses(
                                        MessageHash.of(account, m.namespace(), m.data())))
                        .toList();
    }

    @Override
    public byte[] request(ServiceNode member, Instant now) {
        sent = now;
        ObjectNode sequence = Json.object();
        sequence.put("method", "sequence");
        ArrayNode requests = sequence.putObject("params").putArray("requests");
        for (OwnMessage message : messages) {
            store(requests.addObject(), message, now.toEpochMilli());
        }
        if (!obsolete.isEmpty()) {
            delete(requests.addObject());
        }
        return Json.bytes(sequence);
    }

    private void store(ObjectNode request, OwnMessage message, long timestamp) {
        request.put("method", "store");
        ObjectNode params = signed(request, SignedTexts.store(message.namespace(), timestamp));
        params.put("namespace", message.namespace().number());
        params.put("timestamp", timestamp);
        params.put("ttl", message.timeToLive().toMillis());
        params.put("data", Base64.getEncoder().encodeToString(message.data()));
    }

    private void delete(ObjectNode request) {
        request.put("method", "delete");
        ArrayNode hashes = signed(request, SignedTexts.delete(obsolete)).putArray("messages");
        obsolete.forEach(hashes::add);
    }

    private ObjectNode signed(ObjectNode request, byte[] text) {
        ObjectNode params = request.putObject("params");
        params.put("pubkey", account.hex());
        if (account.isUser()) {
            params.put("pubkey_ed25519", signer.publicKey().hex());
        }
        params.put("signature", Base64.getEncoder().encodeToString(signer.sign(text)));
        return params;
    }

    @Override
    public void came(Path path) {
        way = path.nodes();
    }

    @Override
    public int largestAnswer() {
        return LARGEST_ANSWER;
    }

    @Override
    public Reading<List<StoreReceipt>> read(
            ServiceNode member, List<ServiceNode> swarm, JsonNode body)
            throws MalformedAnswerException {
        JsonNode results = body.path("results");
        int expected = messages.size() + (obsolete.isEmpty() ? 0 : 1);
        if (!results.isArray() || results.size() > expected) {
            throw new MalformedAnswerException("a sequence without its results");
        }
        Set<String> members = directory.keysOfSwarm(member, swarm);
        for (int i = 0; i < results.size(); i++) {
            JsonNode result = results.get(i);
            int code = result.path("code").intValue(0);
            if (code != 200) {
                return new Reading.Failed<>(code, result.path("body"));
            }
            if (i < messages.size()) {
                witnesses.get(i).hear(result.path("body"), members);
            }
        }
        if (results.size() < expected) {
            throw new MalformedAnswerException("a sequence that ends without a reason");
        }
        Optional<List<StoreReceipt>> receipts = partial();
        if (receipts.isPresent()) {
            return new Reading.Done<>(receipts.get());
        }
        if (witnesses.stream().noneMatch(w -> w.members().isEmpty())) {
            return new Reading.Partial<>();
        }
        if (witnesses.stream().anyMatch(StoreWitnesses::sawFull)) {
            return new Reading.Failed<>(SwarmRequests.FULL, MissingNode.getInstance());
        }
        throw new MalformedAnswerException("a store that no member of the swarm confirms");
    }

    @Override
    public Optional<List<StoreReceipt>> partial() {
        return witnesses.stream().allMatch(StoreWitnesses::suffice)
                ? Optional.of(receipts())
                : Optional.empty();
    }

    private List<StoreReceipt> receipts() {
        List<StoreReceipt> receipts = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            StoreWitnesses found = witnesses.get(i);
            receipts.add(
                    new StoreReceipt(
                            found.hash(),
                            sent.plus(messages.get(i).timeToLive()),
                            found.members(),
                            found.swarmSize(),
                            way));
        }
        return receipts;
    }
}
