/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** How people come into a household, in a browser. */
final class Arrival {

    static final String PASSPHRASE = "correct horse battery";

    private Arrival() {}

    /** The address of a fresh invitation. */
    static String invitation(Page owner, String house) {
        owner.navigate(house + "/household");
        owner.getByRole(AriaRole.BUTTON, named("Make an invite link")).click();
        return owner.inputValue("#invite-link");
    }

    /** From the choice of a login to the list of conversations. */
    static void enter(Page page, String name) {
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

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
