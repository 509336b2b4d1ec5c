/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.snug.testing.Chromium;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Two browsers at a Snug that runs already: {@code .ci/compose} or {@code .ci/proxies} starts it
 * and says where, in {@code SNUG_TEST_ADDRESS}, and with which one-time code, in {@code
 * SNUG_TEST_CODE}. An address with https is a proxy's.
 */
class RunningConversation {

    /** Close to the largest file that there can be, which a proxy has to let through. */
    private static final int LARGE = 9_900_000;

    private static final int HALF_OF_MANY = 9_000_000;

    private static final double PATIENCE_MILLIS = 60_000;

    private final String address = setting("SNUG_TEST_ADDRESS");

    @Test
    void twoBrowsersTalk() {
        try (Chromium chromium = Chromium.launch()) {
            Page ada = page(chromium);
            ada.navigate(address + "/setup");
            ada.fill("#code", setting("SNUG_TEST_CODE"));
            Arrival.enter(ada, "Ada");
            Page ben = page(chromium);
            ben.navigate(Arrival.invitation(ada, address));
            Arrival.enter(ben, "Ben");
            ben.navigate(address + "/me");
            String bensId = ben.locator("#my-id").innerText();
            ben.navigate(address + "/");

            ada.navigate(address + "/new");
            ada.fill("#to", bensId);
            ada.getByRole(AriaRole.BUTTON, Arrival.named("Continue")).click();
            ada.waitForURL(Pattern.compile(".*/c/\\d+"));
            ada.fill("#text", "From one container to another");
            ada.press("#text", "Enter");
            assertThat(ada.locator(".m.out .meta .sr")).hasText("Sent");
            // Without a reload, so the WebSocket works.
            ben.locator("#door a").click();
            assertThat(ben.locator(".card")).containsText("From one container to another");
            ben.locator(".card form button.main").click();
            ben.fill("#text", "And back again");
            ben.press("#text", "Enter");
            assertThat(ada.locator(".m.in")).containsText("And back again");
            ada.onFileChooser(chooser ->
                    chooser.setFiles(
                            new FilePayload("all.zip", "application/zip", new byte[LARGE])));
            ada.locator("#attach").click();
            assertThat(ada.locator("#tray .staged:not(.busy)")).hasCount(1);
            ada.fill("#text", "All of it");
            ada.press("#text", "Enter");
            assertThat(ada.locator(".m.out").last().locator(".meta .sr")).hasText("Sent");
            assertThat(ben.locator(".m.in .file")).containsText("all.zip");

            // All at once, as a browser without scripts sends them.
            ada.navigate(ada.url().replaceFirst("[?#].*", "") + "/drafts");
            ada.setInputFiles(
                    "#files",
                    new FilePayload[] {
                        new FilePayload("one.zip", "application/zip", new byte[HALF_OF_MANY]),
                        new FilePayload("two.zip", "application/zip", new byte[HALF_OF_MANY])
                    });
            ada.locator("form[action$='/drafts/form'] button").click();
            ada.waitForURL(Pattern.compile(".*/c/\\d+$"));
            assertThat(ada.locator("#tray .staged")).hasCount(2);
            ada.fill("#text", "Both of them");
            ada.press("#text", "Enter");
            assertThat(ada.locator(".m.out").last().locator(".meta .sr")).hasText("Sent");
            assertThat(ben.locator(".m.in .file")).hasCount(3);

            ada.navigate(address + "/household/check");
            for (String test : List.of("database", "network", "socket", "proxy", "host", "tls")) {
                assertThat(ada.locator("[data-test=" + test + "]"))
                        .hasAttribute("data-level", "ok");
            }
            if (isBehindProxy()) {
                assertThat(ada.locator("[data-test=tls]"))
                        .containsText("The connection is encrypted");
            }
        }
    }

    private boolean isBehindProxy() {
        return address.startsWith("https:");
    }

    private Page page(Chromium chromium) {
        Page page =
                chromium.browser()
                        .newContext(
                                // A try-out's certificate is its own.
                                new Browser.NewContextOptions()
                                        .setIgnoreHTTPSErrors(isBehindProxy()))
                        .newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        return page;
    }

    private static String setting(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }
}
