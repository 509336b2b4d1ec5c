/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.boot.postgres.ConnectionPool;
import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.messenger.Conversations.Summary;
import app.snug.testing.WeakLine;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** PostgreSQL goes away in every way it can while somebody writes: each message arrives once. */
class DatabaseTroubleTest {

    private static final int SENDS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration TO_ARRIVE = Duration.ofSeconds(90);

    @TempDir Path directory;

    private volatile EmbeddedPostgres postgres;
    private WeakLine line;
    private HikariDataSource pool;
    private TestMessenger messenger;
    private Account ana;
    private Account ben;
    private final TestVaults vaults = new TestVaults();

    @BeforeEach
    void start() throws Exception {
        postgres = startPostgres();
        Flyway.configure()
                .dataSource(postgres.url(), postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        line = new WeakLine(() -> port(postgres));
        pool =
                ConnectionPool.of(
                        "jdbc:postgresql://127.0.0.1:" + line.port() + "/postgres",
                        postgres.user(),
                        postgres.password());
        Clock clock = Clock.systemUTC();
        ScriptedSwarms swarms = new ScriptedSwarms(clock);
        messenger =
                new TestMessenger(pool, vaults, TestMessenger.network(swarms, clock), clock)
                        .started();
        ana = messenger.accounts.create(vaults.newOwner(), "Ana");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
    }

    @AfterEach
    void stop() {
        messenger.close();
        pool.close();
        line.close();
        postgres.close();
    }

    @Test
    void restartedCutOffAndSlowedDuringFiveHundredSendsEachArrivesOnceAndInOrder()
            throws Exception {
        ConversationId toBen = messenger.conversations.start(ana, ben.id()).id();
        List<String> written = new ArrayList<>();
        try (var watched = messenger.changes.subscribe(ben, change -> {})) {
            for (int number = 1; number <= SENDS; number++) {
                String text = "Message " + number;
                written.add(text);
                trouble(number);
                sendUntilTaken(toBen, text);
            }
            line.mend();
            awaitCount("state = 'SENT' and account = " + ana.ref().value());
            awaitCount("state = 'RECEIVED' and account = " + ben.ref().value());
        }
        assertThat(received()).isEqualTo(written);
        assertThat(bodies(ana, toBen)).isEqualTo(written);
        assertThat(
                        messenger
                                .jdbc
                                .sql("select count(*) from outbox where not copy")
                                .query(Long.class)
                                .single())
                .isZero();
    }

    private void awaitCount(String condition) {
        await(condition)
                .atMost(TO_ARRIVE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(DataAccessException.class)
                .untilAsserted(() ->
                        assertThat(
                                        messenger
                                                .jdbc
                                                .sql(
                                                        "select count(*) from message where "
                                                                + condition)
                                                .query(Long.class)
                                                .single())
                                .isGreaterThanOrEqualTo(SENDS));
    }

    private void trouble(int number) throws Exception {
        switch (number) {
            case 40, 240 -> terminateConnections();
            case 80 -> during(Duration.ofMillis(400), line::cut);
            case 140 -> {
                postgres.close();
                postgres = startPostgres();
            }
            case 200 -> line.slow(Duration.ofMillis(4));
            case 220 -> during(Duration.ofMillis(300), line::cut);
            case 260 -> line.mend();
            case 300 -> crash();
            case 360 -> during(Duration.ofSeconds(1), line::silence);
            case 420 -> {
                line.cut();
                postgres.close();
                postgres = startPostgres();
                line.mend();
            }
            default -> {}
        }
    }

    /** In the background, so that somebody writes meanwhile. */
    private void during(Duration time, Runnable trouble) {
        trouble.run();
        var unused =
                CompletableFuture.runAsync(
                        line::mend,
                        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void terminateConnections() throws Exception {
        administer(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
    }

    /** A process of the server dies hard: it throws everybody out and recovers from its log. */
    private void crash() throws Exception {
        long victim = messenger.jdbc.sql("select pg_backend_pid()").query(Long.class).single();
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
    }

    private void administer(String sql) throws Exception {
        try (var connection =
                        DriverManager.getConnection(
                                postgres.url(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As a browser does that heard no answer: the same form again. */
    private void sendUntilTaken(ConversationId conversation, String text) throws Exception {
        SendToken token = SendToken.random();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                messenger.messages.send(ana, conversation, text, token);
                return;
            } catch (DataAccessException | TransactionException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private List<String> received() {
        return messenger
                .conversations
                .with(ben, ana.id())
                .map(Summary::id)
                .map(id -> bodies(ben, id))
                .orElse(List.of());
    }

    private List<String> bodies(Account account, ConversationId conversation) {
        return all(account, conversation).stream().map(Message::body).toList();
    }

    private List<Message> all(Account account, ConversationId conversation) {
        List<Message> all = new ArrayList<>();
        Optional<MessageId> before = Optional.empty();
        while (true) {
            List<Message> page = messenger.messages.page(account, conversation, before, 200);
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(0, page);
            before = Optional.of(page.getFirst().id());
        }
    }

    private EmbeddedPostgres startPostgres() throws Exception {
        return EmbeddedPostgres.start(
                Path.of("target"), directory, EmbeddedPostgres.Settings.DEFAULT);
    }

    private static int port(EmbeddedPostgres postgres) {
        return URI.create(postgres.url().substring("jdbc:".length())).getPort();
    }
}
