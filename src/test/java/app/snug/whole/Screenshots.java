/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.snug.testing.Chromium;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of the guides, of the program as it is: {@code ./snug test
 * -Dit.test=Screenshots -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Screenshots {

    private static final Path PLACE = Path.of("docs", "images");
    private static final int QUALITY = 82;

    @Test
    void ofTheFirstFiveMinutes(@TempDir Path data) throws Exception {
        Files.createDirectories(PLACE);
        try (SnugProcess snug = SnugProcess.started(data);
                Chromium chromium = Chromium.launch()) {
            Page ana = page(chromium, 1100, 700);
            ana.navigate(snug.address() + "/setup");
            take(ana, "set-up");
            ana.fill("#code", snug.setUpCode());
            enter(ana, "Ana");
            ana.navigate(snug.address() + "/household");
            ana.getByRole(AriaRole.BUTTON, named("Make an invite link")).click();
            String invitation = ana.inputValue("#invite-link");
            take(ana, "invitation");
            Page ben = page(chromium, 390, 780);
            ben.navigate(invitation);
            enter(ben, "Ben");
            ben.navigate(snug.address() + "/me");
            String bensId = ben.locator("#my-id").innerText();
            ben.navigate(snug.address() + "/");

            ana.navigate(snug.address() + "/new");
            ana.fill("#to", bensId);
            ana.getByRole(AriaRole.BUTTON, named("Continue")).click();
            ana.waitForURL(Pattern.compile(".*/c/\\d+"));
            say(ana, "The loaf comes out at seven. Are you near?");
            ben.locator("#door a").click();
            ben.getByRole(AriaRole.BUTTON, named("Accept Ana")).click();
            say(ben, "Ten minutes. I bring the good butter.");
            say(ben, "And an appetite.");
            assertThat(ana.locator(".m.in")).hasCount(2);
            say(ana, "Then I put the kettle on.");
            assertThat(ben.locator(".m.in")).hasCount(2);
            take(ana, "conversation");
            take(ben, "phone");
            ana.navigate(snug.address() + "/status");
            take(ana, "status");
            ana.navigate(snug.address() + "/household/check");
            take(ana, "self-check");
            ben.navigate(snug.address() + "/status");
            take(ben, "status-phone");
        }
    }

    private static Page page(Chromium chromium, int width, int height) {
        Page page =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, height)
                                        .setTimezoneId("Europe/Berlin"))
                        .newPage();
        page.setDefaultTimeout(60_000);
        return page;
    }

    private static void say(Page page, String text) {
        page.fill("#text", text);
        page.press("#text", "Enter");
        assertThat(page.locator(".m.out").last().locator(".meta .sr")).hasText("Sent");
    }

    private static void take(Page page, String name) {
        for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            String file = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".jpg";
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(PLACE.resolve(file))
                            .setType(ScreenshotType.JPEG)
                            .setQuality(QUALITY));
        }
    }

    private static void enter(Page page, String name) {
        page.fill("#login", name);
        page.fill("#passphrase", "correct horse battery");
        page.locator("button.main").click();
        page.waitForURL(Pattern.compile(".*/welcome"));
        page.fill("#name", name);
        page.locator("button.main").click();
        page.waitForURL(Pattern.compile(".*/welcome/words"));
        page.check("[name=kept]");
        page.locator("button.main").click();
        page.waitForURL(Pattern.compile(".*/$"));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
