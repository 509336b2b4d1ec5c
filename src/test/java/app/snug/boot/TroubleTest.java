/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.SetupCodes;
import app.snug.messenger.Account;
import app.snug.messenger.Accounts;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Messages;
import app.snug.messenger.SendToken;
import app.snug.testing.TestDatabase;
import app.snug.testing.WeakLine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The running program while what it stands on gives way, and afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubleTest {

    private static final String UP = "{\"status\":\"UP\"}";

    private final TestDatabase database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();
    private WeakLine line;
    private ConfigurableApplicationContext snug;
    private String address;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        URI server = URI.create(database.url().substring("jdbc:".length()));
        line = new WeakLine(server::getPort);
        snug =
                new SpringApplicationBuilder(SnugApplication.class)
                        .registerShutdownHook(false)
                        .run(
                                "--snug.data-dir=" + data,
                                "--snug.database-url=jdbc:postgresql://127.0.0.1:"
                                        + line.port()
                                        + server.getPath(),
                                "--snug.database-user=" + database.user(),
                                "--snug.database-password=" + database.password(),
                                "--snug.local.nodes=4",
                                "--snug.local.seed-port=0",
                                "--snug.local.file-port=0",
                                "--snug.local.node-port=0",
                                "--snug.passphrase.mebibytes=1",
                                "--server.port=0");
        address =
                "http://127.0.0.1:"
                        + snug.getEnvironment().getRequiredProperty("local.server.port");
    }

    @AfterAll
    void stop() {
        line.mend();
        snug.close();
        line.close();
        http.close();
        database.close();
    }

    @Test
    void aLostDatabaseIsShownToPeopleAndInHealthAndHealsByItself() throws Exception {
        assertThat(get("/health/house").body()).isEqualTo(UP);
        line.cut();
        soon().untilAsserted(() -> {
            HttpResponse<String> page = get("/login");
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("One moment, please");
            assertThat(page.headers().firstValue("Refresh")).contains("5");
            assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        });
        soon().untilAsserted(() ->
                assertThat(get("/health/house").body())
                        .isEqualTo("{\"status\":\"DATABASE_AWAY\"}"));
        assertThat(get("/health/house").statusCode()).isEqualTo(503);
        assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
        line.mend();
        soon().untilAsserted(() -> {
            assertThat(get("/login").statusCode()).isEqualTo(200);
            assertThat(get("/health/house").body()).isEqualTo(UP);
            assertThat(get("/health/readiness").body()).isEqualTo(UP);
        });
    }

    @Test
    void aFullDiskIsShownLosesNothingAndHealsByItself() throws Exception {
        Account account = account();
        ConversationId self = snug.getBean(Conversations.class).start(account, account.id()).id();
        Messages messages = snug.getBean(Messages.class);
        messages.send(account, self, "Before");
        JdbcClient direct = JdbcClient.create(database.dataSource());
        // As PostgreSQL says it when a file cannot grow.
        direct.sql(
                        """
                        create function no_room() returns trigger language plpgsql as $$
                        begin
                          raise exception 'could not extend file' using errcode = 'disk_full';
                        end $$;
                        create trigger no_room before insert on message
                          for each row execute function no_room();
                        """)
                .update();
        SendToken token = SendToken.random();
        assertThatThrownBy(() -> messages.send(account, self, "While it is full", token))
                .isInstanceOf(DataAccessException.class);
        assertThat(get("/login").body()).contains("disk is full, or nearly");
        assertThat(get("/health/house").body()).isEqualTo("{\"status\":\"DISK_FULL\"}");
        direct.sql("drop trigger no_room on message").update();
        messages.send(account, self, "While it is full", token);
        soon().untilAsserted(() -> assertThat(get("/health/house").body()).isEqualTo(UP));
        assertThat(get("/login").body()).doesNotContain("disk is full");
        assertThat(messages.page(account, self, Optional.empty(), 10))
                .extracting(message -> message.body())
                .containsExactly("Before", "While it is full");
    }

    private Account account() throws Exception {
        try (Secret passphrase = Secret.owning("a warm lamp".getBytes(StandardCharsets.UTF_8))) {
            Members.Member owner =
                    snug.getBean(Members.class).setUp(SetupCodes.in(snug), "ana", passphrase);
            return snug.getBean(Accounts.class).create(owner.id(), "Ana");
        }
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(200));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(address + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
