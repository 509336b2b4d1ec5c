/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.ScriptedServer.Answer;
import app.snug.protocol.descriptor.Descriptor;
import app.snug.protocol.descriptor.NetworkId;
import app.snug.protocol.descriptor.Node;
import app.snug.protocol.descriptor.Operator;
import app.snug.protocol.descriptor.SignedDescriptor;
import app.snug.protocol.storage.SwarmId;
import app.snug.testing.TravellingClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that was given a signed descriptor, and what it is told later. */
class SignedSeedsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final NetworkId ID = NetworkId.random(new SecureRandom());

    @TempDir Path memory;
    private final Ed25519KeyPair anna = Ed25519KeyPair.generate(new SecureRandom());
    private final Ed25519KeyPair ben = Ed25519KeyPair.generate(new SecureRandom());
    private final List<ScriptedServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(ScriptedServer::close);
    }

    private Node node(ScriptedServer.Handler handler) {
        ScriptedServer server = new ScriptedServer(TestCertificate.of("localhost"), handler);
        servers.add(server);
        return node(server.port());
    }

    private static Node node(int port) {
        return new Node(
                Ed25519KeyPair.generate(new SecureRandom()).publicKey(),
                "127.0.0.1",
                port,
                new SwarmId(0));
    }

    private SignedDescriptor signed(long serial, List<Node> nodes, Ed25519KeyPair... by) {
        SignedDescriptor signed =
                SignedDescriptor.unsigned(
                        new Descriptor(
                                "our-street",
                                ID,
                                serial,
                                NOW.minus(Duration.ofDays(1)),
                                NOW.plus(Duration.ofDays(9)),
                                2,
                                List.of(
                                        new Operator("anna", anna.publicKey()),
                                        new Operator("ben", ben.publicKey())),
                                nodes,
                                List.of(),
                                null,
                                List.of()));
        for (Ed25519KeyPair key : by) {
            signed = signed.signedBy(key);
        }
        return signed;
    }

    private Optional<List<ServiceNode>> fetch(SignedDescriptor given) throws Exception {
        return new SignedSeeds(
                        given,
                        PATIENCE,
                        new MemoryFiles(memory),
                        new TravellingClock(NOW),
                        new SecureRandom())
                .fetch(Deadline.in(PATIENCE));
    }

    @Test
    void whatOneNodeKnowsAndEnoughOperatorsSignedIsFollowedAndRemembered() throws Exception {
        List<Node> next = List.of(node(1), node(2), node(3), node(4));
        byte[] second = signed(2, next, anna, ben).write();
        Node same = node(request -> new Answer.Full(204, new byte[0]));
        Node newer = node(request -> new Answer.Full(200, second));
        SignedDescriptor first = signed(1, List.of(same, newer), anna, ben);
        assertThat(fetch(first).orElseThrow())
                .extracting(ServiceNode::ed25519)
                .containsExactlyElementsOf(next.stream().map(Node::key).toList());
        NetworkDescriptor started = NetworkDescriptor.parse(first.write());
        assertThat(serial(started.orNewer(memory))).isEqualTo(2);
        assertThat(NetworkDescriptor.isRemembered(memory)).isTrue();
        NetworkDescriptor given = NetworkDescriptor.parse(signed(3, next, anna, ben).write());
        assertThat(given.orNewer(memory)).isEqualTo(given);
    }

    @Test
    void aNodeThatLiesChangesNothing() throws Exception {
        List<Node> theirs = List.of(node(666));
        for (byte[] lie :
                List.of(
                        signed(2, theirs, anna).write(),
                        signed(2, theirs).write(),
                        "{\"service_node_states\": []}".getBytes(StandardCharsets.UTF_8),
                        new byte[0])) {
            Node liar = node(request -> new Answer.Full(200, lie));
            assertThat(fetch(signed(1, List.of(liar), anna, ben))).isEmpty();
            Node honest = node(request -> new Answer.Full(204, new byte[0]));
            assertThat(fetch(signed(1, List.of(liar, honest), anna, ben)).orElseThrow())
                    .extracting(ServiceNode::ed25519)
                    .containsExactly(liar.key(), honest.key());
        }
    }

    @Test
    void thoseWhoDoNotAnswerArePassedOver() throws Exception {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            nodes.add(node(request -> new Answer.Drop()));
        }
        assertThat(fetch(signed(1, nodes, anna, ben))).isEmpty();
        nodes.add(node(request -> new Answer.Full(204, new byte[0])));
        assertThat(fetch(signed(1, nodes, anna, ben)).orElseThrow()).hasSize(7);
    }

    @Test
    void aDescriptorThatTooFewSignedIsNoNetwork() throws Exception {
        List<Node> nodes = List.of(node(1), node(2), node(3), node(4));
        assertThatThrownBy(() -> NetworkDescriptor.parse(signed(1, nodes, anna).write()))
                .isInstanceOf(InvalidDescriptorException.class)
                .hasMessage("1 of its operators signed it, 2 have to. Still missing: ben.");
        NetworkDescriptor street = NetworkDescriptor.parse(signed(1, nodes, anna, ben).write());
        assertThat(street.name()).isEqualTo("our-street");
        assertThat(street.minimumNodes()).isEqualTo(4);
        assertThat(street.distinctSubnets()).isFalse();
        assertThat(Objects.requireNonNull(street.fallback()).entries()).hasSize(4);
    }

    private static long serial(NetworkDescriptor descriptor) {
        return Objects.requireNonNull(descriptor.signed()).content().serial();
    }
}
