/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Ten nodes are switched off and on and cut off while clients store, delete and read. In the end
 * the members of each swarm agree, what was acknowledged is there, and what was deleted is not.
 */
@Timeout(90)
class ChaosTest {

    private static final long SEED = 20_261_125;
    private static final int NODES = 10;
    private static final int CLIENTS = 5;
    private static final int DISTURBANCES = 16;
    private static final int MOST_IN_TROUBLE = 4;
    private static final long LIFE = Duration.ofHours(12).toMillis();

    @TempDir private Path directory;
    private TestNetwork net;

    /** Cut off from everybody, though running. */
    private final Set<Integer> cutOff = ConcurrentHashMap.newKeySet();

    private volatile boolean over;

    @BeforeEach
    void open() throws Exception {
        net =
                new TestNetwork(
                        directory,
                        settings ->
                                settings.withNodes(NODES, 2)
                                        .withFilters(number -> List.of(line(number)))
                                        .withBehaviour(
                                                NodeSettings.DEFAULT.withDeliveries(
                                                        Duration.ofMillis(100))));
    }

    @AfterEach
    void close() {
        net.close();
    }

    private Filter line(int number) {
        return (request, response, chain) -> {
            if (cutOff.contains(number)) {
                ((HttpServletResponse) response).setStatus(502);
            } else {
                chain.doFilter(request, response);
            }
        };
    }

    /** One account, its one client, and what the client knows of its messages. */
    private final class Client {

        private final Member who = Member.random();
        private final Random random;
        private final Set<String> kept = new TreeSet<>();
        private final Set<String> gone = new HashSet<>();
        private volatile int number;
        private int acknowledged;

        Client(long seed) {
            random = new Random(seed);
        }

        void run() {
            while (!over) {
                int dice = random.nextInt(100);
                if (dice < 60) {
                    store();
                } else if (dice < 78) {
                    delete();
                } else if (dice < 81) {
                    deleteAll();
                } else {
                    ask(who.retrieve(Namespace.DEFAULT, net.now()));
                }
            }
        }

        private void store() {
            byte[] data = ByteBuffer.allocate(64).putInt(number).array();
            number = number + 1;
            JsonNode answer = ask(who.store(data, net.now(), LIFE));
            if (answer != null) {
                acknowledged++;
                kept.add(answer.get("hash").stringValue());
            }
        }

        private void delete() {
            if (kept.isEmpty()) {
                return;
            }
            List<String> all = List.copyOf(kept);
            String hash = all.get(random.nextInt(all.size()));
            // Without an answer it may be either way.
            kept.remove(hash);
            Request request =
                    new Request("delete")
                            .of(who)
                            .with("messages", List.of(hash))
                            .signed(who.keys(), "delete" + hash);
            if (ask(request.toString()) != null) {
                gone.add(hash);
            }
        }

        private void deleteAll() {
            long now = net.now();
            Set<String> meant = new TreeSet<>(kept);
            kept.clear();
            Request request =
                    new Request("delete_all")
                            .of(who)
                            .with("timestamp", now)
                            .signed(who.keys(), "delete_all" + now);
            if (ask(request.toString()) != null) {
                gone.addAll(meant);
            }
        }

        /** Of any member; null if it did not do it. */
        private @Nullable JsonNode ask(String request) {
            List<NodeEntry> swarm = net.swarmOf(who.account());
            net.clock.advance(Duration.ofMillis(1));
            try {
                var answer = net.client.rpc(swarm.get(random.nextInt(swarm.size())), request);
                return answer.status() == 200 ? answer.json() : null;
            } catch (UncheckedIOException e) {
                return null;
            }
        }

        private Set<String> read(NodeEntry node) {
            String all = ",\"max_size\":-1";
            var answer = net.client.rpc(node, who.retrieve(Namespace.DEFAULT, net.now(), all));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().get("more").booleanValue()).isFalse();
            return new TreeSet<>(AccountTest.hashes(answer.json().get("messages")));
        }

        /** Whether all members have the same, and the client finds what it expects. */
        void check() {
            List<NodeEntry> swarm = net.swarmOf(who.account());
            Set<String> first = read(swarm.getFirst());
            assertThat(first).as("acknowledged").containsAll(kept);
            if (!gone.isEmpty()) {
                assertThat(first).as("deleted").doesNotContainAnyElementsOf(gone);
            }
            for (NodeEntry node : swarm) {
                Set<String> other = read(node);
                Set<String> lost = new TreeSet<>(first);
                lost.removeAll(other);
                other.removeAll(first);
                assertThat(lost).as("only one member has").isEmpty();
                assertThat(other).as("one member does not have").isEmpty();
            }
        }
    }

    private void disturb(Random random) throws Exception {
        for (int i = 0; i < DISTURBANCES; i++) {
            int number = random.nextInt(NODES);
            long inTrouble = cutOff.size();
            for (int node = 0; node < NODES; node++) {
                inTrouble += net.network.isRunning(node) ? 0 : 1;
            }
            if (!net.network.isRunning(number)) {
                net.network.start(number);
            } else if (cutOff.remove(number)) {
                net.clock.advance(Duration.ofSeconds(2));
            } else if (inTrouble < MOST_IN_TROUBLE) {
                if (random.nextBoolean()) {
                    net.network.stop(number);
                } else {
                    cutOff.add(number);
                }
            }
            net.clock.advance(Duration.ofSeconds(1 + random.nextInt(5)));
            // Let some requests meet the network as it is now.
            int before = answered();
            await().until(() -> answered() >= before + CLIENTS);
        }
    }

    private final List<Client> clients = new ArrayList<>();

    private int answered() {
        return clients.stream().mapToInt(client -> client.number).sum();
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingDeletedReturns() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(SEED + i));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            clients.forEach(client -> running.add(threads.submit(client::run)));
            try {
                disturb(new Random(SEED));
            } finally {
                over = true;
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        cutOff.clear();
        for (int number = 0; number < NODES; number++) {
            if (!net.network.isRunning(number)) {
                net.network.start(number);
            }
        }
        assertThat(clients).allMatch(client -> client.acknowledged > 0);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    net.clock.advance(Duration.ofSeconds(61));
                    clients.forEach(Client::check);
                });
    }
}
