/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.network.Network.Connection;
import app.snug.network.NetworkException.Reason;
import app.snug.network.ScriptedServer.Answer;
import app.snug.protocol.attachment.FileAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes on the way can do wrong, and what follows. */
class PathFailuresTest {

    /** Paths are chosen at random: so often, each has been chosen. */
    private static final int OFTEN = 25;

    private static final int LARGEST = 16 << 10;

    @TempDir Path memory;
    private final ScriptedNetwork net = new ScriptedNetwork(10);
    private SessionNetwork client;

    @BeforeEach
    void connect() throws InterruptedException {
        connect(ScriptedNetwork.PATIENCE);
    }

    private void connect(NetworkSettings settings) throws InterruptedException {
        client = net.client(memory, settings);
        client.tick();
        assertThat(client.paths().live()).hasSize(Paths.WANTED);
    }

    @AfterEach
    void stop() {
        client.close();
        net.close();
    }

    private app.snug.network.Path path() {
        return client.paths().live().getFirst();
    }

    /** A node on no path. */
    private ServiceNode destination() {
        return client.directory().nodes().stream()
                .filter(this::isOnNoPath)
                .findFirst()
                .orElseThrow();
    }

    private boolean isOnNoPath(ServiceNode node) {
        return client.paths().live().stream().noneMatch(p -> p.contains(node.ed25519()));
    }

    private Delivery ask(ServiceNode destination) throws NetworkException {
        return client.onions()
                .ask(
                        destination,
                        Info.REQUEST,
                        LARGEST,
                        Deadline.in(ScriptedNetwork.PATIENCE.operationTimeout()));
    }

    private void everyRequestArrives(ServiceNode destination) throws NetworkException {
        for (int i = 0; i < OFTEN; i++) {
            assertThat(ask(destination)).isInstanceOf(Delivery.Answered.class);
        }
    }

    private boolean isTrusted(ServiceNode node) {
        return client.directory().inGoodStanding().contains(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Next node not found: ", "Next node is currently unreachable: "})
    void aHopThatIsNotFoundIsSetAsideAtOnceAndTheRequestTakesAnotherWay(String text)
            throws Exception {
        var path = path();
        ServiceNode destination = destination();
        ServiceNode exit = path.exit();
        net.of(path.middle()).asRelay =
                next ->
                        next.equals(exit.ed25519())
                                ? Optional.of(Answer.Full.of(502, text + next.hex()))
                                : Optional.empty();
        everyRequestArrives(destination);
        assertThat(isTrusted(exit)).isFalse();
        assertThat(client.paths().live()).noneMatch(p -> p.contains(exit.ed25519()));
        assertThat(isTrusted(path.middle())).isTrue();
    }

    @Test
    void aDestinationThatIsNotFoundIsSetAsideAndTheCallerTold() throws Exception {
        ServiceNode destination = destination();
        net.nodes.forEach(n ->
                n.asRelay =
                        next ->
                                next.equals(destination.ed25519())
                                        ? Optional.of(
                                                Answer.Full.of(
                                                        502, "Next node not found: " + next.hex()))
                                        : Optional.empty());
        assertThat(ask(destination)).isInstanceOf(Delivery.Undelivered.class);
        assertThat(isTrusted(destination)).isFalse();
    }

    @Test
    void aRelayCannotHaveANodeSetAsideThatDoesNotLieAhead() throws Exception {
        ServiceNode destination = destination();
        ServiceNode innocent =
                client.directory().nodes().stream()
                        .filter(n -> !n.equals(destination) && isOnNoPath(n))
                        .findFirst()
                        .orElseThrow();
        net.nodes.forEach(n ->
                n.asRelay =
                        next ->
                                next.equals(destination.ed25519())
                                        ? Optional.of(
                                                Answer.Full.of(
                                                        502,
                                                        "Next node not found: "
                                                                + innocent.ed25519().hex()))
                                        : Optional.empty());
        assertThat(ask(destination)).isInstanceOf(Delivery.Undelivered.class);
        assertThat(isTrusted(innocent)).isTrue();
        assertThat(isTrusted(destination)).isTrue();
    }

    @Test
    void aDestinationThatIsNotReadyIsSetAsideTheThirdTime() throws Exception {
        ServiceNode destination = destination();
        net.nodes.forEach(n ->
                n.asRelay =
                        next ->
                                next.equals(destination.ed25519())
                                        ? Optional.of(
                                                Answer.Full.of(
                                                        503, "Snode not ready: " + next.hex()))
                                        : Optional.empty());
        for (int times = 1; times <= Strikes.LIMIT; times++) {
            assertThat(isTrusted(destination)).isTrue();
            assertThat(ask(destination)).isInstanceOf(Delivery.Undelivered.class);
        }
        assertThat(isTrusted(destination)).isFalse();
    }

    @Test
    void aCongestedHopIsAvoidedAndNobodyBlamed() throws Exception {
        List<app.snug.network.Path> before = client.paths().live();
        ServiceNode destination = destination();
        net.of(path().middle()).asRelay =
                next -> Optional.of(Answer.Full.of(503, "Next hop congested"));
        everyRequestArrives(destination);
        assertThat(client.directory().inGoodStanding()).hasSize(10);
        assertThat(client.paths().live()).containsAll(before);
    }

    static Stream<Answer> guardsThatDoNotWork() {
        return Stream.of(
                Answer.Full.of(503, "Server busy, try again later"),
                Answer.Full.of(503, "Service node is not ready: syncing\n"),
                new Answer.Drop(),
                new Answer.Raw("SSH-2.0-not what you think\r\n".getBytes(StandardCharsets.UTF_8)),
                new Answer.Raw(
                        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"
                                .getBytes(StandardCharsets.UTF_8)),
                Answer.Full.of(200, "%%% not base64 %%%"),
                Answer.Full.of(200, "bm90IG91cnM="),
                Answer.Full.of(500, "Invalid response from snode"),
                Answer.Full.of(504, "Request time out"),
                new Answer.Full(200, new byte[1 << 20]));
    }

    @Test
    void aGuardThatIsSilentIsReplacedOnceAnotherAnswers() throws Exception {
        client.close();
        connect(ScriptedNetwork.HURRY);
        aGuardThatDoesNotWorkIsReplacedOnceAnotherAnswers(new Answer.Silence());
    }

    @ParameterizedTest
    @MethodSource("guardsThatDoNotWork")
    void aGuardThatDoesNotWorkIsReplacedOnceAnotherAnswers(Answer answer) throws Exception {
        ServiceNode guard = path().guard();
        ServiceNode destination = destination();
        net.of(guard).atSocket = request -> Optional.of(answer);
        int delivered = 0;
        for (int i = 0; i < OFTEN; i++) {
            net.clock.travel(Duration.ofMinutes(1));
            client.tick();
            if (ask(destination) instanceof Delivery.Answered) {
                delivered++;
            }
        }
        assertThat(client.paths().live()).isNotEmpty().noneMatch(p -> p.guard().equals(guard));
        assertThat(delivered).isGreaterThan(OFTEN - 6);
    }

    @Test
    void aConnectionThatTheGuardClosedInBetweenIsNoFailure() throws Exception {
        List<app.snug.network.Path> before = client.paths().live();
        ServiceNode destination = destination();
        net.nodes.forEach(n ->
                n.lastly =
                        answer ->
                                answer instanceof Answer.Full full
                                        ? new Answer.ThenClose(full)
                                        : answer);
        everyRequestArrives(destination);
        assertThat(client.paths().live()).isEqualTo(before);
    }

    @Test
    void connectionsToAGuardAreKept() throws Exception {
        ServiceNode destination = destination();
        everyRequestArrives(destination);
        int before = net.nodes.stream().mapToInt(ScriptedNode::connections).sum();
        everyRequestArrives(destination);
        assertThat(net.nodes.stream().mapToInt(ScriptedNode::connections).sum()).isEqualTo(before);
    }

    @Test
    void onlyGuardsAndGuardCandidatesEverSeeOurAddress() throws Exception {
        everyRequestArrives(destination());
        var guards = client.paths().live().stream().map(p -> net.of(p.guard())).toList();
        assertThat(net.nodes.stream().filter(n -> n.guarded.get() > 0))
                .containsExactlyInAnyOrderElementsOf(guards);
    }

    @Test
    void aDestinationThatIsSilentOverGoodPathsIsSetAsideAndThePathsStay() throws Exception {
        ServiceNode destination = destination();
        net.nodes.forEach(n ->
                n.asRelay =
                        next ->
                                next.equals(destination.ed25519())
                                        ? Optional.of(Answer.Full.of(504, "Request time out"))
                                        : Optional.empty());
        for (int i = 0; i < Strikes.LIMIT; i++) {
            assertThat(ask(destination)).isInstanceOf(Delivery.Undelivered.class);
        }
        assertThat(isTrusted(destination)).isFalse();
        assertThat(client.directory().inGoodStanding()).hasSize(9);
        assertThat(client.paths().live()).hasSize(Paths.WANTED);
    }

    /** Without being answered, as far as the client can believe. */
    private void download(String host) {
        download(host, Reason.SERVER_UNREACHABLE);
    }

    private void download(String host, Reason reason) {
        assertThatThrownBy(() ->
                        client.files()
                                .download(
                                        FileAddress.parse(
                                                "http://%s/file/17#p=%s"
                                                        .formatted(
                                                                host,
                                                                net.nodes.getFirst().key().hex()))))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** What hops say of themselves and each other, said by whoever is asked outside. */
    static Stream<Function<app.snug.network.Path, Answer>> wordsOfAHostileServer() {
        return Stream.of(
                path -> Answer.Full.of(503, "Server busy, try again later"),
                path -> Answer.Full.of(503, "Service node is not ready: syncing\n"),
                path -> Answer.Full.of(503, "Snode not ready: " + path.guard().ed25519().hex()),
                path -> Answer.Full.of(503, "Snode not ready: " + path.exit().ed25519().hex()),
                path -> Answer.Full.of(502, "Next node not found: " + path.exit().ed25519().hex()));
    }

    @ParameterizedTest
    @MethodSource("wordsOfAHostileServer")
    void whatAServerOutsideSaysHarmsNoNodeOfThePath(Function<app.snug.network.Path, Answer> words) {
        List<app.snug.network.Path> before = client.paths().live();
        before.forEach(path -> net.of(path.exit()).asServer = () -> words.apply(path));
        for (int i = 0; i < 2 * Strikes.LIMIT; i++) {
            download("files%d.example".formatted(i));
        }
        assertThat(client.paths().live()).containsAll(before);
        assertThat(client.directory().inGoodStanding()).hasSize(10);
    }

    @Test
    void thatARequestDoesNotFitIsBelievedOfTwoPaths() {
        net.of(path().exit()).asServer = () -> Answer.Full.of(413, "Request body too large");
        download("files.example");
        net.nodes.forEach(n -> n.asServer = () -> Answer.Full.of(413, "Request body too large"));
        download("files.example", Reason.TOO_LARGE);
    }

    @Test
    void aServerOutsideThatDoesNotAnswerTakesNoPathOutOfUse() throws Exception {
        List<app.snug.network.Path> before = client.paths().live();
        AtomicInteger tests = new AtomicInteger();
        AtomicBoolean missing = new AtomicBoolean();
        net.nodes.forEach(n ->
                n.asDestination =
                        request -> {
                            tests.incrementAndGet();
                            if (!client.paths().live().containsAll(before)) {
                                missing.set(true);
                            }
                            return Optional.empty();
                        });
        for (int i = 0; i < 4; i++) {
            download("files%d.example".formatted(i));
        }
        assertThat(tests).as("the paths were tested").hasPositiveValue();
        assertThat(missing).as("a path was out of use meanwhile").isFalse();
        assertThat(client.paths().live()).containsAll(before);
        assertThat(client.directory().inGoodStanding()).hasSize(10);
    }

    @Test
    void aPathThatLosesWhatIsForAServerAndATestTooIsGivenUp() throws Exception {
        var bad = path();
        net.of(bad.middle()).asRelay = next -> Optional.of(Answer.Full.of(504, "Lost"));
        download("files.example");
        assertThat(client.paths().live()).doesNotContain(bad).isNotEmpty();
    }

    @Test
    void aRelayThatLosesEverythingIsFoundOutAndSetAside() throws Exception {
        ServiceNode bad = path().middle();
        net.of(bad).asRelay = next -> Optional.of(Answer.Full.of(504, "Request time out"));
        for (int i = 0; i < 60 && isTrusted(bad); i++) {
            net.clock.travel(Duration.ofMinutes(10));
            client.tick();
            ask(destination());
        }
        assertThat(isTrusted(bad)).isFalse();
        everyRequestArrives(destination());
    }

    @Test
    void oneHopsRefusalIsNotBelievedButTwoPathsAre() throws Exception {
        ServiceNode destination = destination();
        net.of(path().guard()).atSocket =
                request ->
                        Optional.of(
                                Answer.Full.of(400, "Error parsing onion request: no such thing"));
        everyRequestArrives(destination);
        net.nodes.forEach(n -> n.lastly = answer -> Answer.Full.of(413, "Request body too large"));
        assertThatThrownBy(() -> ask(destination))
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
    }

    @Test
    void withoutAnyGuardWeAreOfflineAndLoseNoNode() throws Exception {
        ServiceNode destination = destination();
        net.nodes.forEach(n -> n.atSocket = request -> Optional.of(new Answer.Drop()));
        net.seedAnswer = Answer.Drop::new;
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < OFTEN; i++) {
                                ask(destination);
                            }
                        })
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_PATH));
        assertThat(client.status().connection()).isEqualTo(Connection.OFFLINE);
        assertThat(client.directory().inGoodStanding()).hasSize(10);

        net.nodes.forEach(n -> n.atSocket = request -> Optional.empty());
        everyRequestArrives(destination);
        assertThat(client.status().connection()).isEqualTo(Connection.READY);
    }

    @Test
    void anInterruptEndsARequestAndIsNotForgotten() throws Exception {
        ServiceNode destination = destination();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ask(destination)).isInstanceOf(NetworkException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(client.directory().inGoodStanding()).hasSize(10);
    }
}
