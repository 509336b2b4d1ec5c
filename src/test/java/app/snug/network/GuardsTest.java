/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.network.ScriptedServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The few nodes that see our address stay few. */
class GuardsTest {

    @TempDir Path memory;
    private final ScriptedNetwork net = new ScriptedNetwork(10);

    @AfterEach
    void stop() {
        net.close();
    }

    private static Set<ServiceNode> guards(SessionNetwork client) {
        return client.paths().live().stream()
                .map(app.snug.network.Path::guard)
                .collect(Collectors.toSet());
    }

    @Test
    void theGuardsAreTheSameAfterARestart() throws Exception {
        Set<ServiceNode> before;
        try (SessionNetwork client = net.client(memory)) {
            client.tick();
            before = guards(client);
        }
        assertThat(before).hasSize(Guards.WANTED);
        int tested = net.nodes.stream().mapToInt(n -> n.direct.get()).sum();
        for (int i = 0; i < 3; i++) {
            try (SessionNetwork client = net.client(memory)) {
                client.tick();
                assertThat(guards(client)).isEqualTo(before);
            }
        }
        assertThat(net.nodes.stream().mapToInt(n -> n.direct.get()).sum())
                .as("no other node was contacted")
                .isEqualTo(tested);
    }

    @Test
    void rotationChangesTheHopsBehindTheGuardsAndKeepsTheGuards() throws Exception {
        try (SessionNetwork client = net.client(memory)) {
            client.tick();
            Set<ServiceNode> guards = guards(client);
            List<app.snug.network.Path> before = client.paths().live();
            net.clock.travel(Duration.ofMinutes(9));
            client.tick();
            assertThat(client.paths().live()).isEqualTo(before);
            Set<app.snug.network.Path> drawn = new HashSet<>();
            // Chance may draw the same hops once more, but hardly ten times.
            for (int rotation = 0; rotation < 10; rotation++) {
                net.clock.travel(Duration.ofMinutes(rotation == 0 ? 1 : 10));
                client.tick();
                drawn.addAll(client.paths().live());
                assertThat(guards(client)).isEqualTo(guards);
            }
            assertThat(drawn).hasSizeGreaterThan(before.size());
        }
    }

    @Test
    void aRememberedGuardThatDiedIsReplacedAndTheNewOneRemembered() throws Exception {
        Set<ServiceNode> before;
        try (SessionNetwork client = net.client(memory)) {
            client.tick();
            before = guards(client);
        }
        ServiceNode dead = before.iterator().next();
        net.of(dead).close();
        Set<ServiceNode> after;
        try (SessionNetwork client = net.client(memory)) {
            for (int i = 0; i < 4; i++) {
                net.clock.travel(Duration.ofMinutes(1));
                client.tick();
            }
            after = guards(client);
            assertThat(after).hasSize(Guards.WANTED).doesNotContain(dead);
            assertThat(after).containsAnyElementsOf(before);
        }
        try (SessionNetwork client = net.client(memory)) {
            client.tick();
            assertThat(guards(client)).isEqualTo(after);
        }
    }

    @Test
    void aCandidateThatDoesNotAnswerWellIsNoGuard() throws Exception {
        List<ScriptedNode> bad = net.nodes.subList(0, 6);
        for (int i = 0; i < bad.size(); i++) {
            Answer answer =
                    List.of(
                                    new Answer.Drop(),
                                    new Answer.Silence(),
                                    Answer.Full.of(500, "no"),
                                    Answer.Full.of(200, "{}"),
                                    Answer.Full.of(200, "no json"),
                                    Answer.Full.of(200, "{\"timestamp\":-1}"))
                            .get(i);
            bad.get(i).atSocket =
                    request ->
                            request.path().equals("/storage_rpc/v1")
                                    ? Optional.of(answer)
                                    : Optional.empty();
        }
        try (SessionNetwork client = net.client(memory, ScriptedNetwork.HURRY)) {
            client.tick();
            assertThat(guards(client))
                    .hasSize(Guards.WANTED)
                    .allMatch(g -> !bad.contains(net.of(g)));
        }
    }
}
