/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.network.NetworkDescriptor.Seed;
import app.snug.network.NetworkException.Reason;
import app.snug.network.ScriptedServer.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the list of nodes comes from, and what is not believed. */
class NodeDirectoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path memory;
    private final ScriptedNetwork net = new ScriptedNetwork(6);

    @AfterEach
    void stop() {
        net.close();
    }

    private Optional<List<ServiceNode>> ask(Seed... seeds) throws InterruptedException {
        return new JsonRpcSeeds(List.of(seeds), PATIENCE, new SecureRandom())
                .fetch(Deadline.in(PATIENCE));
    }

    private ScriptedServer secured(TestCertificate certificate) {
        return new ScriptedServer(certificate, request -> Answer.Full.of(200, net.list()));
    }

    private static Seed seed(
            ScriptedServer server, @Nullable String certificate, @Nullable String publicKey) {
        return new Seed(
                URI.create("https://localhost:" + server.port() + "/json_rpc"),
                certificate,
                publicKey);
    }

    @Test
    void aSeedWithThePinnedCertificateIsBelieved() throws Exception {
        TestCertificate own = TestCertificate.of("localhost");
        try (ScriptedServer server = secured(own)) {
            assertThat(ask(seed(server, own.fingerprint(), own.publicKeyPin()))).isPresent();
            assertThat(ask(seed(server, own.fingerprint(), null))).isPresent();
            assertThat(ask(seed(server, null, own.publicKeyPin()))).isPresent();
        }
    }

    @Test
    void aSeedWithAnyOtherCertificateIsNot() throws Exception {
        TestCertificate own = TestCertificate.of("localhost");
        TestCertificate other = TestCertificate.of("localhost");
        try (ScriptedServer server = secured(own)) {
            assertThat(ask(seed(server, other.fingerprint(), own.publicKeyPin()))).isEmpty();
            assertThat(ask(seed(server, own.fingerprint(), other.publicKeyPin()))).isEmpty();
            assertThat(ask(seed(server, null, null))).as("self-signed, no pin").isEmpty();
        }
    }

    @Test
    void aPinnedCertificateOfAnotherHostOrOfThePastIsNot() throws Exception {
        TestCertificate elsewhere = TestCertificate.of("elsewhere.example");
        TestCertificate past =
                TestCertificate.of("localhost", Instant.now().minus(Duration.ofDays(1)));
        for (TestCertificate certificate : List.of(elsewhere, past)) {
            try (ScriptedServer server = secured(certificate)) {
                assertThat(ask(seed(server, certificate.fingerprint(), null))).isEmpty();
            }
        }
    }

    @Test
    void mainnetsSeedsAreAllPinned() throws Exception {
        assertThat(NetworkDescriptor.load("mainnet").seeds())
                .hasSize(3)
                .allMatch(s -> s.certificateSha256() != null && s.publicKeySha256() != null);
    }

    @Test
    void ofSeveralSeedsOneThatWorksIsEnough() throws Exception {
        try (ScriptedServer silent = new ScriptedServer(null, request -> new Answer.Silence());
                ScriptedServer broken =
                        new ScriptedServer(null, request -> Answer.Full.of(500, "no"))) {
            assertThat(
                            ask(
                                    plain(silent.port()),
                                    plain(broken.port()),
                                    new Seed(net.seedUrl(), null, null)))
                    .hasValueSatisfying(nodes -> assertThat(nodes).hasSize(6));
        }
    }

    private static Seed plain(int port) {
        return new Seed(URI.create("http://127.0.0.1:" + port + "/json_rpc"), null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"result\":{\"service_node_states\":{}}}",
                "{\"result\":{\"service_node_states\":[]}}",
                "{\"result\":{\"service_node_states\":[null,1,[],{\"public_ip\":\"1.2.3.4\"}]}}",
                "{\"error\":{\"code\":-1}}"
            })
    void aListThatIsNoneIsRefused(String answer) throws Exception {
        net.seedAnswer = () -> Answer.Full.of(200, answer);
        try (SessionNetwork client = net.client(memory)) {
            assertThatThrownBy(() -> client.directory().ensure(Deadline.in(PATIENCE)))
                    .isInstanceOfSatisfying(
                            NetworkException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NO_NODES));
        }
    }

    @Test
    void impossibleAndRepeatedEntriesAreLeftOut() throws Exception {
        String good = ScriptedNetwork.result(net.nodes).toString();
        String spoiled =
                good.replace("\"service_node_states\":[", "\"service_node_states\":[" + entries());
        net.seedAnswer = () -> Answer.Full.of(200, "{\"result\":" + spoiled + "}");
        try (SessionNetwork client = net.client(memory)) {
            client.directory().ensure(Deadline.in(PATIENCE));
            assertThat(client.directory().nodes())
                    .containsExactlyInAnyOrderElementsOf(
                            net.nodes.stream().map(ScriptedNode::asKnown).toList());
        }
    }

    private String entries() {
        String entry =
                "{\"public_ip\":\"%s\",\"storage_port\":%d,\"pubkey_ed25519\":\"%s\","
                        + "\"pubkey_x25519\":\"%s\",\"swarm_id\":%s},";
        String key = net.nodes.getFirst().x25519.publicKey().hex();
        return entry.formatted("0.0.0.0", 22_100, key, key, "1")
                + entry.formatted("seed.example", 22_100, key, key, "1")
                + entry.formatted("10.0.0.1", 0, key, key, "1")
                + entry.formatted("10.0.0.1", 65_536, key, key, "1")
                + entry.formatted("10.0.0.1", 22_100, "12", key, "1")
                + entry.formatted("10.0.0.1", 22_100, key, "", "1")
                + net.list().substring(net.list().indexOf('[') + 1, net.list().indexOf('}') + 1)
                + ",";
    }

    @Test
    void swarmNumbersBeyondSixtyThreeBitsAreRead() throws Exception {
        String list =
                """
                {"service_node_states":[{"public_ip":"1.2.3.4","storage_port":1,
                 "pubkey_ed25519":"%s","pubkey_x25519":"%s","swarm_id":18446744073709551614}]}
                """
                        .formatted(
                                net.nodes.getFirst().key().hex(),
                                net.nodes.getFirst().x25519.publicKey().hex());
        assertThat(
                        NodeListReader.readResult(
                                Json.parse(list.getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .singleElement()
                .satisfies(n -> assertThat(n.swarm().value()).isEqualTo(-2L));
    }

    @Test
    void theListIsRememberedWhenAllSeedsAreDead() throws Exception {
        try (SessionNetwork client = net.client(memory)) {
            client.tick();
        }
        net.seedAnswer = Answer.Drop::new;
        int before = net.seedConnections();
        try (SessionNetwork again = net.client(memory)) {
            again.tick();
            assertThat(again.paths().live()).isNotEmpty();
        }
        assertThat(net.seedConnections()).isEqualTo(before);
    }

    @Test
    void aRememberedListOfWhichNobodyAnswersIsFetchedAnew() throws Exception {
        try (ScriptedNetwork old = new ScriptedNetwork(6);
                SessionNetwork client = old.client(memory)) {
            client.tick();
        }
        try (SessionNetwork again = net.client(memory)) {
            again.tick();
            assertThat(again.paths().live()).isNotEmpty();
            assertThat(again.directory().nodes())
                    .containsExactlyInAnyOrderElementsOf(
                            net.nodes.stream().map(ScriptedNode::asKnown).toList());
        }
    }

    @Test
    void aDamagedMemoryIsForgotten() throws Exception {
        for (String name : List.of("nodes.json", "guards.json", "swarms.json")) {
            java.nio.file.Files.writeString(
                    memory.resolve(name), "{\"since\":\"x\",\"guards\":[7]");
        }
        try (SessionNetwork client = net.client(memory)) {
            client.tick();
            assertThat(client.paths().live()).isNotEmpty();
        }
    }

    @Test
    void aSmallNetworkIsRefreshedFromItsSeeds() throws Exception {
        try (SessionNetwork client = net.client(memory)) {
            client.tick();
            ScriptedNode fresh = new ScriptedNode(net, net.nodes.getFirst().swarm);
            net.nodes.add(fresh);
            net.clock.travel(Duration.ofHours(1));
            client.tick();
            assertThat(client.directory().find(fresh.key())).isPresent();
        }
    }

    @Test
    void aLargeNetworkIsRefreshedThroughOnionsAndTheSeedsSeeNothing() throws Exception {
        try (ScriptedNetwork large = new ScriptedNetwork(26);
                SessionNetwork client = large.client(memory)) {
            client.tick();
            int before = large.seedConnections();
            ScriptedNode fresh = new ScriptedNode(large, large.nodes.getFirst().swarm);
            large.nodes.add(fresh);
            large.clock.travel(Duration.ofHours(1));
            client.tick();
            assertThat(client.directory().find(fresh.key())).isPresent();
            assertThat(large.seedConnections()).isEqualTo(before);
        }
    }

    @Test
    void oneListAmongThreeCanNeitherAddNorLeaveOut() {
        List<ServiceNode> all = net.nodes.stream().map(ScriptedNode::asKnown).toList();
        ServiceNode stranger =
                new ServiceNode(
                        all.getFirst().ed25519(),
                        all.getLast().x25519(),
                        "6.6.6.6",
                        666,
                        all.getFirst().swarm());
        List<ServiceNode> lie = new ArrayList<>(List.of(stranger, stranger));
        assertThat(ListConsensus.majority(List.of(lie, all, all)))
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(ListConsensus.majority(List.of(all, lie))).isEmpty();
    }
}
