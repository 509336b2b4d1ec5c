/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.snug.testing.Chromium;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * People meet in one household: set-up, invitations, and conversations between browsers. The owner
 * has nothing but a keyboard.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationIT {

    private static final String PASSPHRASE = "correct horse battery";
    private static final double PATIENCE_MILLIS = 60_000;

    private Chromium chromium;
    private SnugProcess snug;
    private Page owner;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    void setUp(@TempDir Path data) throws IOException {
        chromium = Chromium.launch();
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(
                PATIENCE_MILLIS);
        // Each node more says the same.
        snug = SnugProcess.started(data, Map.of("SNUG_LOCAL_NODES", "5"));
        owner = browser(true);
        setUpWithTheKeyboardAlone(owner);
    }

    @AfterAll
    void close() {
        chromium.close();
        snug.close();
    }

    @AfterEach
    void noPageComplained() {
        org.assertj.core.api.Assertions.assertThat(complaints).isEmpty();
    }

    @Test
    void twoBrowsersTalkAndAThirdSeesNothing() {
        Page ada = joined("Ada", true);
        Page ben = joined("Ben", true);
        Page cy = joined("Cy", true);

        ben.navigate(snug.address() + "/me");
        String bensId = ben.locator("#my-id").innerText();
        ben.navigate(snug.address() + "/");
        assertThat(ben.locator(".side")).containsText("Path ready");

        ada.navigate(snug.address() + "/new");
        ada.fill("#to", bensId);
        ada.getByRole(AriaRole.BUTTON, named("Continue")).click();
        ada.waitForURL(Pattern.compile(".*/c/\\d+"));
        ada.fill("#text", "Is there any loaf left?");
        ada.press("#text", "Enter");
        Locator hers = ada.locator(".m.out");
        assertThat(hers).containsText("Is there any loaf left?");
        assertThat(hers.locator(".meta .sr")).hasText("Sent");
        assertThat(hers.locator("time")).hasText(Pattern.compile("\\d\\d:\\d\\d"));

        assertThat(ada.locator("#standing")).containsText("has not answered yet");

        // Ada is a stranger to Ben: without a reload she stands at his door, not in his list.
        assertThat(ben.locator("#door .badge")).hasText("1");
        assertThat(ben.locator("#list .row")).hasCount(0);
        ben.locator("#door a").click();
        assertThat(ben.locator(".card")).containsText("Is there any loaf left?");
        ben.locator(".card h2 a").click();
        assertThat(ben.locator(".m.in")).containsText("Is there any loaf left?");
        assertThat(ben.locator("#standing")).containsText("If you accept or answer");
        ben.fill("#text", "Half of it. Come hungry.");
        ben.press("#text", "Enter");
        assertThat(ben.locator("#list .row")).containsText("Half of it.");
        assertThat(ben.locator("#standing .note")).hasCount(0);
        assertThat(ben.locator("#door .knock")).hasCount(0);

        // And Ada's open conversation shows the answer, under his name, once.
        assertThat(ada.locator(".m.in")).containsText("Half of it. Come hungry.");
        assertThat(ada.locator(".m.line")).containsText("Ben accepted your message request");
        assertThat(ada.locator(".bub")).hasCount(2);
        assertThat(ada.locator("#standing .note")).hasCount(0);
        assertThat(ada.locator("#list .row .name")).hasText("Ben");
        assertThat(ben.locator(".bub")).hasCount(2);
        assertThat(ben.locator(".m.out .meta .sr")).hasText("Sent");

        // A reload tells the same.
        ada.reload();
        assertThat(ada.locator(".bub")).hasCount(2);

        // Now that they know each other, the row and the title count.
        ben.navigate(snug.address() + "/");
        ada.fill("#text", "On my way");
        ada.press("#text", "Enter");
        assertThat(ben.locator("#list .row .badge")).hasText("1");
        assertThat(ben).hasTitle(Pattern.compile("^\\(1\\) .*"));

        cy.navigate(ada.url());
        assertThat(cy.locator("h1")).hasText("There is nothing here");
        cy.navigate(snug.address() + "/");
        assertThat(cy.locator("#list .row")).hasCount(0);
    }

    @Test
    void everythingWorksWithoutJavaScript() {
        Page dan = joined("Dan", false);
        Page eva = joined("Eva", false);
        eva.navigate(snug.address() + "/me");
        String evasId = eva.locator("#my-id").innerText();

        dan.navigate(snug.address() + "/new");
        dan.fill("#to", evasId.substring(0, 60));
        dan.getByRole(AriaRole.BUTTON, named("Continue")).click();
        assertThat(dan.locator("#to-e")).containsText("too short: 60 characters");
        dan.fill("#to", evasId);
        dan.getByRole(AriaRole.BUTTON, named("Continue")).click();
        dan.fill("#text", "x".repeat(2010));
        dan.getByRole(AriaRole.BUTTON, named("Send")).click();
        assertThat(dan.locator("#text-e")).containsText("Too long by 10");
        assertThat(dan.locator("#text")).hasValue("x".repeat(2010));
        dan.fill("#text", "Two lines,\nand no script.");
        dan.getByRole(AriaRole.BUTTON, named("Send")).click();
        assertThat(dan.locator(".m.out .bub")).containsText("Two lines,\nand no script.");

        reloadUntil(eva, snug.address() + "/", "#door .knock");
        eva.locator("#door a").click();
        eva.locator(".card h2 a").click();
        assertThat(eva.locator(".fresh")).hasText("New");
        assertThat(eva.locator(".m.in")).containsText("and no script.");
        eva.getByRole(AriaRole.BUTTON, named("Accept")).click();
        assertThat(eva.locator("#standing")).isEmpty();
        eva.navigate(snug.address() + "/");
        assertThat(eva.locator("#list .row")).hasCount(1);
        assertThat(eva.locator(".badge")).hasCount(0);
        eva.locator(".side-foot button").click();
        assertThat(eva.locator(".note").first()).containsText("You are logged out");
    }

    @Test
    void everythingWorksWithTheKeyboardAlone() {
        owner.navigate(snug.address() + "/");
        tabTo(owner, "a[href='/new'].soft");
        owner.keyboard().press("Enter");
        owner.waitForURL(Pattern.compile(".*/new"));
        tabTo(owner, "button.plain");
        owner.keyboard().press("Enter");
        owner.waitForURL(Pattern.compile(".*/c/\\d+"));
        // A conversation opens with the cursor where one writes.
        assertThat(owner.locator("#text")).isFocused();
        owner.keyboard().type("First line");
        owner.keyboard().press("Shift+Enter");
        owner.keyboard().type("second line");
        owner.keyboard().press("Enter");
        assertThat(owner.locator(".m.out .bub")).containsText("First line\nsecond line");
        assertThat(owner.locator("#text")).isFocused();
        assertThat(owner.locator("#text")).hasValue("");
    }

    @Test
    void aStopFinishesWhatIsOnItsWayAndOpenPagesGoOnWithTheNextStart() throws IOException {
        Page page = joined("Finn", true);
        page.navigate(snug.address() + "/new");
        page.locator("button.plain").first().click();
        page.waitForURL(Pattern.compile(".*/c/\\d+"));
        page.fill("#text", "Before it");
        page.press("#text", "Enter");
        assertThat(page.locator(".m.out .meta .sr")).hasText("Sent");
        String here = URI.create(page.url()).getPath();
        try (PlainBrowser other = new PlainBrowser(snug.address())) {
            other.submit(
                    other.get("/login"),
                    "/login",
                    Map.of("login", "Finn", "passphrase", PASSPHRASE));
            try (HeldForm held =
                    other.hold(
                            other.get(here), here + "/messages", Map.of("text", "In its midst"))) {
                CompletableFuture<Void> stopped = CompletableFuture.runAsync(snug::stop);
                assertThat(page.locator("#offline")).isVisible();
                page.fill("#text", "After it");
                page.press("#text", "Enter");
                org.assertj.core.api.Assertions.assertThat(stopped).isNotDone();
                org.assertj.core.api.Assertions.assertThat(held.finish()).isEqualTo(302);
                // Far from the half minute after which requests are cut off.
                org.assertj.core.api.Assertions.assertThat(stopped)
                        .succeedsWithin(Duration.ofSeconds(15));
            }
        }
        snug.start();
        assertThat(page.locator("#offline")).isHidden();
        assertThat(page.locator(".m.out .bub"))
                .containsText(new String[] {"Before it", "In its midst", "After it"});
    }

    private Page browser(boolean script) {
        BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setJavaScriptEnabled(script)
                                        .setTimezoneId("Europe/Berlin"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && message.text().contains("Content Security")) {
                complaints.add(message.text());
            }
        });
        page.navigate(snug.address() + "/login");
        return page;
    }

    private void setUpWithTheKeyboardAlone(Page page) {
        page.navigate(snug.address() + "/setup");
        tabTo(page, "#code");
        page.keyboard().type(snug.setUpCode());
        tabTo(page, "#login");
        page.keyboard().type("Olga");
        tabTo(page, "#passphrase");
        page.keyboard().type(PASSPHRASE);
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/welcome"));
        tabTo(page, "#name");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/welcome/words"));
        tabTo(page, "[name=kept]");
        page.keyboard().press("Space");
        tabTo(page, "button.main");
        page.keyboard().press("Enter");
        page.waitForURL(snug.address() + "/");
    }

    /** A browser in which someone has accepted an invitation. */
    private Page joined(String name, boolean script) {
        Page page = browser(script);
        page.navigate(invitation());
        enter(page, name);
        return page;
    }

    /** From the choice of a login to the list of conversations. */
    private static void enter(Page page, String name) {
        page.fill("#login", name);
        page.fill("#passphrase", PASSPHRASE);
        page.locator("button.main").click();
        page.waitForURL(Pattern.compile(".*/welcome"));
        page.fill("#name", name);
        page.locator("button.main").click();
        page.waitForURL(Pattern.compile(".*/welcome/words"));
        assertThat(page.locator("#the-words li")).hasCount(13);
        page.check("[name=kept]");
        page.locator("button.main").click();
        page.waitForURL(Pattern.compile(".*/$"));
    }

    private String invitation() {
        owner.navigate(snug.address() + "/household");
        owner.getByRole(AriaRole.BUTTON, named("Make an invite link")).click();
        return owner.inputValue("#invite-link");
    }

    private static void tabTo(Page page, String wanted) {
        for (int i = 0; i < 60; i++) {
            if ((Boolean)
                    page.evaluate("wanted => document.activeElement.matches(wanted)", wanted)) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The keyboard does not reach " + wanted);
    }

    private static void reloadUntil(Page page, String address, String shown) {
        long end = System.nanoTime() + (long) (PATIENCE_MILLIS * 1e6);
        do {
            page.navigate(address);
        } while (page.locator(shown).count() == 0 && System.nanoTime() < end);
        page.waitForSelector(
                shown, new Page.WaitForSelectorOptions().setState(WaitForSelectorState.VISIBLE));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
