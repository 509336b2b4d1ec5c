/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.Network;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.network.Swarms;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One client, one request at a time, through three hops to the node that has the messages. */
final class PathScenario implements Scenario {

    private static final int WARM_UP = 1500;
    private static final int MEASURED = 1000;
    private static final String NOTE =
            "path: ten nodes in one process, the client in another, one request at a time;"
                    + " a signed retrieve, a store to a swarm of five";

    @Override
    public String name() {
        return "path: three hops and destination";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        SecureRandom random = new SecureRandom();
        try (NetworkProcess nodes = NetworkProcess.start(directory, 10, 2);
                SessionNetwork network =
                        SessionNetwork.open(
                                NetworkDescriptor.ofPrivate(
                                        "bench", List.of(URI.create(nodes.seed()))),
                                NetworkSettings.DEFAULT,
                                InstantSource.system(),
                                random,
                                directory.resolve("client"));
                Ed25519KeyPair keys = Ed25519KeyPair.generate(random)) {
            AccountId account = AccountId.ofUser(keys.publicKey().toX25519());
            Operation read =
                    () ->
                            network.swarms()
                                    .poll(
                                            account,
                                            keys,
                                            List.of(Namespace.DEFAULT),
                                            (node, namespace) -> Optional.empty());
            Latencies reading = measure(read, WARM_UP, MEASURED);
            byte[] message = new byte[1024];
            Operation store =
                    () -> {
                        random.nextBytes(message);
                        Swarms.StoreReceipt receipt =
                                network.swarms()
                                        .store(
                                                account,
                                                Namespace.DEFAULT,
                                                message,
                                                Duration.ofDays(1));
                        if (receipt.storedBy().isEmpty()) {
                            throw new IllegalStateException("stored nowhere");
                        }
                    };
            Latencies storing = measure(store, 200, 300);
            if (network.status().connection() != Network.Connection.READY) {
                throw new IllegalStateException("the path was lost");
            }
            return List.of(
                    Figure.of("three hops + retrieve, median", reading.percentile(0.5), "ms", NOTE)
                            .withBar(Bar.atMost(6)),
                    Figure.of("three hops + retrieve, p99", reading.percentile(0.99), "ms", NOTE),
                    Figure.of("three hops + store, median", storing.percentile(0.5), "ms", NOTE),
                    Figure.of("three hops + store, p99", storing.percentile(0.99), "ms", NOTE));
        }
    }

    private interface Operation {
        void run() throws Exception;
    }

    private static Latencies measure(Operation operation, int warmUp, int measured)
            throws Exception {
        Latencies latencies = new Latencies();
        for (int i = -warmUp; i < measured; i++) {
            long start = System.nanoTime();
            operation.run();
            if (i >= 0) {
                latencies.add(System.nanoTime() - start);
            }
        }
        return latencies;
    }
}
