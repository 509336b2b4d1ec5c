/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.Hop;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.OnionRequest;
import app.snug.server.http.RateLimiter;
import app.snug.server.node.membership.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one client may ask, and one node in the name of many. */
class LimitsTest {

    private static final String INFO = "{\"method\":\"info\",\"params\":{}}";
    private static final RateLimiter.Limit THREE = new RateLimiter.Limit(3, 0);

    @TempDir private Path directory;
    private TestNetwork net;

    @BeforeEach
    void open() throws Exception {
        net =
                new TestNetwork(
                        directory,
                        settings ->
                                settings.withNodes(3, 1)
                                        .withBehaviour(
                                                NodeSettings.DEFAULT
                                                        .withLimit(THREE)
                                                        .withNodeLimit(THREE)));
    }

    @AfterEach
    void close() {
        net.close();
    }

    private NodeEntry node(int number) {
        return net.network.nodes().get(number);
    }

    private RawClient.Answer throughAnOnion(NodeEntry guard, NodeEntry to) throws Exception {
        List<Hop> path =
                guard.equals(to) ? List.of() : List.of(new Hop(guard.ed25519(), guard.x25519()));
        try (OnionRequest request =
                OnionRequest.build(
                        path,
                        new Destination.Node(to.ed25519(), to.x25519()),
                        INFO.getBytes(StandardCharsets.UTF_8),
                        LayerCipher.AES_GCM,
                        new SecureRandom())) {
            return net.client.post(guard, "/onion_req/v2", request.body());
        }
    }

    @Test
    void aClientThatAsksTooMuchIsToldAndOthersAreServed() {
        for (int i = 0; i < 3; i++) {
            assertThat(net.client.rpc(node(0), INFO).status()).isEqualTo(200);
        }
        RawClient.Answer refused = net.client.rpc(node(0), INFO);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).isEqualTo("Too Many Requests\n");
        assertThat(net.client.rpc(node(1), INFO).status()).isEqualTo(200);
        try (RawClient other = new RawClient("127.0.0.2")) {
            assertThat(other.rpc(node(0), INFO).status()).isEqualTo(200);
        }
    }

    @Test
    void onionsOfAClientAreNotLimitedSinceManyMayStandBehindOneAddress() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(throughAnOnion(node(0), node(0)).status()).isEqualTo(200);
        }
    }

    @Test
    void aNodeThatPassesOnTooMuchIsToldAndOthersAreServed() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(throughAnOnion(node(1), node(0)).status()).isEqualTo(200);
        }
        RawClient.Answer refused = throughAnOnion(node(1), node(0));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).isEqualTo("Too Many Requests\n");
        assertThat(throughAnOnion(node(2), node(0)).status()).isEqualTo(200);
    }

    @Test
    void clientsThatWantToWaitForNewsTheOldWayAreToldToRenewThemselves() {
        RawClient.Answer answer =
                net.client.send(
                        java.net.http.HttpRequest.newBuilder(
                                        RawClient.uri(node(0), "/storage_rpc/v1"))
                                .header("x-loki-long-poll", "1")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(INFO)));
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.text())
                .isEqualTo("long polling is no longer supported, client upgrade required");
    }
}
