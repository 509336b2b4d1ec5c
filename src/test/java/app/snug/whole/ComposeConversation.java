/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.snug.testing.Chromium;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Two browsers at a Snug that runs already: {@code .ci/compose} starts it and says where, in {@code
 * SNUG_TEST_ADDRESS}, and with which one-time code, in {@code SNUG_TEST_CODE}.
 */
class ComposeConversation {

    private static final double PATIENCE_MILLIS = 60_000;

    private final String address = setting("SNUG_TEST_ADDRESS");

    @Test
    void twoBrowsersTalk() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        try (Chromium chromium = Chromium.launch()) {
            Page ada = page(chromium);
            ada.navigate(address + "/setup");
            ada.fill("#code", setting("SNUG_TEST_CODE"));
            enter(ada, "Ada");
            ada.navigate(address + "/household");
            ada.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Make an invite link"))
                    .click();
            Page ben = page(chromium);
            ben.navigate(ada.inputValue("#invite-link"));
            enter(ben, "Ben");
            ben.navigate(address + "/me");
            String bensId = ben.locator("#my-id").innerText();
            ben.navigate(address + "/");

            ada.navigate(address + "/new");
            ada.fill("#to", bensId);
            ada.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue")).click();
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

            ada.navigate(address + "/household/check");
            assertThat(ada.locator("[data-test=database]")).hasAttribute("data-level", "ok");
            assertThat(ada.locator("[data-test=network]")).hasAttribute("data-level", "ok");
            assertThat(ada.locator("[data-test=socket]")).hasAttribute("data-level", "ok");
        }
    }

    private Page page(Chromium chromium) {
        Page page = chromium.browser().newContext().newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        return page;
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

    private static String setting(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }
}
