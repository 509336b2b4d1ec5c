/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a member has signed for is on its disk. */
@Timeout(120)
class DurabilityTest {

    private static final int CLIENTS = 6;
    private static final int ENOUGH = 60;

    @TempDir private Path directory;

    private final Member anna = Member.random();
    private final SecureRandom random = new SecureRandom();

    private EmbeddedPostgres startDatabase() throws Exception {
        return EmbeddedPostgres.start(
                Path.of("target"),
                directory.resolve("postgres"),
                EmbeddedPostgres.Settings.DEFAULT);
    }

    private static HikariDataSource connect(EmbeddedPostgres postgres) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.url());
        pool.setUsername(postgres.user());
        pool.setPassword(postgres.password());
        pool.setConnectionTimeout(1_000);
        return pool;
    }

    private LocalNetwork open(HikariDataSource database) throws Exception {
        return LocalNetwork.open(
                LocalNetwork.Settings.DEFAULT.onFreePorts().withNodes(3, 1),
                directory.resolve("network"),
                database,
                InstantSource.system(),
                random);
    }

    /** All its processes, at once, with no chance to write anything. */
    private void kill() throws Exception {
        Path pid = directory.resolve("postgres").resolve(dataDirectory()).resolve("postmaster.pid");
        ProcessHandle postmaster =
                ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
                        .orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get();
        }
    }

    private String dataDirectory() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("postgres"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("data-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> signers(JsonNode answer) {
        return answer.get("swarm").properties().stream()
                .filter(member -> member.getValue().has("signature"))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void whatMembersSignedForIsThereAfterTheirDatabaseWasKilled() throws Exception {
        Map<String, List<String>> signed = new ConcurrentHashMap<>();
        try (EmbeddedPostgres postgres = startDatabase();
                HikariDataSource database = connect(postgres)) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            try (LocalNetwork network = open(database);
                    RawClient client = new RawClient();
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                AtomicInteger number = new AtomicInteger();
                AtomicBoolean killed = new AtomicBoolean();
                for (int i = 0; i < CLIENTS; i++) {
                    NodeEntry node = network.nodes().get(i % 3);
                    threads.execute(() -> {
                        RawClient.Answer answer;
                        do {
                            byte[] data =
                                    ByteBuffer.allocate(1_000)
                                            .putInt(number.incrementAndGet())
                                            .array();
                            long now = System.currentTimeMillis();
                            answer = client.rpc(node, anna.store(data, now, 3_600_000));
                            if (answer.status() == 200) {
                                JsonNode json = answer.json();
                                signed.put(json.get("hash").stringValue(), signers(json));
                            }
                        } while (answer.status() == 200 && !killed.get());
                    });
                }
                await().until(() -> signed.size() >= ENOUGH);
                kill();
                killed.set(true);
            }
        }
        assertThat(signed).hasSizeGreaterThanOrEqualTo(ENOUGH);
        try (EmbeddedPostgres postgres = startDatabase();
                HikariDataSource database = connect(postgres);
                LocalNetwork network = open(database);
                RawClient client = new RawClient()) {
            for (NodeEntry node : network.nodes()) {
                List<String> promised =
                        signed.entrySet().stream()
                                .filter(entry -> entry.getValue().contains(node.ed25519().hex()))
                                .map(Map.Entry::getKey)
                                .toList();
                assertThat(promised).isNotEmpty();
                assertThat(read(client, node)).containsAll(promised);
            }
        }
    }

    private List<String> read(RawClient client, NodeEntry node) {
        String all = ",\"max_size\":-1";
        JsonNode answer =
                client.rpc(node, anna.retrieve(Namespace.DEFAULT, System.currentTimeMillis(), all))
                        .json();
        assertThat(answer.get("more").booleanValue()).isFalse();
        return AccountTest.hashes(answer.get("messages"));
    }
}
