/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.storage.Namespace;
import app.snug.server.http.HttpServer;
import app.snug.server.node.storage.Quota;
import app.snug.server.node.swarm.PeerRoute;
import app.snug.server.node.swarm.StatusReply;
import app.snug.server.node.swarm.SwarmPaths;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node that has no room says so, keeps what it has, and takes more as soon as it can. */
class QuotaTest {

    private static final long HOUR = 3_600_000;
    private static final String DISK_FULL =
            """
            CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.node = (SELECT id FROM swarm_node WHERE ed25519 = '\\x%s') THEN
                    RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON swarm_message
                FOR EACH ROW EXECUTE FUNCTION no_room();
            """;

    @TempDir private Path directory;
    private LooseNetwork net;
    private final Member anna = Member.random();
    private final Member ben = Member.random();

    @BeforeEach
    void open() throws Exception {
        open(settings -> settings.withQuota(new Quota(3, 5_000, 12_000)));
    }

    private void open(UnaryOperator<NodeSettings> settings) throws Exception {
        net = new LooseNetwork(directory, 2, settings);
        net.arrange(0);
        await().until(() -> net.settled() == 1);
    }

    @AfterEach
    void close() {
        net.close();
    }

    private RawClient.Answer store(Member whose, int size, int number) {
        byte[] data = new byte[size];
        data[0] = (byte) number;
        return net.client.rpc(net.node(0), whose.store(data, net.clock.millis(), HOUR));
    }

    private RawClient.Answer storeConfig(int number) {
        byte[] data = {(byte) number};
        return net.client.rpc(
                net.node(0), anna.storeSigned(Namespace.CONTACTS, data, net.clock.millis(), HOUR));
    }

    private List<String> read(int node, Member whose) {
        JsonNode messages =
                net.client
                        .rpc(net.node(node), whose.retrieve(Namespace.DEFAULT, net.clock.millis()))
                        .json()
                        .get("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.get("hash").stringValue())
                .toList();
    }

    private void assertFull(RawClient.Answer answer, String reason) {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("swarm").get(net.node(0).ed25519().hex()).toString())
                .isEqualTo(
                        "{\"failed\":true,\"query_failure\":true,\"reason\":\"" + reason + "\"}");
    }

    private void delete(Member whose, String hash) {
        var answer =
                net.client.rpc(
                        net.node(0),
                        new Request("delete")
                                .of(whose)
                                .with("messages", List.of(hash))
                                .signed(whose.keys(), "delete" + hash)
                                .toString());
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anInboxTakesSoManyMessagesAndAfterADeletionOneMore() {
        for (int i = 0; i < 3; i++) {
            assertThat(store(anna, 10, i).status()).isEqualTo(200);
        }
        assertFull(store(anna, 10, 4), "account is full");
        assertThat(store(anna, 10, 2).status()).as("what is there is there").isEqualTo(200);
        assertThat(store(ben, 10, 4).status()).isEqualTo(200);
        assertThat(read(0, anna)).hasSize(3);
        delete(anna, read(0, anna).getFirst());
        assertThat(store(anna, 10, 4).status()).isEqualTo(200);
    }

    @Test
    void strangersWhoFillAnInboxLeaveTheAccountRoomForItsOwn() {
        for (int i = 0; i < 3; i++) {
            store(anna, 10, i);
        }
        assertFull(store(anna, 10, 4), "account is full");
        for (int i = 0; i < 3; i++) {
            assertThat(storeConfig(i).status()).isEqualTo(200);
        }
        assertFull(storeConfig(4), "account is full");
    }

    @Test
    void anAccountTakesSoManyBytesAndWhatExpiresMakesRoom() {
        assertThat(store(anna, 3_000, 1).status()).isEqualTo(200);
        assertFull(store(anna, 3_000, 2), "account is full");
        assertThat(store(anna, 2_000, 2).status()).isEqualTo(200);
        net.clock.travel(Duration.ofMillis(HOUR));
        net.sweep();
        assertThat(store(anna, 3_000, 2).status()).isEqualTo(200);
    }

    @Test
    void aNodeTakesSoManyBytesOfAllTogether() {
        for (int i = 0; i < 4; i++) {
            assertThat(store(Member.random(), 3_000, 1).status()).isEqualTo(200);
        }
        assertFull(store(ben, 1, 1), "node is full");
        assertThat(net.metric(0, "snug_node_kept_bytes")).isEqualTo("12000");
        net.clock.travel(Duration.ofMillis(HOUR));
        net.sweep();
        assertThat(net.metric(0, "snug_node_kept_bytes")).isEqualTo("0");
        assertThat(store(ben, 1, 1).status()).isEqualTo(200);
    }

    @Test
    void whatIsKeptIsCountedAgainAfterARestart() throws Exception {
        for (int i = 0; i < 3; i++) {
            store(anna, 10, i);
        }
        net.stop(0);
        net.forgetCounts();
        net.start(0);
        assertFull(store(anna, 10, 4), "account is full");
    }

    @Test
    void aNodeWhoseDiskIsFullSaysSoAndReadsOnAndCatchesUpWhenThereIsRoom() throws Exception {
        net.close();
        open(settings -> settings);
        net.arrange(0, 0);
        await().until(() -> net.settled() == 2);
        String before = store(anna, 10, 1).json().get("hash").stringValue();
        net.execute(DISK_FULL.formatted(net.node(0).ed25519().hex()));
        RawClient.Answer answer = store(anna, 10, 2);
        assertThat(answer.status()).as("the other member has it").isEqualTo(200);
        assertThat(answer.json().get("swarm").get(net.node(0).ed25519().hex()).toString())
                .isEqualTo("{\"failed\":true,\"query_failure\":true,\"reason\":\"node is full\"}");
        String missed = answer.json().get("hash").stringValue();
        assertThat(read(0, anna)).containsExactly(before);
        assertThat(read(1, anna)).containsExactly(before, missed);
        net.execute("DROP TRIGGER no_room ON swarm_message");
        await().untilAsserted(() -> {
            net.clock.travel(Duration.ofSeconds(30));
            assertThat(read(0, anna)).containsExactlyInAnyOrder(before, missed);
        });
    }

    @Test
    void aNodeWithoutRoomAsksTheOthersForEverythingMoreAndMoreRarely() throws Exception {
        net.close();
        open(settings -> settings);
        net.arrange(0, 0);
        await().until(() -> net.settled() == 2);
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger visits = new AtomicInteger();
        PeerRoute.Handler hello =
                (sender, greeting, room) -> {
                    asked.addAndGet(greeting[0]);
                    return new StatusReply(200, new byte[0]).encode();
                };
        PeerRoute.Handler elsewhere =
                (sender, request, room) -> {
                    visits.incrementAndGet();
                    return new StatusReply(421, new byte[0]).encode();
                };
        try (HttpServer _ =
                net.script(1, Map.of(SwarmPaths.HELLO, hello, SwarmPaths.COMMAND, elsewhere))) {
            delete(anna, "b".repeat(43));
            net.execute(DISK_FULL.formatted(net.node(0).ed25519().hex()));
            for (int minute = 0; minute < 16; minute++) {
                assertFull(store(anna, 10, minute), "node is full");
                int before = visits.get();
                net.clock.travel(Duration.ofSeconds(61));
                // The deletion is brought to the other one in every round that it is due.
                await().until(() -> visits.get() > before);
            }
            assertThat(asked.get()).isBetween(1, 5);
        }
    }
}
