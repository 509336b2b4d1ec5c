/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.Hop;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.NodeReply;
import app.snug.protocol.onion.OnionRequest;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A read may wait for what it reads. */
@Timeout(60)
class HeldRetrieveTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir private static Path directory;
    private static TestNetwork net;

    private final Member anna = Member.random();

    @BeforeAll
    static void open() throws Exception {
        net = new TestNetwork(directory, settings -> settings.withNodes(2, 1));
    }

    @AfterAll
    static void close() {
        net.close();
    }

    private static NodeEntry node(int number) {
        return net.network.nodes().get(number);
    }

    private String reading(Namespace namespace, int wait) {
        return anna.retrieve(namespace, net.now(), ",\"wait\":" + wait);
    }

    private void store() {
        var answer = net.client.rpc(node(1), anna.store(HELLO, net.now(), 60_000));
        assertThat(answer.status()).isEqualTo(200);
    }

    /** How long, in milliseconds, and what came. */
    private record Timed(long millis, JsonNode answer) {}

    private Future<Timed> ask(ExecutorService threads, String request) {
        return threads.submit(() -> {
            long start = System.nanoTime();
            JsonNode answer = net.client.rpc(node(0), request).json();
            return new Timed(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), answer);
        });
    }

    @Test
    void aReadThatWaitsIsAnsweredWhenAMessageComesByAnotherMember() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Timed> read = ask(threads, reading(Namespace.DEFAULT, 20_000));
            store();
            Timed timed = read.get();
            assertThat(timed.answer().get("messages").size()).isEqualTo(1);
            assertThat(timed.millis()).isLessThan(15_000);
        }
    }

    @Test
    void aReadDoesNotWaitForWhatIsThereAlready() throws Exception {
        store();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Timed timed = ask(threads, reading(Namespace.DEFAULT, 20_000)).get();
            assertThat(timed.answer().get("messages").size()).isEqualTo(1);
            assertThat(timed.millis()).isLessThan(15_000);
        }
    }

    @Test
    void aReadIsAnsweredEmptyWhenItsTimeIsOut() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Timed timed = ask(threads, reading(Namespace.DEFAULT, 300)).get();
            assertThat(timed.answer().get("messages").isEmpty()).isTrue();
            assertThat(timed.millis()).isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void aRefusalDoesNotWait() throws Exception {
        String request = anna.retrieve(Namespace.DEFAULT, net.now() - 100_000, ",\"wait\":20000");
        long start = System.nanoTime();
        assertThat(net.client.rpc(node(0), request).status()).isEqualTo(406);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(15));
    }

    @Test
    void readsOfSeveralNamespacesInABatchWaitForTheFirstOfThem() throws Exception {
        String batch =
                "{\"method\":\"batch\",\"params\":{\"requests\":[%s,%s,{\"method\":\"info\",\"params\":{}}]}}"
                        .formatted(
                                reading(Namespace.CONTACTS, 20_000),
                                reading(Namespace.DEFAULT, 20_000));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Timed> read = ask(threads, batch);
            store();
            JsonNode results = read.get().answer().get("results");
            assertThat(results.get(0).get("body").get("messages").isEmpty()).isTrue();
            assertThat(results.get(1).get("body").get("messages").size()).isEqualTo(1);
            assertThat(results.get(2).get("body").has("version")).isTrue();
        }
    }

    @Test
    void noMoreThanEightReadsOfAnAccountAreKeptWaiting() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Timed>> reads = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                reads.add(ask(threads, reading(Namespace.DEFAULT, 20_000)));
            }
            await().until(() -> reads.stream().filter(Future::isDone).count() == 1);
            store();
            for (Future<Timed> read : reads) {
                assertThat(read.get().millis()).isLessThan(20_000);
            }
        }
    }

    @Test
    void aReadMayWaitBehindAnOnionToo() throws Exception {
        NodeEntry home = node(0);
        OnionRequest request =
                OnionRequest.build(
                        List.of(new Hop(node(1).ed25519(), node(1).x25519())),
                        new Destination.Node(home.ed25519(), home.x25519()),
                        reading(Namespace.DEFAULT, 20_000).getBytes(StandardCharsets.UTF_8),
                        LayerCipher.XCHACHA20,
                        new SecureRandom());
        try (request;
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RawClient.Answer> read =
                    threads.submit(() -> net.client.post(node(1), "/onion_req/v2", request.body()));
            store();
            NodeReply reply = request.openNodeReply(read.get().body());
            assertThat(reply.body()).contains("aGVsbG8=");
        }
    }
}
