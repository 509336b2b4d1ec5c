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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two people meet: set-up, invitation, and a conversation between two browsers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationIT {

    private static final String PASSPHRASE = "correct horse battery";
    private static final double PATIENCE_MILLIS = 60_000;

    private Chromium chromium;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    void launch() {
        chromium = Chromium.launch();
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(
                PATIENCE_MILLIS);
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @AfterEach
    void noPageComplained() {
        org.assertj.core.api.Assertions.assertThat(complaints).isEmpty();
    }

    @Test
    void twoBrowsersTalkAndAThirdSeesNothing(@TempDir Path data) throws IOException {
        try (SnugProcess snug = SnugProcess.started(data)) {
            Page ada = browser(snug, true);
            setUp(ada, snug, "Ada");
            Page ben = browser(snug, true);
            join(ben, invitation(ada, snug), "Ben");
            Page cy = browser(snug, true);
            join(cy, invitation(ada, snug), "Cy");

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

            // Ben's list shows it without a reload.
            Locator row = ben.locator("#list .row");
            assertThat(row).containsText("Ada");
            assertThat(row).containsText("Is there any loaf left?");
            assertThat(row.locator(".badge")).hasText("1");
            assertThat(ben).hasTitle(Pattern.compile("^\\(1\\) .*"));
            row.click();
            assertThat(ben.locator(".m.in")).containsText("Is there any loaf left?");
            ben.fill("#text", "Half of it. Come hungry.");
            ben.press("#text", "Enter");

            // And Ada's open conversation shows the answer, under his name, once.
            assertThat(ada.locator(".m.in")).containsText("Half of it. Come hungry.");
            assertThat(ada.locator(".m")).hasCount(2);
            assertThat(ada.locator("#list .row .name")).hasText("Ben");
            assertThat(ben.locator(".m")).hasCount(2);
            assertThat(ben.locator(".m.out .meta .sr")).hasText("Sent");

            // A reload tells the same.
            ada.reload();
            assertThat(ada.locator(".m")).hasCount(2);

            cy.navigate(ada.url());
            assertThat(cy.locator("h1")).hasText("There is nothing here");
            cy.navigate(snug.address() + "/");
            assertThat(cy.locator("#list .row")).hasCount(0);
        }
    }

    @Test
    void everythingWorksWithoutJavaScript(@TempDir Path data) throws IOException {
        try (SnugProcess snug = SnugProcess.started(data)) {
            Page ada = browser(snug, false);
            setUp(ada, snug, "Ada");
            Page ben = browser(snug, false);
            join(ben, invitation(ada, snug), "Ben");
            ben.navigate(snug.address() + "/me");
            String bensId = ben.locator("#my-id").innerText();

            ada.navigate(snug.address() + "/new");
            ada.fill("#to", bensId.substring(0, 60));
            ada.getByRole(AriaRole.BUTTON, named("Continue")).click();
            assertThat(ada.locator("#to-e")).containsText("too short: 60 characters");
            ada.fill("#to", bensId);
            ada.getByRole(AriaRole.BUTTON, named("Continue")).click();
            ada.fill("#text", "x".repeat(2010));
            ada.getByRole(AriaRole.BUTTON, named("Send")).click();
            assertThat(ada.locator("#text-e")).containsText("Too long by 10");
            assertThat(ada.locator("#text")).hasValue("x".repeat(2010));
            ada.fill("#text", "Two lines,\nand no script.");
            ada.getByRole(AriaRole.BUTTON, named("Send")).click();
            assertThat(ada.locator(".m.out .bub")).containsText("Two lines,\nand no script.");

            reloadUntil(ben, snug.address() + "/", "#list .row.unread");
            ben.locator("#list .row").click();
            assertThat(ben.locator(".fresh")).hasText("New");
            assertThat(ben.locator(".m.in")).containsText("and no script.");
            ben.navigate(snug.address() + "/");
            assertThat(ben.locator(".badge")).hasCount(0);
            ben.locator(".side-foot button").click();
            assertThat(ben.locator(".note").first()).containsText("You are logged out");
        }
    }

    @Test
    void everythingWorksWithTheKeyboardAlone(@TempDir Path data) throws IOException {
        try (SnugProcess snug = SnugProcess.started(data)) {
            Page ada = browser(snug, true);
            ada.navigate(snug.address() + "/setup");
            tabTo(ada, "#code");
            ada.keyboard().type(snug.setUpCode());
            tabTo(ada, "#login");
            ada.keyboard().type("Ada");
            tabTo(ada, "#passphrase");
            ada.keyboard().type(PASSPHRASE);
            ada.keyboard().press("Enter");
            ada.waitForURL(Pattern.compile(".*/welcome"));
            tabTo(ada, "#name");
            ada.keyboard().press("Enter");
            ada.waitForURL(Pattern.compile(".*/welcome/words"));
            tabTo(ada, "[name=kept]");
            ada.keyboard().press("Space");
            tabTo(ada, "button.main");
            ada.keyboard().press("Enter");
            ada.waitForURL(snug.address() + "/");
            tabTo(ada, "a[href='/new'].soft");
            ada.keyboard().press("Enter");
            ada.waitForURL(Pattern.compile(".*/new"));
            tabTo(ada, "button.plain");
            ada.keyboard().press("Enter");
            ada.waitForURL(Pattern.compile(".*/c/\\d+"));
            // A conversation opens with the cursor where one writes.
            assertThat(ada.locator("#text")).isFocused();
            ada.keyboard().type("First line");
            ada.keyboard().press("Shift+Enter");
            ada.keyboard().type("second line");
            ada.keyboard().press("Enter");
            assertThat(ada.locator(".m.out .bub")).containsText("First line\nsecond line");
            assertThat(ada.locator("#text")).isFocused();
            assertThat(ada.locator("#text")).hasValue("");
        }
    }

    private Page browser(SnugProcess snug, boolean script) {
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

    private static void setUp(Page page, SnugProcess snug, String name) {
        page.navigate(snug.address() + "/setup");
        page.fill("#code", snug.setUpCode());
        enter(page, name);
    }

    private static void join(Page page, String link, String name) {
        page.navigate(link);
        enter(page, name);
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

    private static String invitation(Page page, SnugProcess snug) {
        page.navigate(snug.address() + "/household");
        page.getByRole(AriaRole.BUTTON, named("Make an invite link")).click();
        return page.inputValue("#invite-link");
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
