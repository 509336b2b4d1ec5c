/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Concatenation;
import app.snug.protocol.storage.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** In the end every member of a swarm has the same, whoever came, went or was away. */
class AgreementTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final long HOUR = 3_600_000;

    @TempDir private Path directory;
    private LooseNetwork net;
    private final Member anna = Member.random();

    @BeforeEach
    void open() throws Exception {
        net = new LooseNetwork(directory, 4);
        net.arrange(0, 0, 0);
        await().until(() -> net.settled() == 3);
    }

    @AfterEach
    void close() {
        net.close();
    }

    private JsonNode done(int number, Object request) {
        var answer = net.client.rpc(net.node(number), request.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String store(int number, String text) {
        return done(
                        number,
                        anna.store(text.getBytes(StandardCharsets.UTF_8), net.clock.millis(), HOUR))
                .get("hash")
                .stringValue();
    }

    private List<String> read(int number, Namespace namespace) {
        JsonNode messages =
                done(number, anna.retrieve(namespace, net.clock.millis())).get("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.get("hash").stringValue())
                .sorted()
                .toList();
    }

    private List<String> read(int number) {
        return read(number, Namespace.DEFAULT);
    }

    private Request delete(String hash) {
        return new Request("delete")
                .of(anna)
                .with("messages", List.of(hash))
                .signed(anna.keys(), "delete" + hash);
    }

    private Request deleteAll() {
        long now = net.clock.millis();
        return new Request("delete_all")
                .of(anna)
                .with("timestamp", now)
                .signed(anna.keys(), "delete_all" + now);
    }

    @Test
    void aDeletionReachesTheMemberThatWasAwayAndTheMessageStaysDeleted() throws Exception {
        String hash = store(0, "secret");
        net.stop(2);
        JsonNode answer = done(0, delete(hash));
        assertThat(answer.get("swarm").get(net.node(2).ed25519().hex()).has("timeout")).isTrue();
        net.start(2);
        await().untilAsserted(() -> assertThat(read(2)).isEmpty());
        for (int number = 0; number < 3; number++) {
            assertThat(read(number)).isEmpty();
        }
    }

    @Test
    void whatIsSentAgainAfterADeletionIsThereForTheMemberThatMissedBoth() throws Exception {
        String hash = store(0, "again");
        net.clock.travel(Duration.ofSeconds(1));
        net.stop(2);
        done(0, delete(hash));
        net.clock.travel(Duration.ofSeconds(1));
        assertThat(store(1, "again")).isEqualTo(hash);
        net.start(2);
        net.clock.travel(Duration.ofMinutes(2));
        // It has what was there before; then that is deleted; then it has what was sent again.
        await().untilAsserted(() -> {
            for (int number = 0; number < 3; number++) {
                assertThat(read(number)).containsExactly(hash);
            }
        });
    }

    @Test
    void aMessageThatOnlyAnAbsentMemberHadDoesNotComeBackAfterEverythingWasDeleted()
            throws Exception {
        net.stop(0);
        net.stop(1);
        store(2, "seen by one");
        net.stop(2);
        net.start(0);
        net.start(1);
        net.clock.travel(Duration.ofSeconds(10));
        done(0, deleteAll());
        net.start(2);
        net.clock.travel(Duration.ofMinutes(2));
        await().untilAsserted(() -> assertThat(read(2)).isEmpty());
        for (int number = 0; number < 3; number++) {
            assertThat(read(number)).isEmpty();
        }
    }

    @Test
    void anExpiryThatAMemberMissedHoldsThereToo() throws Exception {
        String hash = store(0, "short");
        net.clock.travel(Duration.ofSeconds(1));
        net.stop(2);
        long sooner = net.clock.millis() + 60_000;
        done(
                0,
                new Request("expire")
                        .of(anna)
                        .with("messages", List.of(hash))
                        .with("expiry", sooner)
                        .signed(anna.keys(), "expire" + sooner + hash));
        net.start(2);
        long asked = net.clock.millis();
        Request question =
                new Request("get_expiries")
                        .of(anna)
                        .with("messages", List.of(hash))
                        .with("timestamp", asked)
                        .signed(anna.keys(), "get_expiries" + asked + hash);
        await().untilAsserted(() ->
                assertThat(done(2, question).get("expiries").toString())
                        .isEqualTo("{\"%s\":%d}".formatted(hash, sooner)));
    }

    /** One message as members hand it on, with whatever times. */
    private byte[] bundle(String text, long expiry, long storedAt, long changedAt) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(71 + data.length)
                .put(anna.account().bytes())
                .putShort((short) 0)
                .putLong(net.clock.millis())
                .putLong(expiry)
                .putLong(storedAt)
                .putLong(changedAt)
                .putInt(data.length)
                .put(data)
                .array();
    }

    @Test
    void aMemberEndsNoMessageBeforeItsTimeAndKeepsNoneFromItsOwner() throws Exception {
        String hash = store(0, "kept");
        long now = net.clock.millis();
        long never = Long.MAX_VALUE / 2;
        net.handOn(2, 0, bundle("kept", now + 1_000, never, never));
        net.handOn(2, 0, bundle("unknown", now + 1_000, now, never));
        net.handOn(2, 0, bundle("missed", now + 1_000, never, never));
        net.handOn(2, 0, bundle("missed before", now + 1_000, now, never));
        net.handOn(1, 0, bundle("missed", now + HOUR, now - 1, now - 1));
        net.clock.travel(Duration.ofSeconds(2));
        net.sweep();
        assertThat(read(0)).as("told otherwise by another").hasSize(2).contains(hash);
        net.handOn(1, 0, bundle("missed before", now + HOUR, now - 1, now - 1));
        assertThat(read(0)).as("also afterwards").hasSize(3);
        String unknown = store(1, "unknown");
        assertThat(read(0)).as("stored again").hasSize(4).contains(unknown);
        net.clock.travel(Duration.ofSeconds(70));
        done(1, deleteAll());
        assertThat(read(0)).as("its owner deletes it").isEmpty();
    }

    @Test
    void whatIsDeletedIsGoneThoughItWasStoredByAClockThatIsAhead() throws Exception {
        net.setAhead(0, Duration.ofSeconds(2));
        String hash = store(0, "ahead");
        net.clock.travel(Duration.ofSeconds(1));
        done(1, deleteAll());
        for (int number = 0; number < 3; number++) {
            assertThat(read(number)).isEmpty();
        }
        assertThat(store(1, "ahead")).as("and sent again").isEqualTo(hash);
        for (int number = 0; number < 3; number++) {
            assertThat(read(number)).containsExactly(hash);
        }
        net.stop(2);
        done(1, delete(hash));
        net.start(2);
        await().untilAsserted(() -> assertThat(read(2)).isEmpty());
    }

    @Test
    void aRevocationThatAMemberMissedHoldsThereToo() throws Exception {
        Group group = Group.random();
        Group.Token token = group.token(anna.keys(), Group.READ);
        net.stop(2);
        order(group, "revoke_subaccount", token, net.clock.millis());
        net.start(2);
        await().untilAsserted(() -> assertThat(readAt2(group, token)).isEqualTo(401));
    }

    private void order(Group group, String method, Group.Token token, long signedAt) {
        byte[] text =
                Concatenation.of(
                        (method + signedAt).getBytes(StandardCharsets.US_ASCII), token.bytes());
        done(
                0,
                new Request(method)
                        .of(group.account())
                        .with(
                                method.substring(0, method.indexOf('_')),
                                Base64.getEncoder().encodeToString(token.bytes()))
                        .with("timestamp", signedAt)
                        .signed(group.keys(), text));
    }

    @Test
    void ofTwoOrdersAboutASubaccountThatAMemberMissedTheLaterHoldsThereToo() throws Exception {
        Group group = Group.random();
        Group.Token token = group.token(anna.keys(), Group.READ);
        Group.Token other = group.token(Member.random().keys(), Group.READ);
        net.stop(2);
        long now = net.clock.millis();
        order(group, "unrevoke_subaccount", token, now + 40_000);
        net.clock.travel(Duration.ofSeconds(5));
        order(group, "revoke_subaccount", token, now + 5_000);
        net.clock.travel(Duration.ofSeconds(1));
        order(group, "revoke_subaccount", other, now + 6_000);
        net.start(2);
        await().untilAsserted(() -> assertThat(readAt2(group, other)).isEqualTo(401));
        assertThat(readAt2(group, token)).isEqualTo(401);
    }

    private int readAt2(Group group, Group.Token token) {
        long now = net.clock.millis();
        Request read =
                new Request("retrieve")
                        .of(group.account())
                        .with("namespace", 11)
                        .with("timestamp", now)
                        .by(token, "retrieve11" + now);
        return net.client.rpc(net.node(2), read.toString()).status();
    }

    @Test
    void aNewMemberIsGivenEverythingWithItsNamespaceAndNothingThatWasDeleted() {
        String hash = store(0, "kept");
        String gone = store(0, "deleted");
        String contacts =
                done(0, anna.storeSigned(Namespace.CONTACTS, HELLO, net.clock.millis(), HOUR))
                        .get("hash")
                        .stringValue();
        done(0, delete(gone));
        net.arrange(0, 0, 0, 0);
        await().untilAsserted(() -> assertThat(read(3)).containsExactly(hash));
        await().untilAsserted(
                        () -> assertThat(read(3, Namespace.CONTACTS)).containsExactly(contacts));
        assertThat(read(3)).containsExactly(hash);
    }

    @Test
    void aMemberThatLostEverythingAsksForItAndGetsIt() throws Exception {
        String hash = store(0, "kept");
        net.stop(1);
        net.wipe(1);
        net.start(1);
        await().untilAsserted(() -> assertThat(read(1)).containsExactly(hash));
    }

    @Test
    void aMemberKilledInTheMiddleOfAStoreAsksForWhatTheOthersHave() throws Exception {
        String before = store(0, "before");
        String torn = store(1, "torn");
        net.execute(
                """
                DELETE FROM swarm_message WHERE hash = '%s'
                    AND node = (SELECT id FROM swarm_node WHERE ed25519 = '\\x%s')
                """
                        .formatted(torn, net.node(1).ed25519().hex()));
        net.kill(1);
        await().untilAsserted(() -> assertThat(read(1)).containsExactlyInAnyOrder(before, torn));
    }

    @Test
    void messagesMoveWithTheirAccountsWhenSwarmsAreMadeAnew() {
        String hash = store(0, "moving");
        // Swarms 4 and 12 take the place of swarm 0.
        net.arrange(4, 4, 12, 12);
        List<Integer> home =
                net.map().swarmOf(anna.account()).equals(net.node(0).swarm())
                        ? List.of(0, 1)
                        : List.of(2, 3);
        for (int number : home) {
            await().untilAsserted(() -> assertThat(read(number)).containsExactly(hash));
        }
    }
}
