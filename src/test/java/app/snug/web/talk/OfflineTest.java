/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.web.BrowserTest;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageHouse;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.Tab;
import app.snug.whole.PlainBrowser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A conversation in a real browser whose connection comes and goes. */
@BrowserTest
class OfflineTest {

    private static final int MANY = 130;
    private static final String WRITTEN = "Two lines,\n<b>kept";
    private static final String ESCAPED = "Two lines,\n&lt;b&gt;kept";

    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @LocalServerPort int port;

    private Page page;
    private Person ana;
    private Summary ben;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        page = Tab.DESK.of(ana, port, 900, 600);
    }

    @Test
    void whatIsWrittenWithoutAConnectionIsSentLaterInOrderAndOnce() {
        open();
        page.context().setOffline(true);
        write("one");
        write("two");
        write("three");
        assertThat(page.locator("#offline")).isVisible();
        assertThat(page.locator(".m.busy .bub > span"))
                .hasText(new String[] {"one", "two", "three"});
        assertThat(bodies()).isEmpty();

        page.context().setOffline(false);
        assertThat(page.locator(".m.busy[data-waiting]")).hasCount(0);
        assertThat(page.locator("#offline")).isHidden();
        assertThat(page.locator(".m.out")).hasCount(3);
        assertThat(bodies()).containsExactly("one", "two", "three");

        messenger.receive(ana.account(), ben.id(), "Heard you", PageHouse.NOW.plusSeconds(5));
        assertThat(page.locator(".m.in")).containsText("Heard you");
        assertThat(page.locator(".m")).hasCount(4);
    }

    @Test
    void anAnswerThatGotLostDoesNotMakeASecondMessage() {
        open();
        AtomicInteger posts = new AtomicInteger();
        page.route(
                Pattern.compile(".*/messages$"),
                route -> {
                    if (posts.incrementAndGet() == 1) {
                        route.fetch();
                        route.abort();
                    } else {
                        route.resume();
                    }
                });
        write("Once only");
        write("And this after it");
        assertThat(page.locator("[data-waiting]")).hasCount(0);
        assertThat(page.locator(".m.out .bub"))
                .containsText(new String[] {"Once only", "And this after it"});
        assertThat(page.locator(".m.out")).hasCount(2);
        assertThat(posts).hasValue(3);
        assertThat(bodies()).containsExactly("Once only", "And this after it");
    }

    @Test
    void whatWaitsOutlivesAReloadButNotALogout() {
        open();
        page.route(Pattern.compile(".*/messages$"), Route::abort);
        write("Kept");
        page.reload();
        assertThat(page.locator(".m.busy .bub > span")).hasText("Kept");
        page.locator(".side-foot button").click();
        assertThat(page.locator(".note").first()).containsText("You are logged out");
        assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void aRefusedMessageGoesBackToWhereItWasWritten() {
        open();
        page.route(
                Pattern.compile(".*/messages$"),
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setStatus(422)
                                        .setBody("Not like this")));
        page.fill("#text", "Refused");
        page.press("#text", "Enter");
        assertThat(page.locator("#text-e")).hasText("Not like this");
        assertThat(page.locator("#text")).hasValue("Refused");
        assertThat(page.locator(".m")).hasCount(0);
    }

    @Test
    void newsBelowDoesNotMoveTheReaderAndAButtonLeadsThere() {
        talkedALot();
        open();
        Locator log = page.locator(".log");
        log.evaluate("log => { log.scrollTop = -900; }");
        messenger.receive(ana.account(), ben.id(), "Down here", PageHouse.NOW.plusSeconds(9000));
        Locator jump = page.locator(".jump");
        assertThat(jump).isVisible();
        assertThat(jump.locator(".badge")).hasText("1");
        assertThat(page.locator(".m").last()).not().isInViewport();
        jump.click();
        assertThat(page.locator(".m").last()).isInViewport();
        assertThat(jump).isHidden();
    }

    @Test
    void earlierMessagesComeIntoTheOpenPage() {
        talkedALot();
        open();
        String address = page.url();
        int first = page.locator(".m").count();
        assertThat(first).isLessThan(MANY);
        page.locator("#earlier a").click();
        page.waitForFunction("n => document.querySelectorAll('.m').length > n", first);
        while (page.locator("#earlier a").count() > 0) {
            int before = page.locator(".m").count();
            page.locator("#earlier a").click();
            page.waitForFunction("n => document.querySelectorAll('.m').length > n", before);
        }
        assertThat(page.locator(".m")).hasCount(MANY);
        assertThat(page.locator(".m .bub").first()).containsText("No. 0");
        assertThat(page.locator(".day")).hasCount(1);
        assertThat(page.url()).isEqualTo(address);
    }

    @Test
    void aWrongPassphraseKeepsTheNameAndAnOldFormSaysWhatToDo() {
        page.context().clearCookies();
        page.navigate(address("/login"));
        page.fill("#login", "Ana <b>");
        page.fill("#passphrase", "not this one");
        page.press("#passphrase", "Enter");
        assertThat(page.locator("#passphrase-e")).isVisible();
        assertThat(page.locator("#login")).hasValue("Ana <b>");
        assertThat(page.locator("#passphrase")).isFocused();
        assertThat(page.url()).isEqualTo(address("/login?wrong"));

        page.evaluate("document.querySelector('[name=_csrf]').value = 'from another day'");
        page.fill("#passphrase", People.PASSPHRASE);
        page.press("#passphrase", "Enter");
        assertThat(page.locator("#passphrase-e")).containsText("This page was open for too long.");
        assertThat(page.locator("#login")).hasValue("Ana <b>");
        page.navigate(address("/login"));
        assertThat(page.locator("#login")).hasValue("");
    }

    @Test
    void whatIsBeingWrittenOutlivesALogoutInAnotherTabAndIsThereAfterTheLogin() {
        open();
        String address = page.url();
        page.fill("#text", "Half a thought");
        Page other = page.context().newPage();
        other.navigate(address("/"));
        other.locator(".side-foot button").click();
        other.waitForURL(address("/login?out"));
        page.waitForURL(Pattern.compile(".*/login\\?next=.*"));
        other.close();
        // Both asked for a form at once, and the browser keeps the token of one.
        page.reload();
        fillIn(page);
        page.waitForURL(address);
        assertThat(page.locator("#text")).hasValue("Half a thought");
        page.press("#text", "Enter");
        assertThat(page.locator(".m.out")).containsText("Half a thought");
        page.reload();
        assertThat(page.locator("#text")).hasValue("");
    }

    /** The form's token, then the login itself. */
    @ParameterizedTest
    @CsvSource({"snug-form, This page was open for too long", "snug, You are logged out by now"})
    void anOldFormWithoutScriptIsShownAgainToBeSent(String cookie, String title)
            throws IOException {
        try (PlainBrowser plain = new PlainBrowser(address(""))) {
            logIn(plain, plain.get("/login"));
            String path = "/c/" + ben.id().value();
            String send = path + "/messages";
            PlainBrowser.Page form = plain.get(path);
            plain.forget(cookie);
            PlainBrowser.Page old = plain.submit(form, send, Map.of("text", WRITTEN));
            assertThat(old.find("<h1[^>]*>([^<]*)<")).isEqualTo(title);
            assertThat(old.find("id=\"kept\"[^>]*>([^<]*)</textarea>")).isEqualTo(ESCAPED);
            assertThat(bodies()).isEmpty();
            if (cookie.equals("snug")) {
                // In another tab, which gives this one's form an old token.
                logIn(plain, plain.get(old.find("target=\"_blank\" href=\"([^\"]*)\"")));
                old = plain.submit(old, send, Map.of("text", WRITTEN));
                assertThat(old.find("id=\"kept\"[^>]*>([^<]*)</textarea>")).isEqualTo(ESCAPED);
            }
            assertThat(plain.submit(old, send, Map.of("text", WRITTEN)).path()).isEqualTo(path);
            assertThat(bodies()).containsExactly(WRITTEN);
            plain.submit(form, send, Map.of("text", WRITTEN));
            assertThat(bodies()).hasSize(1);
        }
    }

    @Test
    void aNameTypedIntoAnOldFormIsShownAgainButNoSecretIs() throws IOException {
        try (PlainBrowser plain = new PlainBrowser(address(""))) {
            logIn(plain, plain.get("/login"));
            PlainBrowser.Page me = plain.get("/me");
            plain.forget("snug-form");
            PlainBrowser.Page old = plain.submit(me, "/me/name", Map.of("name", "Ana B."));
            plain.submit(old, "/me/name", Map.of("name", "Ana B."));
            assertThat(plain.get("/me").has("Ana B.")).isTrue();
            plain.forget("snug-form");
            old = plain.submit(me, "/me/words", Map.of("passphrase", People.PASSPHRASE));
            assertThat(old.find("<h1[^>]*>([^<]*)<")).isEqualTo("This page was open for too long");
            assertThat(old.has("kept") || old.has(People.PASSPHRASE)).isFalse();
        }
    }

    private PlainBrowser.Page logIn(PlainBrowser plain, PlainBrowser.Page form) throws IOException {
        return plain.submit(
                form,
                "/login",
                Map.of("login", ana.member().login(), "passphrase", People.PASSPHRASE));
    }

    private void fillIn(Page form) {
        form.fill("#login", ana.member().login());
        form.fill("#passphrase", People.PASSPHRASE);
        form.press("#passphrase", "Enter");
    }

    private void talkedALot() {
        for (int i = 0; i < MANY; i++) {
            messenger.receive(
                    ana.account(), ben.id(), "No. " + i, PageHouse.NOW.plusSeconds(60L * i));
        }
    }

    private void open() {
        page.navigate(address("/c/" + ben.id().value()));
        // The script has the composer, and the live connection is there.
        page.waitForCondition(() -> messenger.listeners(ana.account()) > 0);
    }

    private void write(String text) {
        page.fill("#text", text);
        page.press("#text", "Enter");
        assertThat(page.locator("#text")).hasValue("");
    }

    private List<String> bodies() {
        return messenger.page(ana.account(), ben.id(), Optional.empty(), 200).stream()
                .map(Message::body)
                .toList();
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
