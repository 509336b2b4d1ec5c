/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.Hop;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.NodeReply;
import app.snug.protocol.onion.OnionRequest;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnionTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir private static Path directory;
    private static TestNetwork net;

    private final Member anna = Member.random();

    @BeforeAll
    static void open() throws Exception {
        net = new TestNetwork(directory, s -> s);
    }

    @AfterAll
    static void close() {
        net.close();
    }

    private static Hop hop(NodeEntry node) {
        return new Hop(node.ed25519(), node.x25519());
    }

    private static OnionRequest build(
            List<NodeEntry> path, NodeEntry to, String rpc, LayerCipher cipher) throws Exception {
        return OnionRequest.build(
                path.stream().map(OnionTest::hop).toList(),
                new Destination.Node(to.ed25519(), to.x25519()),
                rpc.getBytes(StandardCharsets.UTF_8),
                cipher,
                new SecureRandom());
    }

    private static NodeReply through(
            List<NodeEntry> path, NodeEntry to, String rpc, LayerCipher cipher) throws Exception {
        try (OnionRequest request = build(path, to, rpc, cipher)) {
            var answer = net.client.post(path.getFirst(), "/onion_req/v2", request.body());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.type()).isEqualTo("text/plain");
            return request.openNodeReply(answer.body());
        }
    }

    private List<NodeEntry> path() {
        return net.network.nodes().stream().filter(node -> !node.equals(home())).limit(3).toList();
    }

    private NodeEntry home() {
        return net.swarmOf(anna.account()).getFirst();
    }

    @ParameterizedTest
    @EnumSource(LayerCipher.class)
    void aMessageGoesAndComesBackThroughThreeNodes(LayerCipher cipher) throws Exception {
        Member ben = Member.random();
        NodeEntry home = net.swarmOf(ben.account()).getFirst();
        List<NodeEntry> path =
                net.network.nodes().stream().filter(n -> !n.equals(home)).limit(3).toList();
        assertThat(through(path, home, ben.store(HELLO, net.now(), 60_000), cipher).status())
                .isEqualTo(200);
        NodeReply read = through(path, home, ben.retrieve(Namespace.DEFAULT, net.now()), cipher);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).contains("\"data\":\"aGVsbG8=\"").contains("\"more\":false");
    }

    @Test
    void aRefusalComesBackEncryptedToo() throws Exception {
        NodeReply reply =
                through(
                        path(),
                        home(),
                        "{\"method\":\"nope\",\"params\":{}}",
                        LayerCipher.XCHACHA20);
        assertThat(reply).isEqualTo(new NodeReply(400, "no method nope"));
    }

    @Test
    void aNodeThatNobodyKnowsIsNamed() throws Exception {
        NodeEntry ghost =
                new NodeEntry(
                        anna.keys().publicKey(),
                        home().x25519(),
                        anna.keys().publicKey(),
                        "127.0.0.1",
                        1,
                        1,
                        home().swarm());
        try (OnionRequest request = build(path(), ghost, "{}", LayerCipher.AES_GCM)) {
            var answer = net.client.post(path().getFirst(), "/onion_req/v2", request.body());
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).isEqualTo("Next node not found: " + ghost.ed25519().hex());
        }
    }

    @Test
    void aLayerForAnotherNodeDoesNotOpen() throws Exception {
        try (OnionRequest request = build(path(), home(), "{}", LayerCipher.AES_GCM)) {
            var answer = net.client.post(path().getLast(), "/onion_req/v2", request.body());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("Invalid ciphertext");
        }
    }

    @Test
    void aKeyThatIsNoneIsRefusedByTheGuardInItsWords() {
        byte[] json = "....{\"ephemeral_key\":\"zz\"}".getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(json, 0, 4, (byte) 0);
        var answer = net.client.post(home(), "/onion_req/v2", json);
        assertThat(answer.text())
                .isEqualTo("Error parsing onion request: Hex key data is invalid: data is not hex");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aRequestOutOfTheNetworkToAPrivateAddressIsRefusedByTheExit() throws Exception {
        OnionRequest request =
                OnionRequest.build(
                        path().stream().map(OnionTest::hop).toList(),
                        new Destination.Server(
                                "127.0.0.1",
                                net.network.seed().getPort(),
                                "http",
                                Destination.Server.V4_TARGET,
                                home().x25519()),
                        HELLO,
                        LayerCipher.AES_GCM,
                        new SecureRandom());
        try (request) {
            var answer = net.client.post(path().getFirst(), "/onion_req/v2", request.body());
            assertThat(answer.status()).isEqualTo(200);
            try {
                request.openServerReply(answer.body());
            } catch (OnionRequest.ExitRefusedException e) {
                assertThat(e.reply()).isEqualTo(new NodeReply(400, "Invalid url"));
                return;
            }
        }
        throw new AssertionError("not refused");
    }
}
