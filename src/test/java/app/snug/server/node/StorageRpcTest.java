/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StorageRpcTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final long HOUR = 3_600_000;

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

    private NodeEntry home() {
        return net.swarmOf(anna.account()).getFirst();
    }

    @Test
    void aMessageIsStoredByEveryMemberOfTheSwarmWhichAllSignForIt() {
        var answer = net.client.rpc(home(), anna.store(HELLO, net.now(), HOUR));
        assertThat(answer.status()).isEqualTo(200);
        String hash = MessageHash.of(anna.account(), Namespace.DEFAULT, HELLO).value();
        assertThat(answer.json().get("hash").stringValue()).isEqualTo(hash);
        JsonNode swarm = answer.json().get("swarm");
        assertThat(swarm.size()).isEqualTo(5);
        for (NodeEntry node : net.swarmOf(anna.account())) {
            JsonNode element = swarm.get(node.ed25519().hex());
            byte[] signature = Base64.getDecoder().decode(element.get("signature").stringValue());
            assertThat(node.ed25519().verify(hash.getBytes(StandardCharsets.US_ASCII), signature))
                    .isTrue();
            var read =
                    net.client
                            .rpc(node, anna.retrieve(Namespace.DEFAULT, net.now()))
                            .json()
                            .get("messages");
            assertThat(read.size()).isEqualTo(1);
            assertThat(Base64.getDecoder().decode(read.get(0).get("data").stringValue()))
                    .isEqualTo(HELLO);
        }
    }

    @Test
    void aNodeOfAnotherSwarmNamesTheRightOne() {
        NodeEntry stranger =
                net.network.nodes().stream()
                        .filter(n -> !net.swarmOf(anna.account()).contains(n))
                        .findFirst()
                        .orElseThrow();
        var answer = net.client.rpc(stranger, anna.store(HELLO, net.now(), HOUR));
        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.json().get("snodes").size()).isEqualTo(5);
        assertThat(answer.json().get("snodes").get(0).get("pubkey_ed25519").stringValue())
                .isEqualTo(home().ed25519().hex());
    }

    @Test
    void readingGoesOnFromTheCursorAndSaysWhetherThereIsMore() {
        for (int i = 0; i < 250; i++) {
            net.client.rpc(home(), anna.store(new byte[] {(byte) i}, net.now(), HOUR));
        }
        String cursor = "";
        int seen = 0;
        boolean more = true;
        while (more) {
            var answer =
                    net.client
                            .rpc(
                                    home(),
                                    anna.retrieve(
                                            Namespace.DEFAULT,
                                            net.now(),
                                            ",\"max_count\":101,\"last_hash\":\"" + cursor + "\""))
                            .json();
            JsonNode messages = answer.get("messages");
            for (JsonNode message : messages) {
                assertThat(Base64.getDecoder().decode(message.get("data").stringValue()))
                        .containsExactly((byte) seen++);
                cursor = message.get("hash").stringValue();
            }
            more = answer.get("more").booleanValue();
            assertThat(messages.size()).isEqualTo(more ? 101 : 48);
        }
        assertThat(seen).isEqualTo(250);
    }
}
