/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.household.Members.Member;
import app.snug.household.Members.Visitor;
import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Houses as they were at earlier schemas, taken to the newest one and lived in again. A new
 * migration is run over all of them; what its own schema then holds is recorded by {@code ./snug
 * test -Dtest=UpgradeTest -Dsnug.record=true}, which writes the files in {@code
 * src/test/resources/upgrade}.
 */
class UpgradeTest {

    private static final int MESSENGER = 2;
    private static final int NODES = 3;

    static List<Integer> schemas() {
        return Schemas.all();
    }

    /** What a house of an earlier schema lacked makes a difference to living in it. */
    static List<Integer> lived() {
        return List.of(1, NODES, schemas().getLast());
    }

    /** The newest recorded house that is not newer than a schema. */
    private static int recordedFor(int schema) {
        return schemas().stream()
                .filter(s -> s <= schema && Files.exists(Recording.file(s)))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    @Test
    void theNewestSchemaHasARecordedHouseWithSomethingInEveryTable(@TempDir Path scratch)
            throws Exception {
        int newest = schemas().getLast();
        if (Boolean.getBoolean("snug.record")) {
            Recording.make(newest, scratch);
        }
        assertThat(Recording.file(newest))
                .as(
                        "Record a house of schema %d: ./snug test -Dtest=UpgradeTest"
                                + " -Dsnug.record=true; then commit src/test/resources/upgrade",
                        newest)
                .exists();
        try (TestDatabase database = TestDatabase.fresh()) {
            load(database.dataSource(), newest, newest);
            assertThat(Dump.rows(database.dataSource()).entrySet())
                    .as("Recording.live is to leave something in each table")
                    .extracting(Map.Entry::getValue)
                    .doesNotContain(0L);
        }
    }

    @ParameterizedTest(name = "schema {0}")
    @MethodSource("schemas")
    void everyRowIsKeptOnTheWay(int schema) throws Exception {
        try (TestDatabase database = TestDatabase.fresh()) {
            load(database.dataSource(), recordedFor(schema), schema);
            Map<String, Long> before = Dump.rows(database.dataSource());
            Schemas.migrate(database.dataSource(), schemas().getLast());
            assertThat(Dump.rows(database.dataSource())).containsAllEntriesOf(before);
        }
    }

    @ParameterizedTest(name = "schema {0}")
    @MethodSource("lived")
    void aHouseOfAnEarlierSchemaIsLivedInAgain(int schema, @TempDir Path data) throws Exception {
        int recorded = recordedFor(schema);
        try (TestDatabase database = TestDatabase.fresh()) {
            load(database.dataSource(), recorded, schema);
            furnish(recorded, data);
            try (House house = new House(database, data)) {
                assertThat(house.members.all())
                        .extracting(Member::login)
                        .containsExactly(Recording.ANA, Recording.BEN);
                assertThat(house.members.openInvitations()).hasSize(1);
                assertLoginAndSession(house, recorded);
                if (recorded >= MESSENGER) {
                    assertConversations(house);
                }
                if (recorded >= NODES) {
                    assertNothingWaitsAndNothingDoubles(house, database.dataSource());
                }
            }
        }
    }

    private static void load(DataSource database, int recorded, int schema) throws Exception {
        Schemas.clear(database);
        Schemas.migrate(database, recorded);
        Instant made = Instant.parse(Recording.session(recorded).getProperty("recorded"));
        Dump.load(
                database,
                Files.readString(Recording.file(recorded)),
                Duration.between(made, Instant.now()).toMillis());
        Schemas.migrate(database, schema);
    }

    private static void furnish(int recorded, Path data) throws IOException {
        Path kept = Recording.data(recorded);
        try (Stream<Path> files = Files.walk(kept)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = data.resolve(kept.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                // As the house left them; Git does not remember that.
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    private static void assertLoginAndSession(House house, int recorded) throws Exception {
        try (Browser returning = new Browser(house.address())) {
            returning.remember(Recording.session(recorded).getProperty("cookie"));
            // Who has no account yet is led to make one.
            assertThat(returning.page("/household"))
                    .contains(recorded >= MESSENGER ? Recording.BEN : "action=\"/welcome\"")
                    .doesNotContain("action=\"/login\"");
        }
        Member ben =
                house.members.logIn(
                        Recording.BEN,
                        House.secret(House.PASSPHRASE),
                        new Visitor("192.0.2.1", ""));
        assertThat(ben.owner()).isFalse();
    }

    private static void assertConversations(House house) {
        Account ana = house.account(Recording.ANA);
        Account ben = house.account(Recording.BEN);
        assertThat(ana.displayName()).isEqualTo("Ana");
        assertThat(ana.wordsKept()).isTrue();
        assertThat(house.accounts.recoveryWords(ben).split(" ")).hasSize(13);
        Summary toAna = house.conversations.with(ben, ana.id()).orElseThrow();
        assertThat(toAna.name()).contains("Ana");
        assertThat(said(house, ben, toAna)).startsWith(Recording.SAID.toArray(String[]::new));
        Summary toBen = house.conversations.with(ana, ben.id()).orElseThrow();
        assertThat(said(house, ana, toBen))
                .startsWith(Recording.SAID.toArray(String[]::new))
                .endsWith(Recording.WAITING);
        Summary toSelf = house.conversations.with(ana, ana.id()).orElseThrow();
        assertThat(said(house, ana, toSelf)).containsExactly(Recording.NOTE);
    }

    /** The same nodes with the same messages: all comes again, and none of it twice. */
    private static void assertNothingWaitsAndNothingDoubles(House house, DataSource database) {
        Account ana = house.account(Recording.ANA);
        Account ben = house.account(Recording.BEN);
        Summary toAna = house.conversations.with(ben, ana.id()).orElseThrow();
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("delete from seen_hash").update();
        try (var _ = house.changes.subscribe(ben, change -> {})) {
            await().untilAsserted(() ->
                    assertThat(said(house, ben, toAna))
                            .startsWith(Recording.SAID.toArray(String[]::new))
                            .endsWith(Recording.WAITING)
                            .hasSize(Recording.SAID.size() + 1));
            await().untilAsserted(() ->
                    assertThat(
                                    house.messages
                                            .page(
                                                    ana,
                                                    house.conversations
                                                            .with(ana, ben.id())
                                                            .orElseThrow()
                                                            .id(),
                                                    Optional.empty(),
                                                    10)
                                            .getLast()
                                            .state())
                            .isEqualTo(Message.State.SENT));
        }
    }

    private static List<String> said(House house, Account account, Summary in) {
        return house.messages.page(account, in.id(), Optional.empty(), 20).stream()
                .filter(message -> message.kind() == Message.Kind.TEXT)
                .map(Message::body)
                .toList();
    }
}
