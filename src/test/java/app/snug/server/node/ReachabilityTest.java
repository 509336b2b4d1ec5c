/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes test whether the others answer. */
class ReachabilityTest {

    private static final String UNREACHABLE = "snug_node_unreachable_nodes";

    @TempDir private Path directory;
    private LooseNetwork net;

    @BeforeEach
    void open() throws Exception {
        net = new LooseNetwork(directory, 3);
        net.arrange(0, 0, -1);
    }

    @AfterEach
    void close() {
        net.close();
    }

    private void awaitUnreachable(int seenBy, int count) {
        await().untilAsserted(() -> {
            net.clock.travel(Duration.ofSeconds(20));
            assertThat(net.metric(seenBy, UNREACHABLE)).isEqualTo(Integer.toString(count));
        });
    }

    @Test
    void aNodeProvesItselfByItsKey() {
        var answer = net.client.post(net.node(0), "/ping_test/v1", new byte[0]);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("X-Oxen-Snode-Pubkey"))
                .isEqualTo(Base64.getEncoder().encodeToString(net.node(0).legacy().bytes()));
        assertThat(net.client.get(net.node(0), "/ping_test/v1").status()).isEqualTo(404);
    }

    @Test
    void aNodeThatIsOffIsNoticedByAllAndItsReturnToo() throws Exception {
        net.stop(1);
        awaitUnreachable(0, 1);
        awaitUnreachable(2, 1);
        net.start(1);
        awaitUnreachable(0, 0);
        awaitUnreachable(2, 0);
    }

    @Test
    void aNodeWithoutASwarmIsTestedToo() {
        net.stop(2);
        awaitUnreachable(0, 1);
    }

    @Test
    void anotherNodeAtItsPlaceDoesNotPassForIt() {
        // From now on the map has node 1 where node 0 listens.
        net.exchangePorts(0, 1);
        awaitUnreachable(2, 2);
    }
}
