/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.protocol.descriptor.SealedName;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.membership.SignedMembership;
import app.snug.server.node.swarm.SwarmPaths;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of three households, by signed descriptors, over real sockets. */
class SignedNetworkTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path directory;
    private Street street;
    private final Member dora = Member.random();

    @BeforeEach
    void found() throws Exception {
        street = new Street(directory);
        street.build("anna", 2);
        street.build("ben", 1);
        street.build("cleo", 1);
        street.add("anna");
        street.add("ben");
        street.add("cleo");
        street.names = List.of(SealedName.of("dora", dora.account()));
        byte[] first = street.signed(1, street.anna, street.ben);
        for (String house : List.of("anna", "ben", "cleo")) {
            street.open(house, first);
        }
    }

    @AfterEach
    void close() {
        street.close();
    }

    private List<NodeEntry> nodes(String asKnownTo) {
        return street.house(asKnownTo).host().membership().current().nodes();
    }

    private List<NodeEntry> nodesOf(String house) {
        List<String> keys =
                street.house(house).lines.stream().map(line -> line.substring(0, 64)).toList();
        return nodes(house).stream().filter(node -> keys.contains(node.ed25519().hex())).toList();
    }

    private String store(NodeEntry node, String text) {
        var answer =
                street.client.rpc(
                        node,
                        dora.store(
                                text.getBytes(StandardCharsets.UTF_8),
                                street.clock.millis(),
                                HOUR.toMillis()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("hash").stringValue();
    }

    private List<String> read(NodeEntry node) {
        var answer =
                street.client.rpc(node, dora.retrieve(Namespace.DEFAULT, street.clock.millis()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().get("messages").spliterator(), false)
                .map(message -> message.get("hash").stringValue())
                .sorted()
                .toList();
    }

    private SessionNetwork client(NetworkDescriptor descriptor) {
        return SessionNetwork.open(
                descriptor,
                NetworkSettings.DEFAULT.withTimeouts(
                        Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(30)),
                street.clock,
                new SecureRandom(),
                directory.resolve("client"));
    }

    @Test
    void aClientThatKnowsOneSeedStoresAndRetrieves() throws Exception {
        URI seed = URI.create("http://127.0.0.1:" + street.house("anna").seedPort + "/json_rpc");
        try (SessionNetwork client =
                client(NetworkDescriptor.ofPrivate("our-street", List.of(seed)))) {
            var receipt = client.swarms().store(dora.account(), Namespace.DEFAULT, HELLO, HOUR);
            assertThat(receipt.swarmSize()).isEqualTo(4);
            var polled =
                    client.swarms()
                            .poll(
                                    dora.account(),
                                    dora.keys(),
                                    List.of(Namespace.DEFAULT),
                                    (node, namespace) -> Optional.empty());
            assertThat(polled.messages().get(Namespace.DEFAULT))
                    .singleElement()
                    .satisfies(message -> assertThat(message.data()).isEqualTo(HELLO));
        }
    }

    @Test
    void aNodeThatJoinsGetsWhatWasStoredBeforeAndOneThatLeavesIsMissedByNobody() throws Exception {
        String before = store(nodesOf("ben").getFirst(), "before");
        street.build("dora", 1);
        street.add("dora");
        byte[] second = street.signed(2, street.ben, street.cleo);
        street.replaceDescriptor("ben", second);
        await().until(() -> street.serial("anna") == 2 && street.serial("cleo") == 2);
        street.open("dora", second);
        String after = store(nodesOf("dora").getFirst(), "after");
        for (NodeEntry node : nodes("anna")) {
            await().untilAsserted(
                            () -> assertThat(read(node)).containsExactlyInAnyOrder(before, after));
        }
        assertThat(nodes("anna")).hasSize(5).isEqualTo(nodes("dora"));

        NodeEntry left = nodesOf("cleo").getFirst();
        street.remove("cleo");
        street.replaceDescriptor("dora", street.signed(3, street.anna, street.ben));
        await().until(() ->
                List.of("anna", "ben", "cleo", "dora").stream()
                        .allMatch(house -> street.serial(house) == 3));
        assertThat(street.house("cleo").host().standing()).isEqualTo(NodeHost.Standing.NOT_LISTED);
        assertThat(
                        street.client
                                .rpc(left, dora.retrieve(Namespace.DEFAULT, street.clock.millis()))
                                .status())
                .isEqualTo(503);
        String last = store(nodes("anna").getFirst(), "last");
        for (NodeEntry node : nodes("anna")) {
            assertThat(read(node)).containsExactlyInAnyOrder(before, after, last);
        }
        assertThat(nodes("anna")).hasSize(4);
    }

    @Test
    void aNewcomerBringsTheDescriptorToThoseWhoDoNotKnowIt() throws Exception {
        street.build("dora", 1);
        street.add("dora");
        street.open("dora", street.signed(2, street.anna, street.cleo));
        await().until(() ->
                List.of("anna", "ben", "cleo").stream()
                        .allMatch(house -> street.serial(house) == 2));
    }

    @Test
    void whatEnoughOperatorsDidNotSignIsFollowedByNobody() throws Exception {
        NodeEntry node = nodesOf("anna").getFirst();
        byte[] genuine = street.house("anna").host().membership().json();
        byte[] changed =
                new String(street.signed(9, street.anna, street.ben), StandardCharsets.UTF_8)
                        .replace("127.0.0.1", "127.0.0.9")
                        .getBytes(StandardCharsets.UTF_8);
        for (byte[] forged :
                List.of(
                        street.signed(9, street.anna),
                        street.signed(9, street.anna, dora.keys()),
                        street.signed(9, dora.keys()),
                        changed,
                        "{".getBytes(StandardCharsets.UTF_8))) {
            var answer = street.client.post(node, SwarmPaths.DESCRIPTOR, forged);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(genuine);
        }
        street.replaceDescriptor("ben", street.signed(9, street.cleo));
        Path file = street.house("ben").directory.resolve(NodeHost.DESCRIPTOR);
        await().until(() -> Arrays.equals(Files.readAllBytes(file), genuine));
        assertThat(Files.readAllBytes(file.resolveSibling("network.json.refused")))
                .isEqualTo(street.signed(9, street.cleo));
        for (String house : List.of("anna", "ben", "cleo")) {
            assertThat(street.serial(house)).isEqualTo(1);
        }
    }

    @Test
    void whatIsPutIntoTheFileWhileOthersBringOneIsNotLost() throws Exception {
        Path file = directory.resolve("network.json");
        Files.write(file, street.signed(1, street.anna, street.ben));
        FileTime when = Files.getLastModifiedTime(file);
        SignedMembership membership = SignedMembership.open(file, street.clock);
        byte[] third = street.signed(3, street.anna, street.ben);
        Files.write(file, third);
        // Within one tick of the file system's clock.
        Files.setLastModifiedTime(file, when);
        assertThat(membership.offer(street.signed(2, street.anna, street.ben))).isTrue();
        assertThat(file).hasBinaryContent(third);
        membership.look();
        assertThat(membership.content().serial()).isEqualTo(3);
        assertThat(file).hasBinaryContent(third);
    }

    @Test
    void anExpiredDescriptorStaysInForceAndSaysSoUntilTheNextOne() throws Exception {
        assertThat(street.house("ben").host().standing()).isEqualTo(NodeHost.Standing.READY);
        street.clock.travel(Duration.ofDays(101));
        assertThat(street.house("ben").host().standing()).isEqualTo(NodeHost.Standing.EXPIRED);
        String stored = store(nodesOf("ben").getFirst(), "still");
        assertThat(read(nodesOf("cleo").getFirst())).containsExactly(stored);
        street.house("ben").host().close();
        street.start("ben");
        assertThat(street.house("ben").host().standing()).isEqualTo(NodeHost.Standing.EXPIRED);
        assertThat(read(nodesOf("ben").getFirst())).containsExactly(stored);

        street.replaceDescriptor("cleo", street.signed(2, street.anna, street.ben));
        await().until(() -> street.house("ben").host().standing() == NodeHost.Standing.READY);
    }

    @Test
    void everyNodeResolvesTheNamesOfTheDescriptorInForce() throws Exception {
        String hash = SealedName.hashOf("dora");
        for (NodeEntry node : nodes("anna")) {
            var result = resolve(node, hash);
            assertThat(
                            new SealedName(
                                            hash,
                                            result.get("encrypted_value").stringValue(),
                                            result.get("nonce").stringValue())
                                    .open("dora"))
                    .contains(dora.account());
        }
        street.names = List.of();
        street.replaceDescriptor("anna", street.signed(2, street.anna, street.ben));
        NodeEntry cleos = nodesOf("cleo").getFirst();
        await().untilAsserted(() -> assertThat(resolve(cleos, hash)).hasToString("{}"));
    }

    private tools.jackson.databind.JsonNode resolve(NodeEntry node, String hash) {
        Request request =
                new Request("oxend_request")
                        .with("endpoint", "ons_resolve")
                        .with("params", Map.of("type", 0, "name_hash", hash));
        return street.client.rpc(node, request.toString()).json().get("result");
    }
}
