/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.boot.postgres.EmbeddedPostgres;
import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.Changes.Subscription;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Two people of a household write, each with a page open: from send to stored, and to seen. */
final class TalkScenario implements Scenario {

    private static final int WARM_UP = 10;
    private static final int MEASURED = 40;
    private static final int LONGEST_PAUSE_MS = 700;
    private static final String NOTE =
            "talk: ten nodes in one process, the messenger in another, both on PostgreSQL with fsync"
                    + " on; seen means that the other's open page is told";

    /** A change and when it was told. */
    private record Told(Change change, long at) {}

    @Override
    public String name() {
        return "talk: send, stored, seen";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        SecureRandom random = new SecureRandom();
        TestVaults vaults = new TestVaults();
        try (NetworkProcess nodes = NetworkProcess.start(directory, 10, 2);
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(
                                Path.of("target"),
                                directory.resolve("messenger"),
                                EmbeddedPostgres.Settings.DEFAULT);
                HikariDataSource database = NetworkProcess.pool(postgres);
                SessionNetwork network =
                        SessionNetwork.open(
                                NetworkDescriptor.ofPrivate(
                                        "bench", List.of(URI.create(nodes.seed()))),
                                NetworkSettings.DEFAULT,
                                Clock.systemUTC(),
                                random,
                                directory.resolve("client"));
                TestMessenger messenger =
                        new TestMessenger(database, vaults, network, Clock.systemUTC()).started()) {
            Account anna = messenger.accounts.create(vaults.newOwner(), "Anna");
            Account ben = messenger.accounts.create(vaults.newOwner(), "Ben");
            BlockingQueue<Told> toAnna = new LinkedBlockingQueue<>();
            BlockingQueue<Told> toBen = new LinkedBlockingQueue<>();
            Latencies stored = new Latencies();
            Latencies seen = new Latencies();
            ConversationId toBenId = messenger.conversations.start(anna, ben.id()).id();
            try (Subscription _ =
                            messenger.changes.subscribe(
                                    anna, c -> toAnna.add(new Told(c, System.nanoTime())));
                    Subscription _ =
                            messenger.changes.subscribe(
                                    ben, c -> toBen.add(new Told(c, System.nanoTime())))) {
                for (int i = -WARM_UP; i < MEASURED; i++) {
                    // Else every message would start right after a poll.
                    Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
                    long start = System.nanoTime();
                    Message sent = messenger.messages.send(anna, toBenId, "Message " + i);
                    long storedAt =
                            await(
                                    toAnna,
                                    c ->
                                            c.kind() == Change.Kind.MESSAGE_CHANGED
                                                    && c.message().equals(Optional.of(sent.id()))
                                                    && messenger
                                                                    .messages
                                                                    .find(anna, sent.id())
                                                                    .orElseThrow()
                                                                    .state()
                                                            == Message.State.SENT);
                    long seenAt = await(toBen, c -> c.kind() == Change.Kind.MESSAGE_ADDED);
                    if (i >= 0) {
                        stored.add(storedAt - start);
                        seen.add(Math.max(0, seenAt - storedAt));
                    }
                }
            }
            return List.of(
                    Figure.of("send → stored, median", stored.percentile(0.5), "ms", NOTE),
                    Figure.of("send → stored, p95", stored.percentile(0.95), "ms", NOTE)
                            .withBar(Bar.atMost(150)),
                    Figure.of("stored → seen, median", seen.percentile(0.5), "ms", NOTE),
                    Figure.of("stored → seen, p95", seen.percentile(0.95), "ms", NOTE)
                            .withBar(Bar.atMost(150)));
        }
    }

    private static long await(BlockingQueue<Told> told, Predicate<Change> wanted)
            throws InterruptedException {
        for (Told next = told.poll(30, TimeUnit.SECONDS);
                next != null;
                next = told.poll(30, TimeUnit.SECONDS)) {
            if (wanted.test(next.change())) {
                return next.at();
            }
        }
        throw new IllegalStateException("nothing came for 30 seconds");
    }
}
