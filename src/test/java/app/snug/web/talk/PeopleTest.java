/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Preferences.Preference;
import app.snug.testing.Chromium;
import app.snug.web.BrowserTest;
import app.snug.web.MemoryChoices;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryPreferences;
import app.snug.web.PageHouse;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.Tab;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who waits at the door, the menu of a row, settings and keys, on a desk and on a phone. */
@BrowserTest
class PeopleTest {

    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryChoices choices;
    @Autowired MemoryPreferences preferences;
    @LocalServerPort int port;

    private Page page;
    private Person ana;
    private Summary ben;

    @BeforeEach
    void arrive() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        messenger.receive(ana.account(), ben.id(), "Any loaf left?", PageHouse.NOW);
        choices.made.clear();
        page = Tab.DESK.of(ana, port, 1100, 700);
        go("/");
        page.waitForCondition(() -> messenger.listeners(ana.account()) > 0);
        assertThat(page.locator("#list .row")).hasCount(1);
    }

    private void go(String path) {
        page.navigate(address(path));
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }

    @Test
    void aStrangerKnocksOnAnOpenPageAndIsLetIn() {
        assertThat(page).hasTitle(Pattern.compile("^\\(1\\) "));
        Summary jonas = messenger.knock(ana.account(), "Jonas", "Hello Ana", PageHouse.NOW);
        assertThat(page.locator("#door .badge")).hasText("1");
        assertThat(page.locator("#list .row")).hasCount(1);
        page.locator("#door a").click();
        page.locator(".card h2 a").click();
        assertThat(page.locator("#standing")).containsText("Jonas is not among the people");
        // Let in on another device: the page follows by itself.
        messenger.decide(ana.account(), jonas.id(), MemoryMessenger.approvals(true, true));
        assertThat(page.locator("#standing .note")).hasCount(0);
        assertThat(page.locator("#door .knock")).hasCount(0);
        assertThat(page.locator("#list .row")).hasCount(2);
    }

    @Test
    void theKnockingIsPutAwayAlsoWhereItCameLive() {
        messenger.knock(ana.account(), "Jonas", "Hello", PageHouse.NOW);
        page.locator("#door button").click();
        assertThat(page.locator("#list .row")).hasCount(1);
        assertThat(page.locator("#door .knock")).hasCount(0);
    }

    @Test
    void theMenuOfARowOpensClosesAndDecidesWithTheKeyboardAlone() {
        page.locator(".row-act").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#row-menu")).isVisible();
        assertThat(page.locator("#row-menu button").first()).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("#row-menu")).isHidden();
        assertThat(page.locator(".row-act")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#row-menu button").first()).isFocused();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page.locator("#row-menu")).isHidden();
        org.assertj.core.api.Assertions.assertThat(choices.made)
                .singleElement()
                .asString()
                .startsWith("mute 2026");
        messenger.decide(
                ana.account(),
                ben.id(),
                MemoryMessenger.settings(
                        1, Optional.of(PageHouse.NOW.plusSeconds(60)), false, true, true, false));
        assertThat(page.locator(".row .end .badge.hush")).hasText("1");
        assertThat(page).hasTitle(Pattern.compile("^Conversations"));
    }

    @Test
    void whoIsSentAwayOrLetInOnThePhoneIsSoOnTheDesk() {
        for (String name : List.of("Jonas", "Kim", "Lea", "Max")) {
            messenger.knock(ana.account(), name, "Hello", PageHouse.NOW);
        }
        Page phone = phone();
        phone.locator("#door a").tap();
        decide(phone, "Jonas", "decline");
        assertThat(page.locator("#door .badge")).hasText("3");
        decide(phone, "Kim", "block");
        assertThat(page.locator("#door .badge")).hasText("2");
        decide(phone, "Lea", "accept");
        assertThat(page.locator("#list .row")).hasCount(2);
        assertThat(page.locator("#door .badge")).hasText("1");
        phone.navigate(address("/requests"));
        phone.locator("details summary").tap();
        phone.locator("form[action='/requests/decline'] button").tap();
        assertThat(phone.locator("article")).hasCount(0);
        assertThat(page.locator("#door .knock")).hasCount(0);
    }

    private static void decide(Page phone, String name, String deed) {
        Locator card = phone.locator("article", new Page.LocatorOptions().setHasText(name));
        card.locator("form[action$='/" + deed + "'] button").tap();
        assertThat(card).hasCount(0);
    }

    @Test
    void whatIsDoneWithARowOnThePhoneIsSeenOnTheDesk() {
        Page phone = phone();
        String quiet = page.locator("#icon").getAttribute("data-quiet");
        assertThat(page.locator("#icon")).not().hasAttribute("href", quiet);
        choose(phone, "pin", "");
        assertThat(page.locator("#list .pinned")).hasCount(1);
        choose(phone, "read", "");
        assertThat(page.locator("#list .badge")).hasCount(0);
        assertThat(page).hasTitle(Pattern.compile("^Conversations"));
        assertThat(page.locator("#icon")).hasAttribute("href", quiet);
        choose(phone, "unread", "");
        assertThat(page.locator("#list .mark-dot")).hasCount(1);
        choose(phone, "mute", "Silence");
        assertThat(page.locator("#list .name")).containsText("Silenced");
        choose(phone, "hide", "Hide");
        assertThat(page.locator("#list .row")).hasCount(0);
        Summary cleo = messenger.meet(ana.account(), messenger.stranger(), "Cleo");
        messenger.receive(ana.account(), cleo.id(), "Hello", PageHouse.NOW);
        choose(phone, "delete", "Delete");
        assertThat(page.locator("#list .row")).hasCount(0);
        assertThat(phone.locator("#list .row")).hasCount(0);
    }

    /** From the menu of the only row, which lies at the bottom of a phone. */
    private static void choose(Page phone, String deed, String under) {
        Locator menu = phone.locator("#row-menu");
        phone.locator(".row-act").tap();
        assertThat(menu).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
        if (!under.isEmpty()) {
            menu.locator("summary", new Locator.LocatorOptions().setHasText(under)).tap();
        }
        menu.locator("form[action$='/" + deed + "'] button").first().tap();
        assertThat(menu).isHidden();
    }

    @Test
    void whoIsBlockedOnTheDeskIsUnblockedOnThePhoneAndCalledWhatOneLikes() {
        Page phone = phone();
        page.locator(".row-act").focus();
        page.keyboard().press("Enter");
        Locator block = page.locator("#row-menu summary", having("Block"));
        block.focus();
        page.keyboard().press("Enter");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(phone.locator("#list .name")).containsText("Blocked");
        phone.navigate(address("/settings/blocked"));
        assertThat(phone.locator("main")).containsText("Ben");
        phone.locator("main label").tap();
        phone.locator("main form button").tap();
        assertThat(phone.locator("main")).not().containsText("Ben");
        assertThat(page.locator("#list .name")).not().containsText("Blocked");

        phone.navigate(address("/c/" + ben.id().value() + "/about"));
        phone.fill("#nickname", "Benny");
        phone.locator("form:has(#nickname) button").tap();
        assertThat(page.locator("#list .name")).hasText("Benny");
    }

    private static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    @Test
    void aSettingHoldsInBothBrowsersButEachHasItsOwnLook() {
        Page phone = phone();
        go("/settings");
        for (String wanted : List.of("[name=of][value=NONE]", "[name=theme][value=night]")) {
            page.locator(wanted).focus();
            page.waitForResponse(
                    Pattern.compile(".*/settings/(notifications|look)"),
                    () -> page.keyboard().press("Space"));
        }
        page.locator("[name=after][value=YEAR]").focus();
        page.keyboard().press("Space");
        page.keyboard().press("Enter");
        assertThat(page.locator(".note[role=status]")).containsText("Saved");
        assertThat(page.locator("html")).hasAttribute("data-theme", "night");
        phone.navigate(address("/settings"));
        assertThat(phone.locator("[name=of][value=NONE]")).isChecked();
        assertThat(phone.locator("[name=after][value=YEAR]")).isChecked();
        assertThat(phone.locator("html[data-theme]")).hasCount(0);
        phone.waitForResponse(
                Pattern.compile(".*/settings/privacy"),
                () -> phone.locator("label:has([name=typing])").tap());
        page.reload();
        assertThat(page.locator("[name=typing]")).isChecked();
    }

    private Page phone() {
        Page phone = Tab.PHONE.of(ana, port, 390, 844);
        phone.navigate(address("/"));
        phone.waitForCondition(() -> messenger.listeners(ana.account()) == 2);
        return phone;
    }

    @Test
    void whatIsOnlyBegunSaysSoInTheList() {
        go("/c/" + ben.id().value());
        page.fill("#text", "Half of it, and");
        go("/");
        assertThat(page.locator(".row .last")).hasText("Draft: Half of it, and");
    }

    @Test
    void theEnterKeyDoesWhatItsOwnerWants() {
        preferences.change(ana.account(), before -> Preference.DEFAULT.enterSends(false));
        go("/c/" + ben.id().value());
        page.locator("#text").pressSequentially("One");
        page.press("#text", "Enter");
        page.locator("#text").pressSequentially("two");
        assertThat(page.locator("#text")).hasValue("One\ntwo");
        page.press("#text", "Shift+Enter");
        assertThat(page.locator(".m.out .bub")).containsText("One\ntwo");
    }

    @Test
    void aLookHoldsAtOnceAndAfterwardsAndKeysAreListed() {
        go("/settings");
        page.locator("input[name=theme][value=night]").check();
        assertThat(page.locator("html")).hasAttribute("data-theme", "night");
        assertThat(page.locator("#toast")).hasText("Saved");
        go("/");
        assertThat(page.locator("html")).hasAttribute("data-theme", "night");
        page.keyboard().press("Shift+?");
        assertThat(page.locator("#keys")).isVisible();
        assertThat(page.locator("#keys kbd").first()).hasText("?");
        page.keyboard().press("Escape");
        assertThat(page.locator("#keys")).isHidden();
        page.keyboard().press("1");
        assertThat(page).hasURL(Pattern.compile(".*/c/" + ben.id().value()));
    }

    @Test
    void aPageThatIsNotInSightNotifiesOfSeveralAtOnce() {
        try (BrowserContext unseen = Chromium.shared().newContext()) {
            Tab.enter(unseen, ana, port);
            page = unseen.newPage();
            page.clock().install();
            page.addInitScript(
                    """
                    window.said = [];
                    window.Notification = class {
                      static permission = 'granted';
                      constructor(title, options) { window.said.push(title + ': ' + options.body); }
                      addEventListener() {}
                    };
                    Object.defineProperty(document, 'hidden', { get: () => !window.insight });
                    """);
            go("/");
            page.waitForCondition(() -> messenger.listeners(ana.account()) > 1);
            messenger.receive(ana.account(), ben.id(), "One", PageHouse.NOW);
            messenger.receive(ana.account(), ben.id(), "Two", PageHouse.NOW.plusSeconds(1));
            assertThat(page.locator("#list .badge")).hasText("3");
            page.clock().runFor(2000);
            org.assertj.core.api.Assertions.assertThat(page.evaluate("() => window.said"))
                    .isEqualTo(List.of("Snug: 2 new messages\nBen"));
        }
    }
}
