/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Changes.Subscription;
import app.snug.network.Network;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half of the nodes are no good: three are away, one lies, one signs for messages and throws them
 * away. Real sockets, real onions, real storage.
 */
class BadNodesTest {

    private static final int EACH = 40;
    private static final int NOBODY = -1;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final SecureRandom random = new SecureRandom();
    private volatile int lying = NOBODY;
    private volatile int losing = NOBODY;
    private LocalNetwork local;
    private @TempDir Path directory;
    private SessionNetwork network;
    private TestMessenger messenger;

    @BeforeEach
    void open() throws Exception {
        local =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT
                                .onFreePorts()
                                .withFilters(number -> List.of(behaviour(number))),
                        directory.resolve("nodes"),
                        database.dataSource(),
                        Clock.systemUTC(),
                        random);
        connect("memory");
    }

    private void connect(String memory) {
        network =
                SessionNetwork.open(
                        NetworkDescriptor.ofPrivate("test", List.of(local.seed())),
                        NetworkSettings.DEFAULT,
                        Clock.systemUTC(),
                        random,
                        directory.resolve(memory));
        messenger =
                new TestMessenger(database.dataSource(), vaults, network, Clock.systemUTC())
                        .started();
    }

    private void disconnect() {
        messenger.close();
        network.close();
    }

    @AfterEach
    void close() {
        disconnect();
        local.close();
        database.close();
    }

    @Test
    void withHalfOfTheNodesBadNothingIsLostNothingDoubledAndTheOrderKept() throws Exception {
        Account anna = messenger.accounts.create(vaults.newOwner(), "Anna");
        Account ben = inAnotherSwarm(anna);
        Side annas = new Side(anna, messenger.conversations.start(anna, ben.id()).id());
        Side bens = new Side(ben, messenger.conversations.start(ben, anna.id()).id());
        await().atMost(PATIENCE)
                .until(() -> network.status().connection() == Network.Connection.READY);
        List<Integer> gone = List.of(swarm(anna).get(0), swarm(anna).get(1), swarm(ben).get(0));
        gone.forEach(local::stop);
        lying = swarm(ben).get(1);
        throwAway(swarm(ben).get(2));

        writeAndReceive(annas, bens);
        assertEverythingOnce(annas, bens);

        // All are good again, and everything that any of them keeps is read by one who has seen it.
        lying = NOBODY;
        losing = NOBODY;
        for (int number : gone) {
            local.start(number);
        }
        disconnect();
        messenger.jdbc.sql("delete from swarm_cursor").update();
        connect("anew");
        watching(
                annas,
                bens,
                () -> await().atMost(PATIENCE).untilAsserted(() -> assertThat(unread()).isZero()));
        assertEverythingOnce(annas, bens);
    }

    private void writeAndReceive(Side annas, Side bens) throws Exception {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            watching(
                    annas,
                    bens,
                    () -> {
                        for (Future<Void> done :
                                writers.invokeAll(
                                        List.of(writing(annas, "A"), writing(bens, "B")))) {
                            done.get();
                        }
                        await().atMost(PATIENCE)
                                .untilAsserted(() -> {
                                    assertThat(outbox()).isZero();
                                    assertThat(all(annas)).hasSizeGreaterThanOrEqualTo(2 * EACH);
                                    assertThat(all(bens)).hasSizeGreaterThanOrEqualTo(2 * EACH);
                                });
                    });
        }
    }

    /** As with open pages, so that polling is quick. */
    private void watching(Side one, Side other, Executable work) throws Exception {
        try (Subscription _ = messenger.changes.subscribe(one.account(), change -> {});
                Subscription _ = messenger.changes.subscribe(other.account(), change -> {})) {
            work.run();
        }
    }

    @FunctionalInterface
    private interface Executable {
        void run() throws Exception;
    }

    private void assertEverythingOnce(Side annas, Side bens) {
        for (Side side : List.of(annas, bens)) {
            assertThat(from(annas.account(), side)).containsExactlyElementsOf(texts("A"));
            assertThat(from(bens.account(), side)).containsExactlyElementsOf(texts("B"));
            assertThat(all(side))
                    .extracting(Message::state)
                    .containsOnly(Message.State.SENT, Message.State.RECEIVED);
            assertThat(messenger.conversations.list(side.account(), Optional.empty(), 10))
                    .hasSize(1);
        }
    }

    private record Side(Account account, ConversationId conversation) {}

    private Callable<Void> writing(Side author, String name) {
        return () -> {
            for (String text : texts(name)) {
                messenger.messages.send(author.account(), author.conversation(), text);
            }
            return null;
        };
    }

    private static List<String> texts(String name) {
        return IntStream.rangeClosed(1, EACH).mapToObj(i -> name + i).toList();
    }

    private List<Message> all(Side side) {
        return messenger
                .messages
                .page(side.account(), side.conversation(), Optional.empty(), 200)
                .stream()
                .filter(message -> message.kind() == Message.Kind.TEXT)
                .toList();
    }

    private List<String> from(Account author, Side side) {
        return all(side).stream()
                .filter(message -> message.author().equals(author.id()))
                .map(Message::body)
                .toList();
    }

    private int outbox() {
        return messenger.jdbc.sql("select count(*) from outbox").query(Integer.class).single();
    }

    /** Nodes that keep something newer than was read from them. */
    private int unread() {
        return messenger
                .jdbc
                .sql(
                        """
                        select count(*) from (
                            select distinct on (m.node, m.owner) n.ed25519, m.owner, m.hash
                            from swarm_message m join swarm_node n on n.id = m.node
                            where m.namespace = 0
                            order by m.node, m.owner, m.id desc) newest
                        join account a on a.account_id = newest.owner
                        left join swarm_cursor c
                            on c.account = a.id and c.node = newest.ed25519 and c.namespace = 0
                        where c.hash is distinct from newest.hash
                        """)
                .query(Integer.class)
                .single();
    }

    private Account inAnotherSwarm(Account than) throws Exception {
        Account account;
        do {
            account = messenger.accounts.create(vaults.newOwner(), "Ben");
        } while (swarm(account).equals(swarm(than)));
        return account;
    }

    private List<Integer> swarm(Account account) {
        return IntStream.range(0, local.nodes().size())
                .filter(n -> local.nodes().get(n).swarm().equals(local.map().swarmOf(account.id())))
                .boxed()
                .toList();
    }

    /** From now on the node signs for what it is given and keeps nothing, nor hands it on. */
    private void throwAway(int number) {
        losing = number;
        messenger
                .jdbc
                .sql(
                        """
                        create function throw_away() returns trigger language plpgsql as $$
                        begin
                            delete from swarm_message where node = new.node and hash = new.hash;
                            return null;
                        end $$
                        """)
                .update();
        int node =
                messenger
                        .jdbc
                        .sql("select id from swarm_node where ed25519 = ?")
                        .param(local.nodes().get(number).ed25519().bytes())
                        .query(Integer.class)
                        .single();
        messenger
                .jdbc
                .sql(
                        """
                        create trigger throw_away after insert on swarm_message
                        for each row when (new.node = %d) execute function throw_away()
                        """
                                .formatted(node))
                .update();
    }

    private Filter behaviour(int number) {
        return (request, response, chain) -> {
            if (number == lying) {
                lie((HttpServletResponse) response);
            } else if (isFromLosing((HttpServletRequest) request)) {
                ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_BAD_GATEWAY);
            } else {
                chain.doFilter(request, response);
            }
        };
    }

    private boolean isFromLosing(HttpServletRequest request) {
        return losing != NOBODY
                && local.nodes()
                        .get(losing)
                        .ed25519()
                        .hex()
                        .equals(request.getHeader("X-Snug-Node"));
    }

    private static void lie(HttpServletResponse response) throws IOException {
        RandomGenerator dice = RandomGenerator.getDefault();
        byte[] noise = new byte[dice.nextInt(2000)];
        dice.nextBytes(noise);
        byte[][] lies = {
            noise,
            {},
            "{\"swarm\":{},\"messages\":[]}".getBytes(StandardCharsets.UTF_8),
            "[".repeat(5000).getBytes(StandardCharsets.UTF_8)
        };
        response.setStatus(dice.nextBoolean() ? 200 : 500);
        response.getOutputStream().write(lies[dice.nextInt(lies.length)]);
    }
}
