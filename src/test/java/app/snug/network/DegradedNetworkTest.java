/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.network.Swarms.Polled;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.LocalNetwork;
import app.snug.server.node.swarm.SwarmPaths;
import app.snug.testing.TestDatabase;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten nodes of which five do not do what they should. */
class DegradedNetworkTest {

    private static final List<Integer> STOPPED = List.of(0, 3, 6);
    private static final int LIAR = 1;
    private static final int LOSER = 2;
    private static final int MESSAGES = 12;
    private static final int ATTEMPTS = 5;

    @TempDir Path directory;
    private final SecureRandom random = new SecureRandom();
    private final TestDatabase database = TestDatabase.fresh();
    private volatile boolean bad;
    private LocalNetwork nodes;
    private SessionNetwork client;

    @BeforeEach
    void connect() throws Exception {
        nodes =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT
                                .onFreePorts()
                                .withFilters(number -> List.of(misbehaviour(number))),
                        directory.resolve("nodes"),
                        database.dataSource(),
                        InstantSource.system(),
                        random);
        client =
                SessionNetwork.openStill(
                        NetworkDescriptor.ofPrivate("local", List.of(nodes.seed())),
                        NetworkSettings.DEFAULT,
                        InstantSource.system(),
                        random,
                        directory.resolve("client"));
        client.tick();
        STOPPED.forEach(nodes::stop);
        bad = true;
    }

    @AfterEach
    void stop() {
        client.close();
        nodes.close();
        database.close();
    }

    private Filter misbehaviour(int number) {
        return (request, response, chain) -> {
            if (bad && number == LIAR) {
                response.getOutputStream().write("{}]garbage".getBytes(StandardCharsets.UTF_8));
            } else if (bad && number == LOSER && isForMembers(request)) {
                request.getInputStream().readAllBytes();
                ((HttpServletResponse) response).setStatus(500);
            } else {
                chain.doFilter(request, response);
            }
        };
    }

    /** What members tell each other, so that all have every message. */
    private static boolean isForMembers(ServletRequest request) {
        String path = ((HttpServletRequest) request).getRequestURI();
        return path.equals(SwarmPaths.COMMAND) || path.equals(SwarmPaths.MESSAGES);
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingDoubled() throws Exception {
        List<Ed25519KeyPair> people = new ArrayList<>();
        Map<AccountId, Set<MessageHash>> acknowledged = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            people.add(Ed25519KeyPair.generate(random));
        }
        for (int i = 0; i < MESSAGES; i++) {
            AccountId to = account(people.get(i % people.size()));
            byte[] data = ("message " + i).getBytes(StandardCharsets.UTF_8);
            acknowledged
                    .computeIfAbsent(to, k -> new HashSet<>())
                    .add(
                            patiently(() ->
                                    client.swarms()
                                            .store(to, Namespace.DEFAULT, data, Duration.ofDays(1))
                                            .hash()));
        }
        for (Ed25519KeyPair person : people) {
            AccountId account = account(person);
            Map<Ed25519PublicKey, MessageHash> cursors = new HashMap<>();
            List<MessageHash> fromOneNode = new ArrayList<>();
            Set<MessageHash> received = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                Polled polled =
                        patiently(() ->
                                client.swarms()
                                        .poll(
                                                account,
                                                person,
                                                List.of(Namespace.DEFAULT),
                                                (node, namespace) ->
                                                        Optional.ofNullable(cursors.get(node))));
                polled.messages()
                        .values()
                        .forEach(list ->
                                list.forEach(message -> {
                                    received.add(message.hash());
                                    cursors.put(polled.node(), message.hash());
                                }));
                fromOneNode.clear();
                polled.messages()
                        .values()
                        .forEach(list -> list.forEach(m -> fromOneNode.add(m.hash())));
                assertThat(fromOneNode).doesNotHaveDuplicates();
            }
            assertThat(received).isEqualTo(acknowledged.get(account));
        }
    }

    @FunctionalInterface
    private interface Request<T> {
        T send() throws NetworkException;
    }

    /** As the messenger does: again, as long as there is hope. */
    private static <T> T patiently(Request<T> request) throws NetworkException {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (NetworkException e) {
                if (!e.isTransient() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static AccountId account(Ed25519KeyPair keys) throws Exception {
        return AccountId.ofUser(keys.publicKey().toX25519());
    }
}
