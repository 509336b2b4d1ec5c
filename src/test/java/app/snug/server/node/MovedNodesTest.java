/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.descriptor.Node;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SwarmId;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.NodeEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three households with two nodes each, in two swarms, each household with a database of its own.
 * Newer descriptors move nodes from one swarm to the other while clients store, delete and read.
 * {@code -Dsnug.chaos.seconds=120} makes it last longer.
 */
@Timeout(240)
class MovedNodesTest {

    private static final long SEED = 20_261_126;
    private static final int CLIENTS = 6;
    private static final int MOVES = 4;
    private static final List<String> HOUSES = List.of("anna", "ben", "cleo");
    private static final SwarmId ODD = new SwarmId(0);
    private static final SwarmId EVEN = new SwarmId(1L << 63);

    @TempDir private Path directory;
    private Street street;
    private final List<Correspondent> clients = new ArrayList<>();
    private volatile boolean over;

    @BeforeEach
    void found() throws Exception {
        street = new Street(directory);
        for (String house : HOUSES) {
            street.build(house, 2);
            street.add(house);
        }
        List<Node> placed = new ArrayList<>();
        for (Node node : street.nodes) {
            placed.add(in(placed.size() % 2 == 0 ? ODD : EVEN, node));
        }
        street.nodes = placed;
        byte[] first = street.signed(1, street.anna, street.ben);
        for (String house : HOUSES) {
            street.open(house, first);
        }
        while (clients.size() < CLIENTS) {
            var client =
                    new Correspondent(
                            street.client, street.clock, this::swarmOf, SEED + clients.size());
            // As many in each swarm.
            if (map().swarmOf(client.account()).equals(clients.size() % 2 == 0 ? ODD : EVEN)) {
                clients.add(client);
            }
        }
    }

    @AfterEach
    void close() {
        street.close();
    }

    private static Node in(SwarmId swarm, Node node) {
        return new Node(node.key(), node.host(), node.port(), swarm);
    }

    private NetworkMap map() {
        return street.house("anna").host().membership().current();
    }

    private List<NodeEntry> swarmOf(AccountId account) {
        NetworkMap map = map();
        return map.members(map.swarmOf(account));
    }

    /** The next descriptor has this node in the other swarm; one household hears of it first. */
    private void move(int number, long serial, String toldFirst) throws Exception {
        List<Node> nodes = new ArrayList<>(street.nodes);
        Node node = nodes.get(number);
        nodes.set(number, in(node.swarm().equals(ODD) ? EVEN : ODD, node));
        street.nodes = nodes;
        street.replaceDescriptor(toldFirst, street.signed(serial, street.ben, street.cleo));
        await().until(() -> HOUSES.stream().allMatch(house -> street.serial(house) == serial));
    }

    private int tried() {
        return clients.stream().mapToInt(Correspondent::tried).sum();
    }

    private void letMessagesFlow() {
        int before = tried();
        await().until(() -> tried() >= before + 4 * CLIENTS);
    }

    private void run(Correspondent client) {
        while (!over) {
            client.act();
        }
    }

    private void moveToAndFro(Random random) throws Exception {
        long longer = Duration.ofSeconds(Integer.getInteger("snug.chaos.seconds", 0)).toNanos();
        long end = System.nanoTime() + longer;
        int moved = 0;
        for (int i = 0; i < MOVES || System.nanoTime() < end; i++) {
            letMessagesFlow();
            // First one there and back, then others; three nodes never leave their swarms.
            int number = i < 2 ? moved : (moved = random.nextInt(3));
            move(number, i + 2, HOUSES.get(random.nextInt(HOUSES.size())));
            street.clock.advance(Duration.ofSeconds(1 + random.nextInt(5)));
        }
        letMessagesFlow();
    }

    @Test
    void aNodeThatMovesToTheOtherSwarmTakesOverItsMessagesAndLosesNoneOfItsOwn() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            clients.forEach(client -> running.add(threads.submit(() -> run(client))));
            try {
                moveToAndFro(new Random(SEED));
            } finally {
                over = true;
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        assertThat(clients).allMatch(client -> client.acknowledged() > 0);
        await().untilAsserted(() -> {
            street.clock.advance(Duration.ofSeconds(61));
            clients.forEach(Correspondent::check);
        });
    }
}
