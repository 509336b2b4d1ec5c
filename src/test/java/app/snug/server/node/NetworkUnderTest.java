/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SwarmId;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.storage.StorageException;
import app.snug.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;

/**
 * The network whose seed {@code -Dsnug.contract.seed} names, whoever runs it; a local one if it
 * names none. Knows no more of it than clients do.
 */
final class NetworkUnderTest implements BeforeAllCallback {

    private static @Nullable Subject subject;

    static Subject subject() {
        return Objects.requireNonNull(subject);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        subject =
                context.getStore(
                                ExtensionContext.StoreScope.LAUNCHER_SESSION,
                                ExtensionContext.Namespace.GLOBAL)
                        .computeIfAbsent(
                                NetworkUnderTest.class, unused -> Subject.open(), Subject.class);
    }

    /** A local network on the real clock, as foreign ones are. */
    private record Own(TestDatabase database, LocalNetwork network) implements AutoCloseable {

        static Own open() throws IOException, StorageException {
            TestDatabase database = TestDatabase.fresh();
            Path target = Files.createDirectories(Path.of("target"));
            LocalNetwork network =
                    LocalNetwork.open(
                            LocalNetwork.Settings.DEFAULT.onFreePorts(),
                            Files.createTempDirectory(target, "contract-"),
                            database.dataSource(),
                            InstantSource.system(),
                            new SecureRandom());
            return new Own(database, network);
        }

        @Override
        public void close() {
            network.close();
            database.close();
        }
    }

    /** What the seed says, and a client. */
    static final class Subject implements AutoCloseable {

        final RawClient client = new RawClient();
        final JsonNode seedAnswer;
        final List<NodeEntry> nodes = new ArrayList<>();
        private final @Nullable Own own;
        private final long clockDifference;

        private Subject(URI seed, @Nullable Own own) {
            this.own = own;
            String request =
                    "{\"jsonrpc\":\"2.0\",\"id\":\"0\",\"method\":\"get_n_service_nodes\","
                            + "\"params\":{\"active_only\":true,\"fields\":{\"public_ip\":true,"
                            + "\"storage_port\":true,\"pubkey_ed25519\":true,"
                            + "\"pubkey_x25519\":true,\"storage_lmq_port\":true,"
                            + "\"swarm\":true,\"service_node_pubkey\":true}}}";
            this.seedAnswer = client.post(seed, request).json();
            for (JsonNode node : seedAnswer.get("result").get("service_node_states")) {
                nodes.add(entry(node));
            }
            long before = System.currentTimeMillis();
            JsonNode info =
                    client.rpc(nodes.getFirst(), "{\"method\":\"info\",\"params\":{}}").json();
            long middle = (before + System.currentTimeMillis()) / 2;
            this.clockDifference = info.get("t").longValue() - middle;
        }

        static Subject open() {
            String seed = System.getProperty("snug.contract.seed", "");
            try {
                if (!seed.isBlank()) {
                    return new Subject(URI.create(seed), null);
                }
                Own own = Own.open();
                return new Subject(own.network().seed(), own);
            } catch (Exception e) {
                throw new IllegalStateException("No network answers at " + seed, e);
            }
        }

        private static NodeEntry entry(JsonNode node) {
            return new NodeEntry(
                    Ed25519PublicKey.ofHex(node.get("pubkey_ed25519").stringValue()),
                    X25519PublicKey.ofHex(node.get("pubkey_x25519").stringValue()),
                    Ed25519PublicKey.ofHex(node.get("service_node_pubkey").stringValue()),
                    node.get("public_ip").stringValue(),
                    node.get("storage_port").intValue(),
                    node.get("storage_lmq_port").intValue(),
                    new SwarmId(Long.parseUnsignedLong(node.get("swarm").stringValue(), 16)));
        }

        /** The network's time. */
        long now() {
            return System.currentTimeMillis() + clockDifference;
        }

        List<NodeEntry> swarmOf(AccountId account) {
            JsonNode answer =
                    client.rpc(nodes.getFirst(), new Request("get_swarm").of(account).toString())
                            .json();
            List<String> keys =
                    StreamSupport.stream(answer.get("snodes").spliterator(), false)
                            .map(member -> member.get("pubkey_ed25519").stringValue())
                            .toList();
            return nodes.stream().filter(node -> keys.contains(node.ed25519().hex())).toList();
        }

        @Override
        public void close() {
            client.close();
            if (own != null) {
                own.close();
            }
        }
    }
}
