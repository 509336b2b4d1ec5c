/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.Swarms.Polled;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of ours keep a poll until a message comes, through three hops too. */
class HeldPollTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final Swarms.Cursors FROM_THE_START = (node, namespace) -> Optional.empty();

    private final SecureRandom random = new SecureRandom();
    private final Ed25519KeyPair keys = Ed25519KeyPair.generate(random);
    private final TestDatabase database = TestDatabase.fresh();
    private @TempDir Path directory;
    private LocalNetwork nodes;
    private SessionNetwork client;
    private AccountId account;

    @BeforeEach
    void connect() throws Exception {
        account = AccountId.ofUser(keys.publicKey().toX25519());
        nodes =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT.onFreePorts().withNodes(5, 1),
                        directory.resolve("nodes"),
                        database.dataSource(),
                        InstantSource.system(),
                        random);
        client =
                SessionNetwork.openStill(
                        NetworkDescriptor.ofPrivate("local", List.of(nodes.seed())),
                        // Shorter than the wait: being kept is no failure.
                        NetworkSettings.DEFAULT.withTimeouts(
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(60)),
                        InstantSource.system(),
                        random,
                        directory.resolve("client"));
        client.tick();
    }

    @AfterEach
    void stop() {
        client.close();
        nodes.close();
        database.close();
    }

    private Polled poll(Duration wait) throws NetworkException {
        return client.swarms()
                .poll(account, keys, List.of(Namespace.DEFAULT), FROM_THE_START, wait);
    }

    @Test
    void aPollThatIsKeptIsAnsweredByTheMessage() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            Future<Polled> kept = threads.submit(() -> poll(Swarms.LONGEST_WAIT));
            client.swarms().store(account, Namespace.DEFAULT, HELLO, Duration.ofDays(1));
            assertThat(kept.get().messages().get(Namespace.DEFAULT))
                    .singleElement()
                    .satisfies(m -> assertThat(m.data()).isEqualTo(HELLO));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Swarms.LONGEST_WAIT);
        }
    }

    @Test
    void aPollKeptLongerThanARequestMayTakeIsNoFailure() throws Exception {
        long began = System.nanoTime();
        Polled polled = poll(Duration.ofSeconds(4));
        assertThat(polled.messages().get(Namespace.DEFAULT)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(client.directory().inGoodStanding()).hasSize(5);
    }

    @Test
    void whatIsThereAlreadyComesAtOnce() throws Exception {
        client.swarms().store(account, Namespace.DEFAULT, HELLO, Duration.ofDays(1));
        assertThat(poll(Swarms.LONGEST_WAIT).messages().get(Namespace.DEFAULT)).hasSize(1);
    }
}
