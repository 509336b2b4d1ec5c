/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.network.Network.Connection;
import app.snug.network.ScriptedServer.Answer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client and its nodes that are started at the same time. */
class StartingNodesTest {

    private static final int STARTING = 3;

    @TempDir Path memory;
    private final ScriptedNetwork net = new ScriptedNetwork(10);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() {
        net.close();
    }

    private void seedIsStarting() {
        net.seedAnswer =
                () -> {
                    asked.incrementAndGet();
                    return Answer.Full.of(503, "not ready");
                };
    }

    @Test
    void seedsThatDoNotAnswerAreAskedAgainSoonAndThenLessAndLessOften() throws Exception {
        seedIsStarting();
        try (SessionNetwork client = net.client(memory)) {
            client.tick();
            for (int pause : new int[] {250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000}) {
                int before = asked.get();
                net.clock.travel(Duration.ofMillis(pause - 1));
                client.tick();
                assertThat(asked).as("before %s ms", pause).hasValue(before);
                net.clock.travel(Duration.ofMillis(1));
                client.tick();
                assertThat(asked).as("after %s ms", pause).hasValue(before + 1);
            }
        }
    }

    @Test
    void nodesThatDoNotAnswerAreTriedAgainSoonToo() throws Exception {
        try (SessionNetwork client = net.client(memory)) {
            net.nodes.forEach(
                    node -> node.atSocket = request -> Optional.of(Answer.Full.of(503, "not yet")));
            client.tick();
            assertThat(client.status().connection()).isEqualTo(Connection.OFFLINE);
            net.nodes.forEach(node -> node.atSocket = request -> Optional.empty());
            net.clock.travel(Duration.ofMillis(250));
            client.tick();
            assertThat(client.status().connection()).isEqualTo(Connection.READY);
        }
    }

    @Test
    void aClientIsConnectedSoonAfterItsNodesAreThere() {
        net.seedAnswer =
                () ->
                        asked.incrementAndGet() <= STARTING
                                ? Answer.Full.of(503, "not ready")
                                : Answer.Full.of(200, net.list());
        try (SessionNetwork client =
                SessionNetwork.open(
                        net.descriptor(),
                        ScriptedNetwork.PATIENCE,
                        InstantSource.system(),
                        new SecureRandom(),
                        memory)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.status().connection() == Connection.READY);
        }
        assertThat(asked).hasValue(STARTING + 1);
    }
}
