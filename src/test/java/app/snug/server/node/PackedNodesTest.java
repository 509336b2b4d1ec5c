/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.Hop;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.OnionRequest;
import app.snug.protocol.storage.SwarmId;
import app.snug.server.node.membership.NodeEntry;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All nodes in few bytes. */
class PackedNodesTest extends AccountTest {

    private static final Request PACKED = new Request("active_nodes_bin");

    private static List<NodeEntry> nodes() {
        return net().network.nodes();
    }

    @Test
    void activeNodesArePackedIntoBytes() throws Exception {
        RawClient.Answer answer = ask(PACKED);
        assertThat(answer.type()).isEqualTo("application/octet-stream");
        assertThat(answer.body()).hasSize(3 * 51);
        assertThat(unpacked(answer.body())).containsExactlyInAnyOrderElementsOf(expected());
    }

    @Test
    void insideJsonThePackedNodesAreBase64() throws Exception {
        byte[] packed = ask(PACKED).body();
        JsonNode batch =
                done(new Request("batch").with("requests", List.of(PACKED.json(), PACKED.json())))
                        .get("results");
        for (JsonNode result : batch) {
            assertThat(result.get("code").intValue()).isEqualTo(200);
            assertThat(Base64.getDecoder().decode(result.get("body").stringValue()))
                    .isEqualTo(packed);
        }
        OnionRequest request =
                OnionRequest.build(
                        List.of(new Hop(nodes().get(1).ed25519(), nodes().get(1).x25519())),
                        new Destination.Node(node().ed25519(), node().x25519()),
                        PACKED.toString().getBytes(StandardCharsets.UTF_8),
                        LayerCipher.XCHACHA20,
                        new SecureRandom());
        try (request) {
            var answer = net().client.post(nodes().get(1), "/onion_req/v2", request.body());
            assertThat(Base64.getDecoder().decode(request.openNodeReply(answer.body()).body()))
                    .isEqualTo(packed);
        }
    }

    private record Packed(
            Ed25519PublicKey key, SwarmId swarm, String host, int port, int omq, String version) {}

    private static List<Packed> expected() {
        return nodes().stream()
                .map(node ->
                        new Packed(
                                node.ed25519(),
                                node.swarm(),
                                node.host(),
                                node.port(),
                                node.omqPort(),
                                "020800"))
                .toList();
    }

    private static List<Packed> unpacked(byte[] bytes) throws Exception {
        List<Packed> nodes = new ArrayList<>();
        for (ByteBuffer in = ByteBuffer.wrap(bytes); in.hasRemaining(); ) {
            nodes.add(
                    new Packed(
                            Ed25519PublicKey.of(next(in, 32)),
                            new SwarmId(in.getLong()),
                            InetAddress.getByAddress(next(in, 4)).getHostAddress(),
                            in.getShort() & 0xffff,
                            in.getShort() & 0xffff,
                            HexFormat.of().formatHex(next(in, 3))));
        }
        return nodes;
    }

    private static byte[] next(ByteBuffer in, int size) {
        byte[] bytes = new byte[size];
        in.get(bytes);
        return bytes;
    }
}
