/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.Swarms.Polled;
import app.snug.network.Swarms.StoreReceipt;
import app.snug.network.WireRecord.Seen;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.onion.OnionLayer;
import app.snug.protocol.onion.OnionLayer.Outer;
import app.snug.protocol.onion.OnionLayer.Route;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.LocalNetwork;
import app.snug.server.node.NodeKeys;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.swarm.SwarmPaths;
import app.snug.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an onion request shows to whom, on the wire of ten real nodes. */
class OnionProofTest {

    private static final byte[] SECRET =
            "nobody on the way may read this".getBytes(StandardCharsets.UTF_8);

    @TempDir Path directory;
    private final SecureRandom random = new SecureRandom();
    private final TestDatabase database = TestDatabase.fresh();
    private final WireRecord wire = new WireRecord();
    private LocalNetwork nodes;
    private SessionNetwork client;
    private Ed25519KeyPair keys;
    private AccountId account;

    @BeforeEach
    void connect() throws Exception {
        nodes =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT
                                .onFreePorts()
                                .withFilters(number -> List.of(wire.at(number))),
                        directory.resolve("nodes"),
                        database.dataSource(),
                        InstantSource.system(),
                        random);
        client =
                SessionNetwork.openStill(
                        NetworkDescriptor.ofPrivate("local", List.of(nodes.seed())),
                        NetworkSettings.DEFAULT,
                        InstantSource.system(),
                        random,
                        directory.resolve("client"));
        keys = Ed25519KeyPair.generate(random);
        account = AccountId.ofUser(keys.publicKey().toX25519());
        client.tick();
        // Finds the swarm, so that the next store is one request.
        store("before".getBytes(StandardCharsets.UTF_8));
        wire.clear();
    }

    @AfterEach
    void stop() {
        client.close();
        nodes.close();
        database.close();
    }

    private StoreReceipt store(byte[] data) throws NetworkException {
        return client.swarms().store(account, Namespace.DEFAULT, data, Duration.ofDays(1));
    }

    private int number(Ed25519PublicKey key) {
        List<NodeEntry> all = nodes.nodes();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).ed25519().equals(key)) {
                return i;
            }
        }
        throw new AssertionError("No node " + key);
    }

    private NodeKeys keys(int number) throws Exception {
        return NodeKeys.load(
                directory.resolve("nodes").resolve("node-" + number),
                InstantSource.system().instant(),
                random);
    }

    private Set<Ed25519PublicKey> swarm() {
        Set<Ed25519PublicKey> members = new HashSet<>();
        nodes.map()
                .members(nodes.map().swarmOf(account))
                .forEach(member -> members.add(member.ed25519()));
        return members;
    }

    @Test
    void aMessagePassesThreeNodesAndIsKeptByEveryMemberOfTheSwarm() throws Exception {
        StoreReceipt receipt = store(SECRET);
        assertThat(receipt.storedBy()).isEqualTo(swarm()).hasSize(5);

        List<Seen> first = wire.to("/onion_req/v2");
        List<Seen> passed = wire.to(SwarmPaths.ONION);
        assertThat(first).hasSize(1);
        assertThat(passed).hasSize(3);
        Set<Integer> onTheWay = new HashSet<>();
        first.forEach(s -> onTheWay.add(s.node()));
        passed.forEach(s -> onTheWay.add(s.node()));
        assertThat(onTheWay).as("three hops and the destination").hasSize(4);

        Set<Ed25519PublicKey> keepers = new HashSet<>();
        for (int i = 0; i < swarm().size(); i++) {
            Polled polled =
                    client.swarms()
                            .poll(
                                    account,
                                    keys,
                                    List.of(Namespace.DEFAULT),
                                    (node, namespace) -> Optional.empty());
            assertThat(polled.messages().getOrDefault(Namespace.DEFAULT, List.of()))
                    .filteredOn(m -> java.util.Arrays.equals(m.data(), SECRET))
                    .hasSize(1);
            keepers.add(polled.node());
        }
        assertThat(keepers).isEqualTo(swarm());
    }

    @Test
    void onlyTheGuardIsContactedByTheSender() throws Exception {
        store(SECRET);
        Set<Integer> guards = new HashSet<>();
        client.paths().live().forEach(p -> guards.add(number(p.guard().ed25519())));
        for (Seen seen : wire.all()) {
            boolean byAClient = !seen.path().startsWith("/swarm/");
            assertThat(byAClient).isEqualTo(seen.path().equals("/onion_req/v2"));
            if (byAClient) {
                assertThat(guards).contains(seen.node());
            }
        }
    }

    @Test
    void noRelayCanReadMoreThanTheNextHop() throws Exception {
        store(SECRET);
        Seen atGuard = wire.to("/onion_req/v2").getFirst();
        Outer layer = OnionLayer.parse(atGuard.body());
        int at = atGuard.node();
        for (int hop = 1; hop <= 3; hop++) {
            Route.Relay relay = (Route.Relay) open(layer, at);
            int next = number(relay.next());
            boolean exit = hop == 3;
            assertThat(swarm().contains(relay.next()) || !exit).isTrue();
            tellsNothing(relay.inner());
            byte[] inner = relay.inner();
            assertThat(wire.to(SwarmPaths.ONION))
                    .as("the bytes that node %d got", next)
                    .anyMatch(s -> s.node() == next && contains(s.body(), inner));
            layer = new Outer(inner, relay.ephemeral(), relay.cipher(), hop);
            at = next;
        }
        Route.Final end = (Route.Final) open(layer, at);
        assertThat(contains(end.payload(), Base64.getEncoder().encode(SECRET))).isTrue();
        assertThat(contains(end.payload(), text(account.hex()))).isTrue();

        for (Seen seen : wire.all()) {
            if (seen.path().equals("/onion_req/v2") || seen.path().equals(SwarmPaths.ONION)) {
                tellsNothing(seen.body());
            }
        }
    }

    private Route open(Outer layer, int number) throws Exception {
        try (NodeKeys own = keys(number)) {
            return OnionLayer.open(layer, own.x25519());
        }
    }

    /** Neither the message nor whose it is nor any node of the swarm. */
    private void tellsNothing(byte[] bytes) {
        assertThat(contains(bytes, SECRET)).isFalse();
        assertThat(contains(bytes, Base64.getEncoder().encode(SECRET))).isFalse();
        assertThat(contains(bytes, text(account.hex()))).isFalse();
        assertThat(contains(bytes, account.key())).isFalse();
        for (NodeEntry node : nodes.nodes()) {
            assertThat(contains(bytes, text(node.ed25519().hex()))).isFalse();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .contains(new String(part, StandardCharsets.ISO_8859_1));
    }
}
