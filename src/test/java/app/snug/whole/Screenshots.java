/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.snug.testing.Chromium;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotType;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of the guides, of the program as it is: {@code ./snug test
 * -Dit.test=Screenshots -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Screenshots {

    private static final Path PLACE = Path.of("docs", "images");
    private static final int QUALITY = 82;
    private static final double PATIENCE_MILLIS = 60_000;

    @Test
    void ofTheFirstFiveMinutes(@TempDir Path data) throws Exception {
        Files.createDirectories(PLACE);
        try (SnugProcess snug = SnugProcess.started(data);
                Chromium chromium = Chromium.launch()) {
            Page ana = page(chromium, 1100, 700);
            ana.navigate(snug.address() + "/setup");
            take(ana, "set-up");
            ana.fill("#code", snug.setUpCode());
            Arrival.enter(ana, "Ana");
            String invitation = Arrival.invitation(ana, snug.address());
            take(ana, "invitation");
            Page ben = page(chromium, 390, 780);
            ben.navigate(invitation);
            Arrival.enter(ben, "Ben");
            ben.navigate(snug.address() + "/me");
            String bensId = ben.locator("#my-id").innerText();
            ben.navigate(snug.address() + "/");

            ana.navigate(snug.address() + "/new");
            ana.fill("#to", bensId);
            ana.getByRole(AriaRole.BUTTON, Arrival.named("Continue")).click();
            ana.waitForURL(Pattern.compile(".*/c/\\d+"));
            say(ana, "The loaf comes out at seven. Are you near?");
            ben.locator("#door a").click();
            ben.getByRole(AriaRole.BUTTON, Arrival.named("Accept Ana")).click();
            say(ben, "Ten minutes. I bring the good butter.");
            say(ben, "And an appetite.");
            assertThat(ana.locator(".m.in")).hasCount(2);
            ana.setInputFiles(
                    "#composer input[type=file]",
                    new FilePayload("lake.jpg", "image/jpeg", theLake()));
            assertThat(ana.locator("#tray .staged:not(.busy)")).hasCount(1);
            say(ana, "Then I put the kettle on. Look what the lake did this morning.");
            ben.locator(".file-acts .btn").first().click();
            assertThat(ben.locator("a.pic img")).isVisible();
            answer(ben, "And you did not wake me?");
            assertThat(ana.locator(".m.in")).hasCount(3);
            // By now she knows what he calls himself.
            ana.reload();
            assertThat(ana.locator("h1")).hasText("Ben");
            assertThat(ana.locator("a.pic img")).isVisible();
            take(ana, "conversation");
            take(ben, "phone");
        }
    }

    private static void answer(Page page, String text) {
        page.locator(".m.in .act").last().click();
        page.locator("#acts [data-answer]").click();
        assertThat(page.locator("#staged .quote")).isVisible();
        say(page, text);
    }

    /** A sunrise. */
    private static byte[] theLake() throws IOException {
        BufferedImage image = new BufferedImage(960, 600, BufferedImage.TYPE_INT_RGB);
        Graphics2D paint = image.createGraphics();
        paint.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        paint.setPaint(new GradientPaint(0, 0, new Color(0x7d9fc4), 0, 360, new Color(0xf6c79a)));
        paint.fillRect(0, 0, 960, 360);
        paint.setColor(new Color(0xfdeecb));
        paint.fillOval(590, 215, 120, 120);
        paint.setColor(new Color(0x6f7f86));
        paint.fillPolygon(
                new int[] {0, 0, 190, 360, 560, 760, 960, 960},
                new int[] {360, 270, 190, 290, 235, 300, 220, 360},
                8);
        paint.setPaint(new GradientPaint(0, 350, new Color(0xe9b98f), 0, 600, new Color(0x39566b)));
        paint.fillRect(0, 350, 960, 250);
        paint.setColor(new Color(255, 244, 214, 90));
        for (int i = 0; i < 9; i++) {
            paint.fillRoundRect(560 + i % 3 * 14, 368 + i * 22, 170 - i * 9, 5, 5, 5);
        }
        paint.setColor(new Color(0x2f2a26));
        paint.fillPolygon(new int[] {180, 400, 360, 215}, new int[] {470, 470, 505, 505}, 4);
        paint.fillRect(284, 395, 5, 78);
        paint.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    private static Page page(Chromium chromium, int width, int height) {
        Page page =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, height)
                                        .setReducedMotion(ReducedMotion.REDUCE)
                                        .setTimezoneId("Europe/Berlin"))
                        .newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
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
}
