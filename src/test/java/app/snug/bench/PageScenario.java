/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.OwnerId;
import app.snug.messenger.Query;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.messenger.Vault;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Pages out of a million messages, the newest and ones anywhere back in the past, and searching
 * them.
 */
final class PageScenario implements Scenario {

    private static final int MESSAGES = 1_000_000;
    private static final int CONVERSATIONS = 20;
    private static final int PAGE = 50;
    private static final int WARM_UP = 300;
    private static final int MEASURED = 1000;
    private static final int SEARCHES = 400;
    private static final String SEARCH_NOTE =
            "page: %,d messages of 8 words each, common and rare as in a language; one and two"
                    + " words, beginnings, phrases, days; the first 40 that are meant, opened";
    private static final String NOTE =
            "page: %,d messages in %d conversations on PostgreSQL; %d messages read and opened,"
                    + " from anywhere in a conversation; without drawing the page";

    private final SecureRandom random = new SecureRandom();

    @Override
    public String name() {
        return "page: out of a million messages";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        TestVaults vaults = new TestVaults();
        Clock clock = Clock.systemUTC();
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(
                                Path.of("target"),
                                directory.resolve("postgres"),
                                EmbeddedPostgres.Settings.DEFAULT);
                HikariDataSource database = NetworkProcess.pool(postgres);
                TestMessenger messenger =
                        new TestMessenger(
                                database,
                                vaults,
                                TestMessenger.network(new ScriptedSwarms(clock), clock),
                                clock)) {
            OwnerId owner = vaults.newOwner();
            Account anna = messenger.accounts.create(owner, "Anna");
            List<ConversationId> conversations = new ArrayList<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                Account other = messenger.accounts.create(vaults.newOwner(), "Other " + i);
                conversations.add(messenger.conversations.start(anna, other.id()).id());
            }
            Language language = new Language(anna.ref(), vaults.of(owner));
            // As a restore of the database does, for the index takes long to fill row by row.
            messenger.jdbc.sql("drop index message_words").update();
            fill(database, anna, vaults.of(owner), conversations, language);
            messenger.jdbc.sql("create index message_words on message using gin (words)").update();
            messenger.jdbc.sql("vacuum analyze message").update();
            List<MessageId> places =
                    messenger
                            .jdbc
                            .sql("select id from message tablesample system (1) limit 20000")
                            .query((row, number) -> new MessageId(row.getLong(1)))
                            .list();
            Latencies back = new Latencies();
            Latencies newest = new Latencies();
            for (int i = -WARM_UP; i < MEASURED; i++) {
                MessageId place = places.get(random.nextInt(places.size()));
                ConversationId in =
                        messenger.messages.find(anna, place).orElseThrow().conversation();
                long start = System.nanoTime();
                read(messenger, anna, in, Optional.of(place));
                long middle = System.nanoTime();
                read(messenger, anna, in, Optional.empty());
                if (i >= 0) {
                    back.add(middle - start);
                    newest.add(System.nanoTime() - middle);
                }
            }
            Latencies searched = new Latencies();
            for (int i = -WARM_UP / 3; i < SEARCHES; i++) {
                Query query = Query.of(language.question(i), ZoneOffset.UTC);
                long start = System.nanoTime();
                var unused = messenger.search.messages(anna, query, Optional.empty(), 40);
                if (i >= 0) {
                    searched.add(System.nanoTime() - start);
                }
            }
            String note = NOTE.formatted(MESSAGES, CONVERSATIONS, PAGE);
            return List.of(
                    Figure.of(
                                    "page out of 1,000,000, newest, p95",
                                    newest.percentile(0.95),
                                    "ms",
                                    note)
                            .withBar(Bar.atMost(50)),
                    Figure.of(
                                    "page out of 1,000,000, anywhere, p95",
                                    back.percentile(0.95),
                                    "ms",
                                    note)
                            .withBar(Bar.atMost(50)),
                    Figure.of(
                                    "search over 1,000,000, p95",
                                    searched.percentile(0.95),
                                    "ms",
                                    SEARCH_NOTE.formatted(MESSAGES))
                            .withBar(Bar.atMost(300)));
        }
    }

    private static void read(
            TestMessenger messenger,
            Account account,
            ConversationId in,
            Optional<MessageId> before) {
        List<Message> page = messenger.messages.page(account, in, before, PAGE);
        if (before.isEmpty() && page.size() != PAGE) {
            throw new IllegalStateException("a page of " + page.size());
        }
    }

    /** By COPY, as sealed as if they had been sent; a wrong seal would show when it is read. */
    private void fill(
            HikariDataSource database,
            Account account,
            Vault vault,
            List<ConversationId> all,
            Language language)
            throws Exception {
        try (Connection connection = database.getConnection()) {
            CopyIn copy =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    """
                                    copy message (account, conversation, author, outgoing, sent_at,
                                                  shown_at, state, body, words) from stdin
                                    """);
            // One a minute, for two years.
            long first = System.currentTimeMillis() - MESSAGES * 60_000L;
            HexFormat hex = HexFormat.of();
            for (int i = 0; i < MESSAGES; i++) {
                ConversationId in = all.get(random.nextInt(all.size()));
                long at = first + i * 60_000L;
                String row = "message/" + in.value() + "/" + account.id() + "/" + at + "/body";
                Language.Said said = language.say();
                byte[] body = vault.seal(row, said.text().getBytes(StandardCharsets.UTF_8));
                byte[] line =
                        "%d\t%d\t\\\\x%s\tt\t%d\t%d\tSENT\t\\\\x%s\t%s\n"
                                .formatted(
                                        account.ref().value(),
                                        in.value(),
                                        hex.formatHex(account.id().bytes()),
                                        at,
                                        at,
                                        hex.formatHex(body),
                                        said.words())
                                .getBytes(StandardCharsets.US_ASCII);
                copy.writeToCopy(line, 0, line.length);
            }
            copy.endCopy();
        }
    }
}
