/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.Secret;
import app.snug.protocol.storage.SwarmId;
import app.snug.server.http.RateLimiter;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.onion.ServerExit;
import app.snug.server.node.storage.StorageException;
import app.snug.server.node.storage.SwarmDatabase;
import app.snug.server.node.swarm.PeerConnections;
import app.snug.testing.Fixtures;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** Our nodes in the places of the recorded ones: same keys, same swarms, other ports. */
final class RecordedNetwork implements AutoCloseable {

    private static final NodeSettings UNLIMITED =
            NodeSettings.DEFAULT.withLimit(new RateLimiter.Limit(1_000_000, 1_000_000));

    final TravellingClock clock = new TravellingClock(Instant.ofEpochMilli(1_795_438_799_000L));
    final RawClient client = new RawClient();
    private final TestDatabase database = TestDatabase.fresh();
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<NetworkMap> map = new AtomicReference<>(NetworkMap.EMPTY);
    private final List<NodeKeys> keys = new ArrayList<>();
    private final List<ServiceNode> nodes = new ArrayList<>();
    private final Map<Integer, Integer> recordedPorts = new HashMap<>();
    private final Surroundings around;

    RecordedNetwork(ServerExit exit) throws IOException, StorageException {
        this.around =
                new Surroundings(
                        new SwarmDatabase(database.dataSource(), clock),
                        map::get,
                        new PeerConnections(),
                        exit,
                        scheduler,
                        clock,
                        random);
        List<NodeEntry> entries = new ArrayList<>();
        for (JsonNode node : Fixtures.read("network.json").get("nodes")) {
            entries.add(start(node));
        }
        map.set(new NetworkMap(entries));
    }

    private NodeEntry start(JsonNode recorded) throws IOException, StorageException {
        byte[] secret = HexFormat.of().parseHex(recorded.get("ed_sk").stringValue());
        NodeKeys own;
        try (Secret seed = Secret.owning(Arrays.copyOf(secret, 32))) {
            own = NodeKeys.ofSeed(seed, clock.instant(), random);
        }
        keys.add(own);
        ServiceNode node = ServiceNode.start(own, UNLIMITED, around, "127.0.0.1", 0, List.of());
        nodes.add(node);
        recordedPorts.put(node.port(), recorded.get("https").intValue());
        return new NodeEntry(
                own.ed25519().publicKey(),
                own.x25519().publicKey(),
                Ed25519PublicKey.ofHex(recorded.get("legacy_pk").stringValue()),
                recorded.get("ip").stringValue(),
                node.port(),
                recorded.get("omq").intValue(),
                new SwarmId(Long.parseUnsignedLong(recorded.get("swarm").stringValue(), 16)));
    }

    /** By the number that the recording gives it. */
    NodeEntry node(int number) {
        return map.get().nodes().get(number);
    }

    NodeEntry nodeAt(int recordedPort) {
        return map.get().nodes().stream()
                .filter(node -> recordedPort(node.port()) == recordedPort)
                .findFirst()
                .orElseThrow();
    }

    NetworkMap map() {
        return map.get();
    }

    int recordedPort(int port) {
        return recordedPorts.getOrDefault(port, port);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        nodes.forEach(ServiceNode::close);
        around.connections().close();
        around.exit().close();
        around.database().close();
        keys.forEach(NodeKeys::close);
        client.close();
        database.close();
    }
}
