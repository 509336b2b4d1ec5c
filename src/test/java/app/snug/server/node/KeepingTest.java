/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages stay as long as they should, on every member, and no longer. */
class KeepingTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final long HOUR = 3_600_000;

    @TempDir private Path directory;
    private TestNetwork net;
    private final Member anna = Member.random();

    @BeforeEach
    void open() throws Exception {
        net =
                new TestNetwork(
                        directory,
                        settings ->
                                settings.withNodes(6, 2)
                                        .withBehaviour(
                                                NodeSettings.DEFAULT
                                                        .withDeliveries(Duration.ofMillis(50))
                                                        .withHousekeeping(Duration.ofMillis(50))));
    }

    @AfterEach
    void close() {
        net.close();
    }

    private List<NodeEntry> swarm() {
        return net.swarmOf(anna.account());
    }

    private List<String> hashes(NodeEntry node) {
        var answer = net.client.rpc(node, anna.retrieve(Namespace.DEFAULT, net.now()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().get("messages").spliterator(), false)
                .map(message -> message.get("hash").stringValue())
                .toList();
    }

    private String store(NodeEntry node, byte[] data, long ttl) {
        var answer = net.client.rpc(node, anna.store(data, net.now(), ttl));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("hash").stringValue();
    }

    @Test
    void aMessageIsThereUntilItExpiresAndThenItsRowGoesToo() {
        store(swarm().getFirst(), HELLO, 10_000);
        net.clock.travel(Duration.ofMillis(9_999));
        swarm().forEach(node -> assertThat(hashes(node)).hasSize(1));
        net.clock.travel(Duration.ofMillis(1));
        swarm().forEach(node -> assertThat(hashes(node)).isEmpty());
        await().untilAsserted(() -> assertThat(net.count("swarm_message")).isZero());
    }

    @Test
    void aMessageThatExpiredAndIsSentAgainIsNewToReaders() {
        NodeEntry home = swarm().getFirst();
        store(home, HELLO, 10_000);
        String cursor = store(home, "other".getBytes(StandardCharsets.UTF_8), HOUR);
        net.clock.travel(Duration.ofSeconds(11));
        String again = store(home, HELLO, HOUR);
        var read =
                net.client
                        .rpc(
                                home,
                                anna.retrieve(
                                        Namespace.DEFAULT,
                                        net.now(),
                                        ",\"last_hash\":\"" + cursor + "\""))
                        .json()
                        .get("messages");
        assertThat(read.size()).isEqualTo(1);
        assertThat(read.get(0).get("hash").stringValue()).isEqualTo(again);
    }

    @Test
    void aMemberThatWasAwayGetsItsMessagesLaterWithTheirNamespace() throws Exception {
        NodeEntry away = swarm().getLast();
        net.network.stop(net.numberOf(away));
        String hash = store(swarm().getFirst(), HELLO, HOUR);
        var config =
                net.client.rpc(
                        swarm().getFirst(),
                        anna.storeSigned(Namespace.CONTACTS, HELLO, net.now(), HOUR));
        var element = config.json().get("swarm").get(away.ed25519().hex());
        assertThat(element.toString()).isEqualTo("{\"failed\":true,\"timeout\":true}");
        net.network.start(net.numberOf(away));
        net.clock.travel(Duration.ofMinutes(2));
        await().untilAsserted(() -> assertThat(hashes(away)).containsExactly(hash));
        await().untilAsserted(() ->
                assertThat(
                                net.client
                                        .rpc(away, anna.retrieve(Namespace.CONTACTS, net.now()))
                                        .json()
                                        .get("messages")
                                        .size())
                        .isEqualTo(1));
        await().untilAsserted(() -> assertThat(net.count("swarm_delivery")).isZero());
    }

    @Test
    void everyMemberHasEveryMessageWhicheverMemberWasAsked() {
        for (int i = 0; i < 30; i++) {
            store(swarm().get(i % 3), new byte[] {(byte) i}, HOUR);
        }
        for (NodeEntry node : swarm()) {
            assertThat(hashes(node))
                    .hasSize(30)
                    .containsExactlyInAnyOrderElementsOf(hashes(swarm().getFirst()));
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterEverythingWasOffAndOnAgain() throws Exception {
        String hash = store(swarm().getFirst(), HELLO, HOUR);
        net.restart();
        swarm().forEach(node -> assertThat(hashes(node)).containsExactly(hash));
    }

    @Test
    void everyCommitWaitsForTheDiskWhateverTheDatabaseDoesByDefault() throws Exception {
        net.execute(
                """
                CREATE TABLE noted (setting text);
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO noted VALUES (current_setting('synchronous_commit'));
                    RETURN NULL;
                END $$;
                CREATE TRIGGER note AFTER INSERT ON swarm_message
                    FOR EACH ROW EXECUTE FUNCTION note();
                """);
        store(swarm().getFirst(), HELLO, HOUR);
        assertThat(net.count("noted WHERE setting = 'on'")).isEqualTo(3);
        assertThat(net.count("noted")).isEqualTo(3);
    }
}
