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
import app.snug.protocol.message.MessageName;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Pages out of a million messages of one account, the newest and ones anywhere back in the past;
 * jumps to a day; and searching them. {@code SNUG_BENCH_MESSAGES} makes it smaller, to try it.
 */
final class PageScenario implements Scenario {

    private static final int MESSAGES =
            Integer.parseInt(System.getenv().getOrDefault("SNUG_BENCH_MESSAGES", "1000000"));
    private static final int CONVERSATIONS = 20;
    private static final int PAGE = 50;
    private static final int WARM_UP = 300;
    private static final int MEASURED = 1000;
    private static final int SEARCHES = 400;
    private static final String SEARCH_NOTE =
            "page: %,d messages of 8 words each, common and rare as in a language; one and two"
                    + " words, beginnings, phrases, days; the first 40 that are meant, opened";
    private static final String NOTE =
            "page: %,d messages in %d conversations on PostgreSQL; the list, and %d messages with"
                    + " what belongs to them read and opened; without drawing the page";
    private static final String JUMP_NOTE =
            "page: the first message of a day, and those around it, as above";

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
            messenger
                    .jdbc
                    .sql(
                            """
                            update conversation c set (last_message, last_activity) = (
                                select m.id, m.shown_at from message m where m.conversation = c.id
                                order by m.shown_at desc, m.id desc limit 1)
                            where c.account = ?
                            """)
                    .param(anna.ref().value())
                    .update();
            messenger.jdbc.sql("vacuum analyze message").update();
            messenger.jdbc.sql("vacuum analyze conversation").update();
            long first =
                    messenger.jdbc.sql("select min(id) from message").query(Long.class).single();
            Latencies back = new Latencies();
            Latencies newest = new Latencies();
            Latencies jumped = new Latencies();
            for (int i = -WARM_UP; i < MEASURED; i++) {
                MessageId place = new MessageId(first + random.nextInt(MESSAGES));
                Message there = messenger.messages.find(anna, place).orElseThrow();
                ConversationId in = there.conversation();
                Instant day = there.shownAt().truncatedTo(ChronoUnit.DAYS);
                long start = System.nanoTime();
                read(messenger, anna, in, Optional.of(place));
                long second = System.nanoTime();
                read(messenger, anna, in, Optional.empty());
                long third = System.nanoTime();
                jump(messenger, anna, in, day);
                if (i >= 0) {
                    back.add(second - start);
                    newest.add(third - second);
                    jumped.add(System.nanoTime() - third);
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
                    figure("page out of %,d, newest, p95", newest, 50, note),
                    figure("page out of %,d, anywhere, p95", back, 50, note),
                    figure("jump to a day out of %,d, p95", jumped, 50, JUMP_NOTE),
                    figure("search over %,d, p95", searched, 300, SEARCH_NOTE.formatted(MESSAGES)));
        }
    }

    private static Figure figure(String what, Latencies measured, int most, String note) {
        return Figure.of(what.formatted(MESSAGES), measured.percentile(0.95), "ms", note)
                .withBar(Bar.atMost(most));
    }

    /** What the server asks for before it draws a conversation. */
    private static void read(
            TestMessenger messenger,
            Account account,
            ConversationId in,
            Optional<MessageId> before) {
        List<Message> page = messenger.messages.page(account, in, before, PAGE);
        if (before.isEmpty() && page.size() != PAGE) {
            throw new IllegalStateException("a page of " + page.size());
        }
        around(messenger, account, in, page);
    }

    /** As a page around a message has it. */
    private static void jump(
            TestMessenger messenger, Account account, ConversationId in, Instant day) {
        MessageId place = messenger.messages.firstSince(account, in, day).orElseThrow();
        List<Message> page =
                new ArrayList<>(messenger.messages.page(account, in, Optional.of(place), PAGE / 2));
        Message middle = messenger.messages.find(account, place).orElseThrow();
        if (middle.shownAt().isBefore(day)) {
            throw new IllegalStateException("the day before");
        }
        page.add(middle);
        page.addAll(messenger.messages.after(account, in, place, PAGE / 2));
        around(messenger, account, in, page);
    }

    private static void around(
            TestMessenger messenger, Account account, ConversationId in, List<Message> page) {
        var quoted = messenger.messages.named(account, in, names(page));
        var reactions = messenger.reactions.of(account, in, page);
        var files =
                messenger
                        .messageTable
                        .files()
                        .of(
                                account.ref(),
                                messenger.vaults.of(account.owner()),
                                page.stream().map(Message::id).toList());
        int listed = messenger.conversations.list(account, Optional.empty(), PAGE).size();
        if (listed != CONVERSATIONS || !reactions.isEmpty() || !files.isEmpty()) {
            throw new IllegalStateException("a list of " + listed);
        }
        if (quoted.size() > page.size()) {
            throw new IllegalStateException("quotes of nobody");
        }
    }

    /** One in ten answers another. */
    private static List<MessageName> names(List<Message> page) {
        return page.stream().limit(PAGE / 10).map(Message::name).toList();
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
