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
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How any network passes requests on. */
class ContractOnionTest extends ContractTest {

    private static Destination.Node destination(NodeEntry node) {
        return new Destination.Node(node.ed25519(), node.x25519());
    }

    private static OnionRequest build(
            List<NodeEntry> path, Destination to, String text, LayerCipher cipher)
            throws Exception {
        List<Hop> hops = path.stream().map(n -> new Hop(n.ed25519(), n.x25519())).toList();
        return OnionRequest.build(hops, to, bytes(text), cipher, new SecureRandom());
    }

    private List<NodeEntry> path() {
        NodeEntry home = swarm().getFirst();
        return subject().nodes.stream().filter(node -> !node.equals(home)).limit(3).toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_GCM", "XCHACHA20"})
    void aMessageGoesAndComesBackThroughThreeNodes(LayerCipher cipher) throws Exception {
        NodeEntry home = swarm().getFirst();
        List<NodeEntry> path = path();
        for (String request :
                List.of(
                        anna.store(bytes("hello"), now(), LIFE),
                        anna.retrieve(Namespace.DEFAULT, now()))) {
            try (OnionRequest onion = build(path, destination(home), request, cipher)) {
                var answer = subject().client.post(path.getFirst(), "/onion_req/v2", onion.body());
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                NodeReply reply = onion.openNodeReply(answer.body());
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).contains("\"hash\"");
            }
        }
    }

    @Test
    void aNodeThatNobodyKnowsIsNamed() throws Exception {
        Member ghost = Member.random();
        Destination nobody =
                new Destination.Node(ghost.keys().publicKey(), swarm().getFirst().x25519());
        List<NodeEntry> path = path();
        try (OnionRequest onion = build(path, nobody, "{}", LayerCipher.AES_GCM)) {
            var answer = subject().client.post(path.getFirst(), "/onion_req/v2", onion.body());
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text())
                    .isEqualTo("Next node not found: " + ghost.keys().publicKey().hex());
        }
    }

    @Test
    void aLayerForAnotherNodeDoesNotOpenAndNonsenseIsRefused() throws Exception {
        List<NodeEntry> path = path();
        try (OnionRequest onion =
                build(path, destination(swarm().getFirst()), "{}", LayerCipher.AES_GCM)) {
            var answer = subject().client.post(path.getLast(), "/onion_req/v2", onion.body());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("Invalid ciphertext");
        }
        var nonsense = subject().client.post(path.getFirst(), "/onion_req/v2", new byte[3]);
        assertThat(nonsense.status()).isEqualTo(400);
        assertThat(nonsense.text()).startsWith("Error parsing onion request: ");
    }

    @Test
    void aNodeProvesItselfAndKnowsNoOtherPaths() {
        NodeEntry node = subject().nodes.getFirst();
        var ping = subject().client.post(node, "/ping_test/v1", new byte[0]);
        assertThat(ping.status()).isEqualTo(200);
        assertThat(ping.header("X-Oxen-Snode-Pubkey"))
                .isEqualTo(Base64.getEncoder().encodeToString(node.legacy().bytes()));
        var unknown = subject().client.get(node, "/nowhere");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).isEqualTo("get /nowhere Not Found");
    }
}
