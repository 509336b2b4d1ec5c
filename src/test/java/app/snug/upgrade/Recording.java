/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.upgrade;

import static org.awaitility.Awaitility.await;

import app.snug.household.Members.Member;
import app.snug.household.SetupCodes;
import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.messenger.MessageId;
import app.snug.messenger.Reactions;
import app.snug.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lives in a house of the newest schema for a while and keeps what it then holds, as files. */
final class Recording {

    static final Path PLACE = Path.of("src/test/resources/upgrade");

    /** Said by Ana to Ben and answered: the bodies of every recorded house, in their order. */
    static final List<String> SAID =
            List.of(
                    "Is there any loaf left?",
                    "Half of it. Come hungry.",
                    "Two lines,\nand a 🍞 — \u202eשלום\u202c too");

    /** Still in the outbox when the house was left. */
    static final String WAITING = "Written as the lights went out";

    static final String NOTE = "Buy flour";
    static final String ANA = "ana";
    static final String BEN = "ben";

    private Recording() {}

    static Path file(int schema) {
        return PLACE.resolve("V" + schema + ".sql");
    }

    static Path data(int schema) {
        return PLACE.resolve("V" + schema);
    }

    /** Tables that stay empty in a house where nothing is amiss, filled by hand. */
    private static final String ODDS_AND_ENDS =
            """
            insert into swarm_delivery
              select node, owner, hash, (select ed25519 from swarm_node order by id desc limit 1),
                     sent_at + 3600000
              from swarm_message order by id limit 1;
            insert into swarm_order (node, digest, owner, request, issued_at, expires_at, peers,
                                     due_at, remembered)
              select node, sha256(owner), owner, '{}', sent_at, expires_at, '', sent_at, true
              from swarm_message order by id limit 1;
            insert into swarm_deletion
              select node, owner, 'kNIUBm1fbSKSVqGJVsZ3mK0S3cvMBqjtTS0PHTUAbYs', sent_at, expires_at
              from swarm_message order by id limit 1;
            insert into swarm_cut
              select node, owner, 32768, 1, sent_at, expires_at
              from swarm_message order by id limit 1;
            insert into swarm_revocation
              select node, owner, decode(repeat('ab', 36), 'hex'), true, sent_at
              from swarm_message order by id limit 1;
            insert into swarm_handoff (node, peer, due_at)
              select node, decode(repeat('cd', 32), 'hex'), sent_at + 3600000
              from swarm_message order by id limit 1;
            insert into swarm_known
              select id, ed25519, 0 from swarm_node on conflict do nothing;
            insert into stored_file
              values ('a5ZJ0vcJ9n1_Qm3Zt-Yd2w', 4711, 1764000000000, 1796000000000);
            insert into attachment (account, message, part, place, content_type, size, state)
              select account, id, 'FILE', 0, 'text/plain', 5, 'EXPIRED'
              from message order by id limit 1;
            insert into draft (account, conversation, part, content_type, size, created_at)
              select account, id, 'FILE', 'text/plain', 5, 1764000000000
              from conversation order by id limit 1;
            insert into file_left select owner, '4711' from account order by id limit 1;
            insert into picture_transfer (account, kind)
              select id, 'UPLOAD' from account order by id limit 1;
            insert into errand (account, action, hash, due_at, give_up_at)
              select id, 'DELETE', 'kNIUBm1fbSKSVqGJVsZ3mK0S3cvMBqjtTS0PHTUAbYs', 1, 1796000000000
              from account order by id limit 1;
            insert into preferences (account, typing)
              select id, true from account order by id limit 1;
            insert into early_word (account, author, sent_at, word, forget_at)
              select id, account_id, 1, 'TAKEN_BACK', 1798000000000
              from account order by id limit 1;
            insert into departed_account values ('8e0c1f0e-6e1f-4c52-9d5c-0a7d3f1b2c11', 1764000000000);
            insert into trimming (account, months)
              select id, 12 from account order by id limit 1;
            """;

    /** The files of a schema, which is the newest one. */
    static void make(int schema, Path scratch) throws Exception {
        try (TestDatabase database = TestDatabase.fresh()) {
            String cookie;
            try (House house = new House(database, scratch)) {
                cookie = live(house);
            }
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            jdbc.sql(ODDS_AND_ENDS).update();
            List<String> tables = new ArrayList<>(Dump.rows(database.dataSource()).keySet());
            Files.createDirectories(PLACE);
            Files.writeString(
                    file(schema),
                    "-- SPDX-License-Identifier: AGPL-3.0-only\n"
                            + Dump.of(database.dataSource(), tables));
            keep(scratch, data(schema), cookie);
        }
    }

    private static void keep(Path scratch, Path data, String cookie) throws IOException {
        Files.createDirectories(data);
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = scratch.relativize(file).toString();
                if (name.equals("server.key") || name.startsWith("network/local/")) {
                    Path copy = data.resolve(name);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.writeString(
                data.resolve("session.properties"),
                "cookie=%s%nrecorded=%s%n".formatted(cookie, Instant.now().toString()));
    }

    static Properties session(int schema) throws IOException {
        Properties session = new Properties();
        try (var reader = Files.newBufferedReader(data(schema).resolve("session.properties"))) {
            session.load(reader);
        }
        return session;
    }

    private static String live(House house) throws Exception {
        Member ana =
                house.members.setUp(
                        SetupCodes.in(house.context), ANA, House.secret(House.PASSPHRASE));
        Member ben =
                house.members.join(
                        house.members.invite(ana.id()).token(),
                        BEN,
                        House.secret(House.PASSPHRASE),
                        "192.0.2.1");
        house.members.invite(ana.id());
        Account anas = house.accounts.create(ana.id(), "Ana");
        Account bens = house.accounts.create(ben.id(), "Ben");
        house.accounts.confirmWordsKept(anas);
        String cookie;
        try (Browser browser = new Browser(house.address())) {
            cookie = browser.logIn(ANA);
        }
        Summary toBen = house.conversations.start(anas, bens.id());
        say(house, anas, toBen, SAID.get(0));
        Summary toAna = received(house, bens, anas, 1);
        house.conversations.markRead(bens, toAna.id());
        say(house, bens, toAna, SAID.get(1));
        received(house, anas, bens, 2);
        say(house, anas, toBen, SAID.get(2));
        received(house, bens, anas, 3);
        say(house, anas, house.conversations.start(anas, anas.id()), NOTE);
        Message answered =
                house.messages.page(anas, toBen.id(), Optional.empty(), 10).stream()
                        .filter(message -> message.body().equals(SAID.get(1)))
                        .findFirst()
                        .orElseThrow();
        house.context.getBean(Reactions.class).react(anas, answered.id(), "🥖", false);
        for (int node = 0; node < House.NODES; node++) {
            house.network.stop(node);
        }
        house.messages.send(anas, toBen.id(), WAITING);
        return cookie;
    }

    private static void say(House house, Account from, Summary in, String text) throws Exception {
        MessageId id = house.messages.send(from, in.id(), text).id();
        await().until(() ->
                house.messages.find(from, id).orElseThrow().state() == Message.State.SENT);
    }

    private static Summary received(House house, Account account, Account from, int messages) {
        // Watched, so that it is asked for often.
        try (var _ = house.changes.subscribe(account, change -> {})) {
            return await().until(
                            () -> house.conversations.with(account, from.id()),
                            found ->
                                    found.isPresent()
                                            && house
                                                            .messages
                                                            .page(
                                                                    account,
                                                                    found.get().id(),
                                                                    Optional.empty(),
                                                                    10)
                                                            .stream()
                                                            .filter(m -> m.kind() == Kind.TEXT)
                                                            .count()
                                                    == messages)
                    .orElseThrow();
        }
    }
}
