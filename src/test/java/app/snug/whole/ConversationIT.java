/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import app.snug.testing.Chromium;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * People meet in one household: set-up, invitations, and conversations between browsers. The owner
 * has nothing but a keyboard.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationIT {

    private static final double PATIENCE_MILLIS = 60_000;

    private Chromium chromium;
    private SnugProcess snug;
    private Page owner;
    private boolean broken;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    void setUp(@TempDir Path data) throws IOException {
        chromium = Chromium.launch();
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

    @TestFactory
    Stream<DynamicTest> peopleAtADeskAndOnAPhoneTalk() {
        Page ada = joined("Ada", browser(true));
        Page ben = joined("Ben", phone());
        DeskAndPhone both = new DeskAndPhone(snug.address(), ada, ben);
        return Stream.of(
                step(
                        "a request shows words alone until it is accepted",
                        both::aRequestShowsWordsAloneUntilItIsAccepted),
                step("a picture of oneself comes after it", both::aPictureOfOneselfComesAfterIt),
                step(
                        "a reply has its quote, and reactions come and go",
                        both::aReplyHasItsQuoteAndReactionsComeAndGo),
                step(
                        "files chosen together arrive as they were",
                        both::filesChosenTogetherArriveAsTheyWere),
                step("a voice message is heard", both::aVoiceMessageIsHeard),
                step(
                        "writing and reading are told once both want that",
                        both::writingAndReadingAreToldOnceBothWantThat),
                step(
                        "what is deleted for everyone is gone for everyone",
                        both::whatIsDeletedForEveryoneIsGoneForEveryone),
                step("what was said is found and kept", both::whatWasSaidIsFoundAndKept),
                step(
                        "whoever is blocked is not heard, and nobody else listens",
                        () -> both.whoeverIsBlockedIsNotHeardAndNobodyElseListens(owner)),
                step("what vanishes is gone on both sides", both::whatVanishesIsGoneOnBothSides));
    }

    /** One that stands on those before it. */
    private DynamicTest step(String behaviour, Executable step) {
        return dynamicTest(
                behaviour,
                () -> {
                    org.assertj.core.api.Assertions.assertThat(broken)
                            .as("what it stands on does not hold")
                            .isFalse();
                    broken = true;
                    step.execute();
                    broken = false;
                });
    }

    @Test
    void everythingWorksWithoutJavaScript() {
        Page dan = joined("Dan", browser(false));
        Page eva = joined("Eva", browser(false));
        eva.navigate(snug.address() + "/me");
        String evasId = eva.locator("#my-id").innerText();

        dan.navigate(snug.address() + "/new");
        dan.fill("#to", evasId.substring(0, 60));
        dan.getByRole(AriaRole.BUTTON, Arrival.named("Continue")).click();
        assertThat(dan.locator("#to-e")).containsText("too short: 60 characters");
        dan.fill("#to", evasId);
        dan.getByRole(AriaRole.BUTTON, Arrival.named("Continue")).click();
        dan.fill("#text", "x".repeat(2010));
        dan.getByRole(AriaRole.BUTTON, Arrival.named("Send")).click();
        assertThat(dan.locator("#text-e")).containsText("Too long by 10");
        assertThat(dan.locator("#text")).hasValue("x".repeat(2010));
        dan.fill("#text", "Two lines,\nand no script.");
        dan.getByRole(AriaRole.BUTTON, Arrival.named("Send")).click();
        assertThat(dan.locator(".m.out .bub")).containsText("Two lines,\nand no script.");

        reloadUntil(eva, snug.address() + "/", "#door .knock");
        eva.locator("#door a").click();
        eva.locator(".card h2 a").click();
        assertThat(eva.locator(".fresh")).hasText("New");
        assertThat(eva.locator(".m.in")).containsText("and no script.");
        eva.getByRole(AriaRole.BUTTON, Arrival.named("Accept")).click();
        assertThat(eva.locator("#standing")).isEmpty();
        eva.navigate(snug.address() + "/");
        assertThat(eva.locator("#list .row")).hasCount(1);
        assertThat(eva.locator(".badge")).hasCount(0);
        eva.locator(".side-foot button").click();
        assertThat(eva.locator(".note").first()).containsText("You are logged out");
    }

    /** What the login page says, word for word, and without JavaScript. */
    @Test
    void whoForgotThePassphraseComesBackWithANewInvitationAndTheWords() {
        Page lost = joined("Gus", browser(false));
        lost.navigate(snug.address() + "/me");
        String id = lost.locator("#my-id").innerText();
        lost.fill("#passphrase", Arrival.PASSPHRASE);
        lost.getByRole(AriaRole.BUTTON, Arrival.named("Show the words")).click();
        String words = String.join(" ", lost.locator("#the-words li").allInnerTexts());

        Page gus = browser(false);
        assertThat(gus.locator("main"))
                .containsText(
                        "With a new invitation and your 13 recovery words you bring your account"
                                + " back");
        gus.navigate(invitation());
        gus.fill("#login", "Gus again");
        gus.fill("#passphrase", "battery horse correct");
        gus.locator("button.main").click();
        gus.getByRole(AriaRole.LINK, Arrival.named("I have 13 words")).click();
        restore(gus, words);
        assertThat(gus.locator("h1")).containsText("Bring your account to this login?");
        gus.getByRole(AriaRole.LINK, Arrival.named("Leave it where it is")).click();
        lost.navigate(snug.address() + "/me");
        assertThat(lost.locator("#my-id")).hasText(id);

        restore(gus, words);
        gus.getByRole(AriaRole.BUTTON, Arrival.named("Bring it here")).click();
        assertThat(gus.locator("h1")).containsText("Your devices");
        gus.navigate(snug.address() + "/me");
        assertThat(gus.locator("#my-id")).hasText(id);
        lost.navigate(snug.address() + "/");
        assertThat(lost.locator("h1")).containsText("Come in");
    }

    private static void restore(Page page, String words) {
        page.fill("#words", words);
        page.fill("#name", "Gus");
        page.locator("button.main").click();
    }

    @Test
    void everythingWorksWithTheKeyboardAlone() {
        owner.navigate(snug.address() + "/");
        Keyboard keys = new Keyboard(owner);
        keys.press("a[href='/new'].soft", "Enter");
        owner.waitForURL(Pattern.compile(".*/new"));
        keys.press("button.plain", "Enter");
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
        Page page = joined("Finn", browser(true));
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
                    Map.of("login", "Finn", "passphrase", Arrival.PASSPHRASE));
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
        return page(new Browser.NewContextOptions().setJavaScriptEnabled(script));
    }

    private Page phone() {
        return page(
                new Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true));
    }

    private Page page(Browser.NewContextOptions options) {
        BrowserContext context =
                chromium.browser().newContext(options.setTimezoneId("Europe/Berlin"));
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
        Keyboard keys = new Keyboard(page);
        keys.type("#code", snug.setUpCode());
        keys.type("#login", "Olga");
        keys.type("#passphrase", Arrival.PASSPHRASE);
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/welcome"));
        keys.type("#name", "Olga");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/welcome/words"));
        keys.press("[name=kept]", "Space");
        keys.press("button.main", "Enter");
        page.waitForURL(snug.address() + "/");
    }

    /** Where someone has accepted an invitation. */
    private Page joined(String name, Page page) {
        page.navigate(invitation());
        Arrival.enter(page, name);
        return page;
    }

    private String invitation() {
        return Arrival.invitation(owner, snug.address());
    }

    private static void reloadUntil(Page page, String address, String shown) {
        long end = System.nanoTime() + (long) (PATIENCE_MILLIS * 1e6);
        do {
            page.navigate(address);
        } while (page.locator(shown).count() == 0 && System.nanoTime() < end);
        page.waitForSelector(
                shown, new Page.WaitForSelectorOptions().setState(WaitForSelectorState.VISIBLE));
    }
}
