/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Secret;
import app.snug.household.Members.Member;
import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.Message.State;
import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.WordList;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageHouse;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.whole.PlainBrowser;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

// Without MockMvc, whose form tokens live in sessions.
@SpringBootTest(
        classes = PageHouse.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "snug.data-dir=target/live-test-${snug.test.fork:1}",
            "snug.passphrase.passes=1",
            "snug.passphrase.mebibytes=1"
        })
class LiveTest {

    private static final String ANOTHER = "another horse battery";

    @LocalServerPort int port;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;

    private Person ana;
    private Summary ben;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
    }

    @Test
    void aMessageReachesEveryOpenPageInThePagesOwnHtml() throws Exception {
        OpenPage here = open(now());
        OpenPage elsewhere = new OpenPage(port).loggedInAs(ana).listen(account(), now(), 0);
        Message said = messenger.receive(ana.account(), ben.id(), "Any loaf left?", PageHouse.NOW);
        JsonNode news = here.next();
        assertThat(news.get("upto").asLong()).isEqualTo(now());
        assertThat(news.get("said").get(0).asString())
                .contains("id=\"m" + said.id().value() + "\"", "Any loaf left?", "data-day=");
        assertThat(news.get("rows").get(0).asString())
                .contains("id=\"c" + ben.id().value() + "\"", "aria-current=\"page\"", "1 unread");
        JsonNode other = elsewhere.next();
        assertThat(other.get("rows")).hasSize(1);
        assertThat(other.get("rows").get(0).asString()).doesNotContain("aria-current");
        assertThat(other.path("said").size()).isZero();
    }

    @Test
    void aPageCatchesUpFromTheNumberItShowsAndSeesEachThingOnce() throws Exception {
        long shown = now();
        Message said = messenger.say(ana.account(), ben.id(), "Half of it.", PageHouse.NOW);
        messenger.become(ana.account(), said.id(), State.READ, Optional.empty());
        Message gone = messenger.say(ana.account(), ben.id(), "Oh", PageHouse.NOW);
        messenger.discard(ana.account(), gone.id());
        JsonNode news = open(shown).next();
        assertThat(news.get("said")).hasSize(1);
        assertThat(news.get("said").get(0).asString()).contains("#read");
        assertThat(news.get("gone").get(0).asLong()).isEqualTo(gone.id().value());
        assertThat(news.get("rows")).hasSize(1);
        assertThat(news.get("upto").asLong()).isEqualTo(now());
    }

    @Test
    void aPageThatSleptTooLongIsToldToStartAnew() throws Exception {
        messenger.receive(ana.account(), ben.id(), "One", PageHouse.NOW);
        messenger.forgetChangesUpTo(1);
        try {
            assertThat(open(0).next().get("anew").asBoolean()).isTrue();
        } finally {
            messenger.forgetChangesUpTo(0);
        }
    }

    @Test
    void moreThanOneBatchArrivesInOrder() throws Exception {
        long shown = now();
        for (int i = 0; i < 150; i++) {
            messenger.receive(
                    ana.account(), ben.id(), "No. " + i, PageHouse.NOW.plusSeconds(i * 10));
        }
        OpenPage page = open(shown);
        assertThat(page.next().get("said")).hasSize(100);
        assertThat(page.next().get("said")).hasSize(50);
    }

    @Test
    void nobodyListensToAnothersAccount() throws Exception {
        Person eve = people.someone("Eve");
        OpenPage page = new OpenPage(port).loggedInAs(eve).listen(account(), 0, ben.id().value());
        assertThat(page.closed()).isEqualTo(LiveSocket.NO_ACCOUNT.getCode());
        // Nor to another's conversation by one's own account.
        OpenPage own =
                new OpenPage(port)
                        .loggedInAs(eve)
                        .listen(eve.account().ref().value(), 0, ben.id().value());
        messenger.receive(ana.account(), ben.id(), "Private", PageHouse.NOW);
        messenger.start(eve.account(), eve.account().id());
        assertThat(own.next().toString()).doesNotContain("Private").contains("Note to self");
    }

    @Test
    void strangersAndOtherSitesAreRefused() throws Exception {
        assertThatThrownBy(() -> new OpenPage(port).listen(account(), 0, 0))
                .rootCause()
                .hasMessageContaining("401");
        OpenPage page = new OpenPage(port).loggedInAs(ana);
        assertThatThrownBy(() -> page.connect(account(), 0, 0, "https://evil.example"))
                .rootCause()
                .hasMessageContaining("403");
        assertThatThrownBy(() -> page.connect(account(), 0, 0, null))
                .rootCause()
                .hasMessageContaining("403");
    }

    @Test
    void loggingOutClosesThePagesOfThatSessionAlone() throws Exception {
        OpenPage other = open(now());
        OpenPage page = open(now());
        page.submit("/logout", Map.of());
        assertThat(page.closed()).isEqualTo(LiveSocket.SIGNED_OUT.getCode());
        messenger.receive(ana.account(), ben.id(), "Still there?", PageHouse.NOW);
        assertThat(other.next().get("said")).hasSize(1);
    }

    @Test
    void anotherPassphraseLogsOutEveryOtherBrowserAndWhoeverCopiedTheCookieOfThisOne()
            throws Exception {
        messenger.receive(ana.account(), ben.id(), "Keep this", PageHouse.NOW);
        OpenPage phone = open(now());
        try (PlainBrowser desk = desk(People.PASSPHRASE);
                PlainBrowser again = new PlainBrowser(house())) {
            String copied = desk.cookie("snug");
            PlainBrowser.Page page =
                    desk.submit(
                            desk.get("/me/passphrase"),
                            "/me/passphrase",
                            Map.of(
                                    "passphrase",
                                    People.PASSPHRASE,
                                    "chosen",
                                    ANOTHER,
                                    "repeated",
                                    ANOTHER));
            assertThat(page.path()).isEqualTo("/me");
            assertThat(page.html()).contains("Your passphrase is changed");
            assertThat(phone.closed()).isEqualTo(LiveSocket.SIGNED_OUT.getCode());
            assertThat(phone.home()).isEqualTo("/login");
            assertThat(new OpenPage(port).withSession(copied).home()).isEqualTo("/login");
            assertThat(new OpenPage(port).withSession(desk.cookie("snug")).home()).isEmpty();
            assertThat(desk.get("/c/" + ben.id().value()).texts()).contains("Keep this");

            assertThat(logIn(again, People.PASSPHRASE).html()).contains("don’t belong together");
            assertThat(logIn(again, ANOTHER).path()).isEqualTo("/");
        }
    }

    @Test
    void whoseAccountIsGoneFromTheLoginLocksOthersOutOfItAllTheSame() throws Exception {
        Member left = people.newcomer();
        OpenPage thief = new OpenPage(port).loggedInAs(left);
        try (PlainBrowser desk = new PlainBrowser(house())) {
            PlainBrowser.Page welcome = logIn(desk, left, People.PASSPHRASE);
            assertThat(welcome.path()).isEqualTo("/welcome");
            assertThat(welcome.html()).contains(left.login(), "/me/passphrase", "/logout");
            assertThat(change(desk, "wrong", ANOTHER, ANOTHER))
                    .contains("That is not your passphrase.");
            assertThat(change(desk, People.PASSPHRASE, ANOTHER, ANOTHER))
                    .contains("Come in", "Your passphrase is changed");
            assertThat(thief.home()).isEqualTo("/login");
            assertThat(desk.submit(desk.get("/welcome"), "/logout", Map.of()).path())
                    .isEqualTo("/login");
            assertThat(logIn(desk, left, ANOTHER).path()).isEqualTo("/welcome");
        }
    }

    @Test
    void whatWasTypedWrongChangesNothingAndLogsNobodyOut() throws Exception {
        OpenPage phone = open(now());
        try (PlainBrowser desk = desk(People.PASSPHRASE)) {
            assertThat(change(desk, "wrong", ANOTHER, ANOTHER))
                    .contains("That is not your passphrase.");
            assertThat(change(desk, People.PASSPHRASE, ANOTHER, "a slip of it"))
                    .contains("The two are not the same.");
            assertThat(change(desk, People.PASSPHRASE, "short", "short"))
                    .contains("Use at least 10 characters");
        }
        assertThat(phone.home()).isEmpty();
        desk(People.PASSPHRASE).close();
    }

    @Test
    void oneLogsOutEverywhereElse() throws Exception {
        Person eve = people.someone("Eve");
        OpenPage phone = open(now());
        OpenPage hers =
                new OpenPage(port).loggedInAs(eve).listen(eve.account().ref().value(), 0, 0);
        try (PlainBrowser desk = desk(People.PASSPHRASE)) {
            String copied = desk.cookie("snug");
            PlainBrowser.Page page = desk.submit(desk.get("/me"), "/me/elsewhere", Map.of());
            assertThat(page.html()).contains("Every other browser is logged out.");
            assertThat(phone.closed()).isEqualTo(LiveSocket.SIGNED_OUT.getCode());
            assertThat(phone.home()).isEqualTo("/login");
            assertThat(new OpenPage(port).withSession(copied).home()).isEqualTo("/login");
            assertThat(desk.get("/me").path()).isEqualTo("/me");
        }
        assertThat(hers.home()).isEmpty();
        desk(People.PASSPHRASE).close();
    }

    private static String change(PlainBrowser desk, String old, String chosen, String repeated)
            throws IOException {
        return desk.submit(
                        desk.get("/me/passphrase"),
                        "/me/passphrase",
                        Map.of("passphrase", old, "chosen", chosen, "repeated", repeated))
                .html();
    }

    private PlainBrowser desk(String passphrase) throws IOException {
        PlainBrowser desk = new PlainBrowser(house());
        assertThat(logIn(desk, passphrase).path()).isEqualTo("/");
        return desk;
    }

    private PlainBrowser.Page logIn(PlainBrowser browser, String passphrase) throws IOException {
        return logIn(browser, ana.member(), passphrase);
    }

    private static PlainBrowser.Page logIn(PlainBrowser browser, Member member, String passphrase)
            throws IOException {
        return browser.submit(
                browser.get("/login"),
                "/login",
                Map.of("login", member.login(), "passphrase", passphrase));
    }

    private String house() {
        return "http://localhost:" + port;
    }

    @Test
    void thePagesOfAnAccountThatHasGoneAreToldToShowThemselvesAnew() throws Exception {
        byte[] drawn = new byte[16];
        new SecureRandom().nextBytes(drawn);
        String words = RecoveryPhrase.encode(Secret.owning(drawn), WordList.ENGLISH);
        Account moving = messenger.restore(ana.member().id(), words, "Ana");
        OpenPage page = new OpenPage(port).loggedInAs(ana).listen(moving.ref().value(), 0, 0);
        messenger.start(moving, moving.id());
        page.next();
        messenger.moveHere(people.newcomer().id(), words, "Ana");
        assertThat(page.closed()).isEqualTo(LiveSocket.NO_ACCOUNT.getCode());
    }

    @Test
    void aPageThatTalksIsClosed() throws Exception {
        OpenPage page = new OpenPage(port).loggedInAs(ana);
        page.connect(account(), now(), 0, "http://localhost:" + port)
                .sendText("hello", true)
                .join();
        assertThat(page.closed()).isEqualTo(1003);
    }

    @ParameterizedTest
    @MethodSource("app.snug.web.Hostile#texts")
    void hostileTextIsTextHereToo(String text) throws Exception {
        OpenPage page = open(now());
        messenger.receive(ana.account(), ben.id(), text, PageHouse.NOW);
        JsonNode news = page.next();
        assertThat(news.get("said").get(0).asString() + news.get("rows").get(0).asString())
                .doesNotContain("<script", "<img", "onerror=\"", "href=\"javascript:");
    }

    private OpenPage open(long after) throws Exception {
        return new OpenPage(port).loggedInAs(ana).listen(account(), after, ben.id().value());
    }

    private long account() {
        return ana.account().ref().value();
    }

    private long now() {
        return messenger.newest(ana.account());
    }
}
