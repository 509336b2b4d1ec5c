/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten nodes are switched off and on and cut off while clients store, delete and read. In the end
 * the members of each swarm agree, what was acknowledged is there, and what was deleted is not.
 * {@code -Dsnug.chaos.seconds=120} makes it last longer.
 */
@Timeout(240)
class ChaosTest {

    private static final long SEED = 20_261_125;
    private static final int NODES = 10;
    private static final int CLIENTS = 5;
    private static final int DISTURBANCES = 16;
    private static final int MOST_IN_TROUBLE = 4;

    @TempDir private Path directory;
    private TestNetwork net;

    /** Cut off from everybody, though running. */
    private final Set<Integer> cutOff = ConcurrentHashMap.newKeySet();

    private final List<Correspondent> clients = new ArrayList<>();
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

    private void disturb(Random random) throws Exception {
        Duration longer = Duration.ofSeconds(Integer.getInteger("snug.chaos.seconds", 0));
        long end = System.nanoTime() + longer.toNanos();
        for (int i = 0; i < DISTURBANCES || System.nanoTime() < end; i++) {
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

    private int answered() {
        return clients.stream().mapToInt(Correspondent::tried).sum();
    }

    private void run(Correspondent client) {
        while (!over) {
            client.act();
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingDeletedReturns() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Correspondent(net.client, net.clock, net::swarmOf, SEED + i));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            clients.forEach(client -> running.add(threads.submit(() -> run(client))));
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
        assertThat(clients).allMatch(client -> client.acknowledged() > 0);
        await().untilAsserted(() -> {
            net.clock.advance(Duration.ofSeconds(61));
            clients.forEach(Correspondent::check);
        });
    }
}
