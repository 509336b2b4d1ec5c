/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.NetworkException.Reason;
import app.snug.network.ScriptedNode.Said;
import app.snug.network.Swarms.Polled;
import app.snug.network.Swarms.StoreReceipt;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What members of a swarm can answer, and what follows. */
class SwarmRequestsTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Swarms.Cursors FROM_THE_START = (node, namespace) -> Optional.empty();

    @TempDir Path memory;
    private final ScriptedNetwork net = new ScriptedNetwork(10);
    private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
    private AccountId account;
    private MessageHash hash;
    private SessionNetwork client;

    @BeforeEach
    void connect() throws DecryptionException {
        account = AccountId.ofUser(keys.publicKey().toX25519());
        hash = MessageHash.of(account, Namespace.DEFAULT, HELLO);
        client = net.client(memory);
    }

    @AfterEach
    void stop() {
        client.close();
        net.close();
    }

    private StoreReceipt store() throws NetworkException {
        return client.swarms().store(account, Namespace.DEFAULT, HELLO, DAY);
    }

    private Polled poll() throws NetworkException {
        return client.swarms().poll(account, keys, List.of(Namespace.DEFAULT), FROM_THE_START);
    }

    private List<ScriptedNode> swarm() {
        return net.swarmOf(account);
    }

    private List<ScriptedNode> others() {
        return net.nodes.stream().filter(n -> !swarm().contains(n)).toList();
    }

    /** For requests of one method only. */
    private static void answers(
            List<ScriptedNode> nodes, String method, BiFunction<ScriptedNode, String, Said> said) {
        nodes.forEach(n ->
                n.asDestination =
                        request ->
                                request.contains("\"method\":\"" + method + "\"")
                                        ? Optional.of(said.apply(n, request))
                                        : Optional.empty());
    }

    @Test
    void aStoreIsConfirmedByTheWholeSwarmAndPolledFromEachMemberInTurn() throws Exception {
        StoreReceipt receipt = store();
        assertThat(receipt.hash()).isEqualTo(hash);
        assertThat(receipt.storedBy())
                .containsExactlyInAnyOrderElementsOf(
                        swarm().stream().map(ScriptedNode::key).toList());
        assertThat(receipt.swarmSize()).isEqualTo(swarm().size());
        assertThat(receipt.way()).doesNotHaveDuplicates().hasSize(3);
        Set<Ed25519PublicKey> asked = new HashSet<>();
        for (int i = 0; i < swarm().size(); i++) {
            Polled polled = poll();
            asked.add(polled.node());
            assertThat(polled.messages().get(Namespace.DEFAULT))
                    .singleElement()
                    .satisfies(m -> assertThat(m.data()).isEqualTo(HELLO));
        }
        assertThat(asked).hasSize(swarm().size());
    }

    @Test
    void aSignatureOverSomethingElseConfirmsNothing() throws Exception {
        MessageHash other = MessageHash.of(account, Namespace.DEFAULT, new byte[] {1});
        ScriptedNode liar = swarm().getFirst();
        answers(
                List.of(liar),
                "store",
                (node, request) ->
                        new Said(
                                200,
                                ScriptedNetwork.receipt(other, swarm())
                                        .replace(other.value(), hash.value())));
        for (int i = 0; i < 10; i++) {
            assertThat(store().storedBy()).hasSize(swarm().size());
            assertThat(net.kept(swarm().getLast())).isOne();
            net.nodes.forEach(net::lose);
        }
    }

    @Test
    void nodesFromOutsideTheSwarmConfirmNothing() throws Exception {
        answers(
                swarm(),
                "store",
                (node, request) -> new Said(200, ScriptedNetwork.receipt(hash, others())));
        assertThatThrownBy(this::store)
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.SWARM_UNREACHABLE));
    }

    @Test
    void aMemberThatSignsAloneAndThrowsAwayDoesNotLoseTheMessage() throws Exception {
        ScriptedNode loser = swarm().getFirst();
        answers(
                List.of(loser),
                "store",
                (node, request) -> new Said(200, ScriptedNetwork.receipt(hash, List.of(node))));
        for (int i = 0; i < 12; i++) {
            assertThat(store().storedBy()).hasSizeGreaterThan(1);
            assertThat(net.kept(swarm().getLast())).isOne();
            net.nodes.forEach(net::lose);
        }
    }

    @Test
    void aSingleSignatureIsNotEnoughWhileTheSwarmHasOtherMembers() throws Exception {
        ScriptedNode last = swarm().getFirst();
        answers(
                swarm(),
                "store",
                (node, request) ->
                        node == last
                                ? new Said(200, ScriptedNetwork.receipt(hash, List.of(node)))
                                : new Said(500, "storage failure"));
        NetworkSettings usual = ScriptedNetwork.PATIENCE;
        SessionNetwork patient =
                net.client(
                        memory.resolve("other"),
                        new NetworkSettings(
                                usual.requestTimeout(),
                                usual.probeTimeout(),
                                usual.seedTimeout(),
                                usual.operationTimeout(),
                                swarm().size(),
                                usual.rotation(),
                                usual.refresh()));
        try (patient) {
            assertThatThrownBy(() -> patient.swarms().store(account, Namespace.DEFAULT, HELLO, DAY))
                    .isInstanceOfSatisfying(
                            NetworkException.class,
                            e -> {
                                assertThat(e.reason()).isEqualTo(Reason.SWARM_UNREACHABLE);
                                assertThat(e.isTransient()).isTrue();
                            });
        }
    }

    @Test
    void theOnlyMemberOfASwarmIsTakenAtItsWord() throws Exception {
        ScriptedNode only = swarm().getFirst();
        List<ScriptedNode> known = new ArrayList<>(others());
        known.add(only);
        String list = "{\"result\":" + ScriptedNetwork.result(known) + "}";
        net.seedAnswer = () -> ScriptedServer.Answer.Full.of(200, list);
        try (SessionNetwork small = net.client(memory.resolve("small"))) {
            assertThat(small.swarms().store(account, Namespace.DEFAULT, HELLO, DAY).storedBy())
                    .containsExactly(only.key());
        }
    }

    @Test
    void aMemberSetAsideIsAskedLastAndStillCounts() throws Exception {
        ScriptedNode broken = swarm().getFirst();
        store();
        client.onions().failures().setAside(broken.key());
        int before = broken.asked.get();
        for (int i = 0; i < 12; i++) {
            assertThat(store().swarmSize()).isEqualTo(swarm().size());
        }
        assertThat(broken.asked.get()).isEqualTo(before);
        net.clock.travel(SetAside.FIRST);
        for (int i = 0; i < 25; i++) {
            store();
        }
        assertThat(broken.asked.get()).isGreaterThan(before);
    }

    @Test
    void aChangeOfSwarmIsFollowedAtOnceIfOurNodeListAgrees() throws Exception {
        answers(
                net.nodes,
                "get_swarm",
                (node, request) -> new Said(200, ScriptedNetwork.describe(others())));
        answers421(others(), ScriptedNetwork.describe(swarm()));
        assertThat(store().storedBy()).hasSize(swarm().size());
        int before = asked();
        assertThat(store().storedBy()).hasSize(swarm().size());
        assertThat(asked() - before).isOne();
    }

    /** Others also say where the swarm is, wrongly at first. */
    private void answers421(List<ScriptedNode> nodes, String body) {
        nodes.forEach(n -> {
            var before = n.asDestination;
            n.asDestination =
                    request ->
                            request.contains("\"method\":\"store\"")
                                    ? Optional.of(new Said(421, body))
                                    : before.apply(request);
        });
    }

    private int asked() {
        return net.nodes.stream().mapToInt(n -> n.asked.get()).sum();
    }

    @Test
    void aMemberCannotLeadUsToItsFriends() throws Exception {
        List<ScriptedNode> friends = others().subList(0, 2);
        AtomicInteger led = new AtomicInteger();
        answers(
                List.of(swarm().getFirst()),
                "store",
                (node, request) -> {
                    led.incrementAndGet();
                    return new Said(421, ScriptedNetwork.describe(friends));
                });
        // Which member is asked is left to chance.
        for (int i = 0; i < 12 || (led.get() == 0 && i < 500); i++) {
            assertThat(store().storedBy())
                    .containsExactlyInAnyOrderElementsOf(
                            swarm().stream().map(ScriptedNode::key).toList());
        }
        assertThat(led.get()).isPositive();
        assertThat(friends).allMatch(f -> net.kept(f) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"snodes\":[]}", "{\"snodes\":7}", "no json", "{}"})
    void a421ThatNamesNobodyMakesUsAskOthers(String body) throws Exception {
        answers(List.of(swarm().getFirst()), "store", (node, request) -> new Said(421, body));
        for (int i = 0; i < 8; i++) {
            assertThat(store().storedBy()).hasSize(swarm().size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, -120, 120, 86_400})
    void aWrongClockOfOursIsCorrectedAndTheRequestSignedAgain(long seconds) throws Exception {
        net.nodesAhead = Duration.ofSeconds(seconds);
        assertThat(poll().messages()).containsKey(Namespace.DEFAULT);
        assertThat(client.swarms().store(account, Namespace.DEFAULT, HELLO, Duration.ofMinutes(1)))
                .satisfies(r -> assertThat(r.storedBy()).hasSize(swarm().size()));
        assertThat(Duration.between(client.clock().instant(), net.nodeTime()).abs())
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void theClockIsSetRightBeforeAnybodyComplains() throws Exception {
        net.nodesAhead = Duration.ofDays(-1);
        client.tick();
        assertThat(Duration.between(client.clock().instant(), net.nodeTime()).abs())
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void oneNodeAloneCannotMoveOurClock() throws Exception {
        ScriptedNode liar = net.nodes.getFirst();
        answers(
                List.of(liar),
                "info",
                (node, request) -> new Said(200, "{\"timestamp\":4102444800000}"));
        for (int i = 0; i < 6; i++) {
            net.clock.travel(Duration.ofHours(1));
            client.tick();
            assertThat(Duration.between(client.clock().instant(), net.nodeTime()).abs())
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void ourClockSetBackIsNoticed() throws Exception {
        client.tick();
        net.clock.travel(Duration.ofDays(-3));
        net.nodesAhead = Duration.ofDays(3);
        assertThat(poll().messages()).containsKey(Namespace.DEFAULT);
    }

    @Test
    void nodesThatInsistOnAWrongClockAreReportedAsThat() {
        answers(swarm(), "store", (node, request) -> new Said(406, "Timestamp error"));
        assertThatThrownBy(this::store)
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CLOCK));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 418, 200})
    void oneMembersTroubleIsAnotherMembersTurn(int status) throws Exception {
        answers(List.of(swarm().getFirst()), "store", (node, request) -> new Said(status, "oh"));
        for (int i = 0; i < 8; i++) {
            assertThat(store().storedBy()).hasSizeGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void oneMembersRefusalIsNotBelievedButTwoMembersAre(int status) throws Exception {
        answers(List.of(swarm().getFirst()), "store", (node, request) -> new Said(status, "no"));
        for (int i = 0; i < 8; i++) {
            assertThat(store().storedBy()).hasSize(swarm().size());
        }
        answers(swarm(), "store", (node, request) -> new Said(status, "no"));
        assertThatThrownBy(this::store)
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(Reason.REFUSED);
                            assertThat(e.isTransient()).isFalse();
                        });
        assertThat(client.directory().size()).isEqualTo(10);
    }

    @Test
    void aFullSwarmIsCalledFull() {
        answers(
                swarm(),
                "store",
                (node, request) ->
                        new Said(
                                200,
                                "{\"swarm\":{\"%s\":{\"failed\":true,\"query_failure\":1}}}"
                                        .formatted(node.key().hex())));
        assertThatThrownBy(this::store)
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FULL));
    }

    @Test
    void aMessageTooLongNeverLeavesTheHouse() {
        assertThatThrownBy(() ->
                        client.swarms().store(account, Namespace.DEFAULT, new byte[76_801], DAY))
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void messagesThatAreNotWhatTheirHashSaysAreLeftOut() throws Exception {
        store();
        String forged =
                """
                {"results":[{"code":200,"body":{"messages":[
                  {"hash":"%s","timestamp":1,"expiration":2,"data":"AAAA"},
                  {"hash":7,"data":[]}, null, "x",
                  {"hash":"%s","timestamp":-1,"expiration":9223372036854775807,"data":"%s"},
                  {"hash":"%s","timestamp":1,"expiration":2,"data":"%s"}],"more":false}}]}
                """
                        .formatted(
                                hash.value(),
                                hash.value(),
                                Base64.getEncoder().encodeToString(HELLO),
                                hash.value(),
                                Base64.getEncoder().encodeToString(HELLO));
        answers(swarm(), "batch", (node, request) -> new Said(200, forged));
        assertThat(poll().messages().get(Namespace.DEFAULT))
                .singleElement()
                .satisfies(m -> assertThat(m.data()).isEqualTo(HELLO));
        assertThat(client.refusedAnswers()).hasSize(1);
    }

    @Test
    void whileAMemberHasMoreItIsAskedAgain() throws Exception {
        store();
        answers(
                swarm(),
                "batch",
                (node, request) ->
                        new Said(
                                200,
                                net.honestly(node, request)
                                        .body()
                                        .replace("\"more\":false", "\"more\":true")));
        Ed25519PublicKey first = poll().node();
        for (int i = 0; i < 20; i++) {
            assertThat(poll().node()).isEqualTo(first);
        }
        Set<Ed25519PublicKey> asked = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            asked.add(poll().node());
        }
        assertThat(asked).hasSizeGreaterThan(1);
    }

    @Test
    void theSwarmIsRememberedOverARestart() throws Exception {
        store();
        client.close();
        answers(net.nodes, "get_swarm", (node, request) -> new Said(500, "I forgot"));
        client = net.client(memory);
        assertThat(store().storedBy()).hasSize(swarm().size());
        assertThat(net.nodes.stream().mapToInt(n -> n.asked.get()).sum()).isPositive();
    }

    @Test
    void anExtremelyDeepOrLongAnswerIsRefusedAndAnotherMemberAsked() throws Exception {
        answers(
                List.of(swarm().getFirst()),
                "store",
                (node, request) -> new Said(200, "[".repeat(100_000)));
        for (int i = 0; i < 8; i++) {
            assertThat(store().storedBy()).hasSize(swarm().size());
        }
    }
}
