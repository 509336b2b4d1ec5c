/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class NamesTest {

    @TempDir private Path directory;

    private static JsonNode resolve(TestNetwork net, int node, String hash) {
        Request request =
                new Request("oxend_request")
                        .with("endpoint", "ons_resolve")
                        .with("params", Map.of("type", 0, "name_hash", hash));
        return net.client
                .rpc(net.network.nodes().get(node), request.toString())
                .json()
                .get("result");
    }

    @Test
    void everyNodeGivesTheSameAnswerWhichOnlyTheNameOpens() throws Exception {
        Member anna = Member.random();
        try (TestNetwork net =
                new TestNetwork(
                        directory,
                        settings ->
                                settings.withNodes(2, 1)
                                        .withBehaviour(
                                                NodeSettings.DEFAULT.withNames(
                                                        Map.of("Anna", anna.account()))))) {
            byte[] name = "anna".getBytes(StandardCharsets.UTF_8);
            byte[] hash = Blake2b.hash(32, name);
            JsonNode answer = resolve(net, 0, Base64.getEncoder().encodeToString(hash));
            assertThat(resolve(net, 1, HexFormat.of().formatHex(hash))).isEqualTo(answer);
            try (Secret key = Secret.owning(Blake2b.keyed(32, hash, name))) {
                byte[] account =
                        XChaCha20Poly1305.decrypt(
                                key,
                                HexFormat.of().parseHex(answer.get("nonce").stringValue()),
                                HexFormat.of()
                                        .parseHex(answer.get("encrypted_value").stringValue()),
                                new byte[0]);
                assertThat(account).isEqualTo(anna.account().bytes());
            }
            byte[] other = Blake2b.hash(32, "ben".getBytes(StandardCharsets.UTF_8));
            assertThat(resolve(net, 0, Base64.getEncoder().encodeToString(other)).toString())
                    .isEqualTo("{}");
        }
    }
}
