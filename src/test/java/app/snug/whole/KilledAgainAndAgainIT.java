/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the whole program, its nodes and its network, while people write. */
class KilledAgainAndAgainIT {

    private static final int SENDS = 200;
    private static final int KILLS = 3;
    private static final String PASSPHRASE = "a warm lamp by the window";

    @TempDir private Path data;

    @Test
    void everyMessageArrivesExactlyOnceAndInOrder() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (SnugProcess snug = SnugProcess.started(data, Map.of("SNUG_LOCAL_NODES", "5"));
                PlainBrowser ana = new PlainBrowser(snug.address());
                PlainBrowser ben = new PlainBrowser(snug.address())) {
            People people = People.settle(snug, ana, ben);

            List<String> written = new ArrayList<>();
            Set<Integer> kills = new TreeSet<>();
            while (kills.size() < KILLS) {
                kills.add(random.nextInt(5, SENDS));
            }
            PlainBrowser.Page page = ana.get(people.anaToBen());
            for (int number = 1; number <= SENDS; number++) {
                String text = "Message " + number;
                written.add(text);
                page =
                        kills.contains(number)
                                ? killWhileSending(snug, ana, page, text, random.nextInt(200))
                                : send(ana, page, text);
            }
            WebSocket looking = ben.watch(ben.get("/"));
            await("seed " + seed)
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() ->
                            assertThat(received(ben))
                                    .as(() -> "the log ends:\n" + end(snug.log()))
                                    .hasSizeGreaterThanOrEqualTo(SENDS));
            looking.abort();
            assertThat(ben.texts(People.request(ben))).as("seed %d", seed).isEqualTo(written);
            assertThat(ana.texts(people.anaToBen())).as("seed %d", seed).isEqualTo(written);
        }
    }

    /** Ben's log, once the last message is in it. */
    private static List<String> received(PlainBrowser ben) throws IOException {
        PlainBrowser.Page list = ben.get("/requests");
        return list.has("Message " + SENDS)
                ? ben.texts(list.find("href=\"(/c/\\d+)\""))
                : List.of();
    }

    private static String end(String log) {
        return log.substring(Math.max(0, log.length() - 6000));
    }

    /** Kills some milliseconds after the form has been sent, whatever has happened by then. */
    private static PlainBrowser.Page killWhileSending(
            SnugProcess snug, PlainBrowser ana, PlainBrowser.Page page, String text, int after)
            throws IOException {
        Executor later = CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> killed = CompletableFuture.runAsync(snug::kill, later);
        try {
            ana.submit(page, page.path() + "/messages", Map.of("text", text));
        } catch (IOException _) {
            // The answer is lost; whether the message was taken, the page will tell.
        }
        killed.join();
        snug.start();
        PlainBrowser.Page there = ana.get(page.path());
        return there.texts().contains(text) ? there : send(ana, there, text);
    }

    /** The page that is shown afterwards, for the next message. */
    private static PlainBrowser.Page send(PlainBrowser from, PlainBrowser.Page page, String text)
            throws IOException {
        PlainBrowser.Page answer =
                from.submit(page, page.path() + "/messages", Map.of("text", text));
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    /** Two members with an account each, the first with a conversation with the second. */
    record People(String anaToBen) {

        static People settle(SnugProcess snug, PlainBrowser ana, PlainBrowser ben)
                throws IOException {
            PlainBrowser.Page setUp = ana.get("/setup");
            ana.submit(
                    setUp,
                    "/setup",
                    Map.of("code", snug.setUpCode(), "login", "ana", "passphrase", PASSPHRASE));
            welcome(ana, "Ana");
            PlainBrowser.Page made =
                    ana.submit(ana.get("/household"), "/household/invitations", Map.of());
            String link = made.find("id=\"invite-link\"[^>]*value=\"[^\"]*?(/join/[^\"]+)\"");
            ben.submit(ben.get(link), link, Map.of("login", "ben", "passphrase", PASSPHRASE));
            welcome(ben, "Ben");
            String id = ben.get("/me").find("id=\"my-id\"[^>]*>\\s*(05[0-9a-f]{64})");
            ana.submit(ana.get("/new"), "/new", Map.of("to", id));
            return new People(conversation(ana));
        }

        /** The path of the first conversation of the list. */
        static String conversation(PlainBrowser browser) throws IOException {
            return browser.get("/").find("href=\"(/c/\\d+)\"");
        }

        /** The path of the first message request. */
        static String request(PlainBrowser browser) throws IOException {
            return browser.get("/requests").find("href=\"(/c/\\d+)\"");
        }

        private static void welcome(PlainBrowser browser, String name) throws IOException {
            browser.submit(browser.get("/welcome"), "/welcome", Map.of("name", name));
            browser.submit(browser.get("/welcome/words"), "/welcome/words", Map.of("kept", "true"));
        }
    }
}
