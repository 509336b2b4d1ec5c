/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.snug.web.BrowserTest;
import app.snug.web.People;
import app.snug.web.Tab;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** From an invitation to the first conversation, on a phone. */
@BrowserTest
class FirstDayTest {

    @Autowired People people;
    @LocalServerPort int port;

    @Test
    void everyStepBeginsOnTheScreenAndTheWordsStayUntilTheyAreWrittenDown() throws Exception {
        people.newcomer();
        Page page = Tab.PHONE.empty(390, 844);
        page.navigate("http://localhost:" + port + "/join/" + people.invitation());
        assertThat(page.locator("#passphrase")).isInViewport();
        page.fill("#login", "Kim on a phone");
        page.fill("#passphrase", People.PASSPHRASE);
        page.press("#passphrase", "Enter");
        assertThat(page).hasURL(Pattern.compile(".*/welcome"));
        assertThat(page.locator("#name")).isInViewport();
        page.fill("#name", "Kim");
        page.press("#name", "Enter");
        assertThat(page.locator("#the-words li")).hasCount(13);
        assertThat(page.locator("#the-words li").last()).isInViewport();
        page.locator("[name=kept]").evaluate("tick => { tick.required = false; }");
        page.locator("button.main").click();
        assertThat(page.locator("#kept-e")).containsText("Write them down first");
        assertThat(page.locator("#the-words li")).hasCount(13);
        page.check("[name=kept]");
        page.locator("button.main").click();
        assertThat(page).hasURL(Pattern.compile(".*:" + port + "/"));
        assertThat(page.locator(".knock")).hasCount(0);
    }
}
