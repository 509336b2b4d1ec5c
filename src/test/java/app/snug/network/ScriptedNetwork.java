/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.ScriptedNode.Said;
import app.snug.network.ScriptedServer.Answer;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SwarmId;
import app.snug.protocol.storage.SwarmMap;
import app.snug.testing.TravellingClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Scripted nodes in two swarms, and a seed that lists them. */
final class ScriptedNetwork implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SwarmId FIRST = new SwarmId(0);
    private static final SwarmId SECOND = new SwarmId(1L << 62);

    /** However busy this machine is, nobody who answers is given up. */
    static final NetworkSettings PATIENCE =
            NetworkSettings.DEFAULT.withTimeouts(
                    Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60));

    /** For silence, which only time ends. */
    static final NetworkSettings HURRY =
            NetworkSettings.DEFAULT.withTimeouts(
                    Duration.ofMillis(1500), Duration.ofMillis(1500), Duration.ofSeconds(60));

    private record Stored(MessageHash hash, Namespace namespace, byte[] data) {}

    final List<ScriptedNode> nodes = new ArrayList<>();

    /** What clients believe the time to be, before they are corrected. */
    final TravellingClock clock = new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));

    /** What the nodes believe it to be, from {@link #clock} on. */
    volatile Duration nodesAhead = Duration.ZERO;

    volatile Supplier<Answer> seedAnswer = () -> Answer.Full.of(200, list());
    private final ScriptedServer seed;
    private final Map<Ed25519PublicKey, List<Stored>> stored = new ConcurrentHashMap<>();

    ScriptedNetwork(int count) {
        for (int i = 0; i < count; i++) {
            ScriptedNode node = new ScriptedNode(this, i % 2 == 0 ? FIRST : SECOND);
            nodes.add(node);
            stored.put(node.key(), new CopyOnWriteArrayList<>());
        }
        seed = new ScriptedServer(null, request -> seedAnswer.get());
    }

    NetworkDescriptor descriptor() {
        return NetworkDescriptor.ofPrivate("scripted", List.of(seedUrl()));
    }

    URI seedUrl() {
        return URI.create("http://127.0.0.1:" + seed.port() + "/json_rpc");
    }

    int seedConnections() {
        return seed.connections.get();
    }

    /** A client whose every step happens in the test's own thread. */
    SessionNetwork client(Path memory) {
        return client(memory, PATIENCE);
    }

    SessionNetwork client(Path memory, NetworkSettings settings) {
        return SessionNetwork.openStill(descriptor(), settings, clock, new SecureRandom(), memory);
    }

    Optional<ScriptedNode> find(Ed25519PublicKey key) {
        return nodes.stream().filter(n -> n.key().equals(key)).findFirst();
    }

    ScriptedNode of(ServiceNode known) {
        return find(known.ed25519()).orElseThrow();
    }

    List<ScriptedNode> swarmOf(AccountId account) {
        SwarmId swarm = SwarmMap.of(List.of(FIRST, SECOND)).of(account);
        return nodes.stream().filter(n -> n.swarm.equals(swarm)).toList();
    }

    /** How many messages a node keeps. */
    int kept(ScriptedNode node) {
        return stored.getOrDefault(node.key(), List.of()).size();
    }

    void lose(ScriptedNode node) {
        stored.getOrDefault(node.key(), List.of()).clear();
    }

    /** The seed's answer: all nodes. */
    String list() {
        return "{\"result\":" + result(nodes) + "}";
    }

    static ObjectNode result(List<ScriptedNode> nodes) {
        return NodeListReader.write(nodes.stream().map(ScriptedNode::asKnown).toList());
    }

    Instant nodeTime() {
        return clock.instant().plus(nodesAhead);
    }

    /** What a node of good will answers. */
    Said honestly(ScriptedNode node, String text) {
        JsonNode request = JSON.readTree(text);
        JsonNode params = request.path("params");
        return switch (request.path("method").stringValue("")) {
            case "info" -> new Said(200, "{\"timestamp\":%d}".formatted(nodeTime().toEpochMilli()));
            case "get_swarm" ->
                    new Said(200, swarm(new AccountId(params.path("pubkey").stringValue(""))));
            case "store" -> store(params);
            case "batch" -> batch(node, params);
            case "oxend_request" -> new Said(200, "{\"result\":" + result(nodes) + "}");
            default -> new Said(400, "no method");
        };
    }

    String swarm(AccountId account) {
        return describe(swarmOf(account));
    }

    static String describe(List<ScriptedNode> members) {
        ObjectNode swarm = JsonNodeFactory.instance.objectNode();
        var list = swarm.putArray("snodes");
        members.forEach(n -> list.addObject().put("pubkey_ed25519", n.key().hex()));
        return swarm.toString();
    }

    private Said store(JsonNode params) {
        AccountId account = new AccountId(params.path("pubkey").stringValue(""));
        long behind = nodeTime().toEpochMilli() - params.path("timestamp").longValue();
        if (behind < -10_000 || behind > params.path("ttl").longValue() + 10_000) {
            return new Said(406, "Timestamp error: check your clock");
        }
        Namespace namespace = new Namespace(params.path("namespace").intValue(0));
        byte[] data = Base64.getDecoder().decode(params.path("data").stringValue(""));
        MessageHash hash = MessageHash.of(account, namespace, data);
        List<ScriptedNode> members = swarmOf(account);
        members.forEach(n -> keep(n, new Stored(hash, namespace, data)));
        return new Said(200, receipt(hash, members));
    }

    private void keep(ScriptedNode node, Stored message) {
        List<Stored> kept = stored.getOrDefault(node.key(), new ArrayList<>());
        if (kept.stream().noneMatch(m -> m.hash().equals(message.hash()))) {
            kept.add(message);
        }
    }

    /** Every signer vouches for the message. */
    static String receipt(MessageHash hash, List<ScriptedNode> signers) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode swarm = answer.putObject("swarm");
        for (ScriptedNode signer : signers) {
            swarm.putObject(signer.key().hex())
                    .put("hash", hash.value())
                    .put(
                            "signature",
                            Base64.getEncoder()
                                    .encodeToString(
                                            signer.keys.sign(
                                                    hash.value()
                                                            .getBytes(StandardCharsets.US_ASCII))));
        }
        return answer.toString();
    }

    private Said batch(ScriptedNode node, JsonNode params) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var results = answer.putArray("results");
        for (JsonNode retrieve : params.path("requests").values()) {
            JsonNode wanted = retrieve.path("params");
            ObjectNode result = results.addObject();
            long distance =
                    Math.abs(nodeTime().toEpochMilli() - wanted.path("timestamp").longValue(0));
            if (distance > 60_000) {
                result.put("code", 406).put("body", "retrieve timestamp too far from current time");
                continue;
            }
            ObjectNode body = result.put("code", 200).putObject("body");
            var messages = body.putArray("messages");
            Namespace namespace = new Namespace(wanted.path("namespace").intValue(0));
            boolean reached = !wanted.has("last_hash");
            for (Stored message : stored.getOrDefault(node.key(), List.of())) {
                if (message.namespace().equals(namespace) && reached) {
                    messages.addObject()
                            .put("hash", message.hash().value())
                            .put("timestamp", 1)
                            .put("expiration", 2)
                            .put("data", Base64.getEncoder().encodeToString(message.data()));
                }
                reached |= message.hash().value().equals(wanted.path("last_hash").stringValue(""));
            }
            body.put("more", false);
        }
        return new Said(200, answer.toString());
    }

    @Override
    public void close() {
        seed.close();
        nodes.forEach(ScriptedNode::close);
    }
}
