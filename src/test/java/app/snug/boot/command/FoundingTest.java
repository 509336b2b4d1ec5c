/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.NodeHost;
import app.snug.testing.FreePorts;
import app.snug.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three households found a network as docs/network.md tells them, and a fourth joins it. */
class FoundingTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir Path street;
    private final List<AutoCloseable> running = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : running.reversed()) {
            each.close();
        }
    }

    private Person person(String name) {
        return new Person(street.resolve(name), CLOCK);
    }

    /** Makes operator and node keys; gives what the founder is told. */
    private static List<String> prepare(Person person, String name, int nodes) throws Exception {
        List<String> told = new ArrayList<>();
        for (String operator : person.does("network", "key", name).values("operator")) {
            told.addAll(List.of("--operator", operator));
        }
        for (String node : initNode(person, nodes)) {
            told.addAll(List.of("--node", node));
        }
        return told;
    }

    private static List<String> initNode(Person person, int nodes) throws Exception {
        return person.does(
                        "node",
                        "init",
                        "--host",
                        "127.0.0.1",
                        "--listen",
                        "127.0.0.1",
                        "--nodes",
                        Integer.toString(nodes),
                        "--port",
                        Integer.toString(FreePorts.inARow(nodes)))
                .values("node");
    }

    private void run(Person person, Path descriptor) throws Exception {
        person.does("node", "run", descriptor.toString());
        TestDatabase database = TestDatabase.fresh();
        running.add(database);
        NodeHost host =
                NodeHost.open(
                        person.data.resolve("node"),
                        NodeHost.Settings.DEFAULT,
                        database.dataSource(),
                        CLOCK,
                        new SecureRandom());
        running.add(host);
        assertThat(host.standing()).isEqualTo(NodeHost.Standing.READY);
    }

    @Test
    void threeHouseholdsFoundANetworkAndAFourthJoins() throws Exception {
        Person anna = person("anna");
        Person ben = person("ben");
        Person cleo = person("cleo");
        List<String> founding =
                new ArrayList<>(
                        List.of(
                                "network",
                                "create",
                                "our street",
                                "--out",
                                street.resolve("our-street.json").toString()));
        founding.addAll(prepare(anna, "anna", 2));
        founding.addAll(prepare(ben, "ben", 1));
        founding.addAll(prepare(cleo, "cleo", 1));
        Path file = street.resolve("our-street.json");

        assertThat(anna.does(founding.toArray(String[]::new)).out())
                .contains("Not complete yet. 1 of its operators signed it, 2 have to.")
                .contains("4 nodes");
        assertThat(anna.isRefused("node", "run", file.toString()))
                .contains("1 of its operators signed it, 2 have to. Still missing: ben, cleo.");
        assertThat(anna.types("network", "show", file.toString()).code()).isEqualTo(1);
        assertThat(ben.does("network", "sign", file.toString()).out())
                .contains("It is complete. Nodes follow it: ./snug node run " + file);
        anna.does("network", "show", file.toString());
        for (Person person : List.of(anna, ben, cleo)) {
            run(person, file);
        }

        Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
        AccountId account = AccountId.ofUser(keys.publicKey().toX25519());
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        try (SessionNetwork client = client(file)) {
            assertThat(
                            client.swarms()
                                    .store(account, Namespace.DEFAULT, hello, Duration.ofHours(1))
                                    .storedBy())
                    .hasSizeGreaterThanOrEqualTo(2);
        }

        Person dora = person("dora");
        String node = initNode(dora, 1).getFirst();
        Path next = street.resolve("next.json");
        Files.copy(file, next);
        anna.does(
                "network",
                "add",
                next.toString(),
                "--node",
                node,
                "--name",
                "anna=" + account.hex());
        assertThat(anna.isRefused("node", "update", next.toString()))
                .contains("Still missing: ben, cleo.");
        assertThat(cleo.does("network", "sign", next.toString()).out())
                .contains("./snug node update");
        cleo.does("node", "update", next.toString());
        run(dora, next);
        for (Person person : List.of(anna, ben, cleo, dora)) {
            await().untilAsserted(() -> {
                Person.Said status = person.types("node", "status");
                assertThat(status.code()).as(status.out()).isZero();
                assertThat(status.out())
                        .contains("our street, descriptor 2, good until")
                        .doesNotContain("does not answer", "has descriptor 1");
            });
        }
        assertThat(dora.does("node", "status").out()).contains("answers  (here)");
        assertThat(ben.does("network", "show", next.toString(), "--name", "anna").out())
                .contains("name anna: " + account.hex());

        try (SessionNetwork client = client(next)) {
            // One member is asked after another; Dora's may have to fetch it first.
            await().untilAsserted(() ->
                    assertThat(
                                    client.swarms()
                                            .poll(
                                                    account,
                                                    keys,
                                                    List.of(Namespace.DEFAULT),
                                                    (member, namespace) -> Optional.empty())
                                            .messages()
                                            .get(Namespace.DEFAULT))
                            .singleElement()
                            .satisfies(message -> assertThat(message.data()).isEqualTo(hello)));
        }
    }

    private SessionNetwork client(Path descriptor) throws Exception {
        NetworkDescriptor network = NetworkDescriptor.load(descriptor.toString());
        return SessionNetwork.open(
                network,
                NetworkSettings.DEFAULT,
                CLOCK,
                new SecureRandom(),
                street.resolve("client-" + descriptor.getFileName()));
    }
}
