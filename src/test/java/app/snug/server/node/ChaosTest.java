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
 * Five households with two nodes each, in two swarms, each household with a database of its own.
 * They are stopped, killed and started again, lines are cut and mended, and newer descriptors move
 * nodes from one swarm to the other, while clients store, delete and read. In the end the members
 * of each swarm agree, what was acknowledged is there, and what was deleted is not. {@code
 * -Dsnug.chaos.seconds=120} makes it last longer.
 */
@Timeout(300)
class ChaosTest {

    private static final long SEED = 20_261_126;
    private static final int CLIENTS = 6;
    private static final int DISTURBANCES = 16;
    private static final int MOVE_EVERY = 7;
    private static final int MOST_IN_TROUBLE = 4;
    private static final int NODES_EACH = 2;
    private static final List<String> HOUSES = List.of("anna", "ben", "cleo", "dora", "emil");

    /** The nodes of the first three houses move; the others stay, so that no swarm empties. */
    private static final int MOVING = 6;

    private static final SwarmId ODD = new SwarmId(0);
    private static final SwarmId EVEN = new SwarmId(1L << 63);

    @TempDir private Path directory;
    private Street street;
    private final List<Correspondent> clients = new ArrayList<>();
    private final Random random = new Random(Long.getLong("snug.chaos.seed", SEED));
    private long serial = 1;
    private int lastMoved;
    private volatile boolean over;

    @BeforeEach
    void found() throws Exception {
        street = new Street(directory);
        for (String house : HOUSES) {
            street.build(house, NODES_EACH);
            street.add(house);
        }
        List<Node> placed = new ArrayList<>();
        for (Node node : street.nodes) {
            placed.add(in(placed.size() % 2 == 0 ? ODD : EVEN, node));
        }
        street.nodes = placed;
        byte[] first = street.signed(serial, street.anna, street.ben);
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

    private List<String> running() {
        return HOUSES.stream().filter(street::isRunning).toList();
    }

    /** As a client may see it, which need not be the newest. */
    private volatile NetworkMap seen = NetworkMap.EMPTY;

    private NetworkMap map() {
        if (seen.nodes().isEmpty()) {
            look();
        }
        return seen;
    }

    private void look() {
        seen = street.house(running().getFirst()).host().membership().current();
    }

    private List<NodeEntry> swarmOf(AccountId account) {
        NetworkMap map = map();
        return map.members(map.swarmOf(account));
    }

    private int inTrouble() {
        int count = 0;
        for (String house : HOUSES) {
            for (int number = 0; number < NODES_EACH; number++) {
                count += !street.isRunning(house) || street.isCut(house, number) ? 1 : 0;
            }
        }
        return count;
    }

    private void disturb() throws Exception {
        String house = HOUSES.get(random.nextInt(HOUSES.size()));
        int number = random.nextInt(NODES_EACH);
        if (!street.isRunning(house)) {
            street.start(house);
        } else if (street.isCut(house, number)) {
            street.mend(house, number);
            street.clock.travel(Duration.ofSeconds(2));
        } else if (random.nextInt(3) == 0) {
            moveSome();
        } else if (inTrouble() + NODES_EACH <= MOST_IN_TROUBLE) {
            switch (random.nextInt(4)) {
                case 0 -> street.stop(house);
                case 1 -> street.kill(house);
                default -> street.cut(house, number);
            }
        }
        look();
    }

    /** Half of the time there and back again. */
    private void moveSome() throws Exception {
        lastMoved = random.nextBoolean() ? lastMoved : random.nextInt(MOVING);
        move(lastMoved);
        look();
    }

    /** The next descriptor has this node in the other swarm; one household hears of it first. */
    private void move(int number) throws Exception {
        List<Node> nodes = new ArrayList<>(street.nodes);
        Node node = nodes.get(number);
        nodes.set(number, in(node.swarm().equals(ODD) ? EVEN : ODD, node));
        street.nodes = nodes;
        serial++;
        List<String> running = running();
        String first = running.get(random.nextInt(running.size()));
        street.replaceDescriptor(first, street.signed(serial, street.ben, street.cleo));
        await().until(() -> street.serial(first) == serial);
    }

    private int tried() {
        return clients.stream().mapToInt(Correspondent::tried).sum();
    }

    private void disturbLong() throws Exception {
        long longer = Duration.ofSeconds(Integer.getInteger("snug.chaos.seconds", 0)).toNanos();
        long end = System.nanoTime() + longer;
        for (int i = 0; i < DISTURBANCES || System.nanoTime() < end; i++) {
            if (i % MOVE_EVERY == 0) {
                moveSome();
            } else {
                disturb();
            }
            street.clock.travel(Duration.ofSeconds(1 + random.nextInt(5)));
            // Let some requests meet the network as it is now.
            int before = tried();
            await().until(() -> tried() >= before + CLIENTS);
        }
    }

    private void run(Correspondent client) {
        while (!over) {
            client.act();
        }
    }

    private void makePeace() throws Exception {
        for (String house : HOUSES) {
            for (int number = 0; number < NODES_EACH; number++) {
                street.mend(house, number);
            }
            if (!street.isRunning(house)) {
                street.start(house);
            }
        }
        await().until(() -> HOUSES.stream().allMatch(house -> street.serial(house) == serial));
        look();
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingDeletedReturns() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            clients.forEach(client -> running.add(threads.submit(() -> run(client))));
            try {
                disturbLong();
            } finally {
                over = true;
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        makePeace();
        assertThat(clients).allMatch(client -> client.acknowledged() > 0);
        assertThat(serial).as("nodes were moved").isGreaterThan(2);
        await().untilAsserted(() -> {
            street.clock.travel(Duration.ofSeconds(61));
            clients.forEach(Correspondent::check);
        });
    }
}
