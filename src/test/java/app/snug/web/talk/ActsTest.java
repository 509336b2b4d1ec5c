/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.Message.State;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.Disappearing.Mode;
import app.snug.web.BrowserTest;
import app.snug.web.MemoryChoices;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryPreferences;
import app.snug.web.MemoryResponses;
import app.snug.web.PageHouse;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.Tab;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is done with messages, on a desk with the keyboard alone, and seen on a phone. */
@BrowserTest
class ActsTest {

    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryResponses responses;
    @Autowired MemoryPreferences preferences;
    @Autowired MemoryChoices choices;
    @LocalServerPort int port;

    private Page page;
    private Page phone;
    private Person ana;
    private Summary ben;
    private Message loaf;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        preferences.change(ana.account(), p -> p.typing(true));
        loaf = messenger.receive(ana.account(), ben.id(), "Any loaf left?", PageHouse.NOW);
        responses.told.clear();
        choices.made.clear();
        page = Tab.DESK.of(ana, port, 1000, 700);
        phone = Tab.PHONE.of(ana, port, 390, 844);
        page.navigate(address("/c/" + id()));
        phone.navigate(address("/c/" + id()));
        page.waitForCondition(() -> messenger.listeners(ana.account()) == 2);
    }

    @Test
    void whoSendsBeforeTheQuoteIsHereAnswersAllTheSame() {
        List<Route> held = new ArrayList<>();
        page.route(Pattern.compile(".*\\?answer=.*"), held::add);
        act(page, loaf).click();
        page.locator("#acts [data-answer]").click();
        page.waitForCondition(() -> held.size() == 1);
        page.keyboard().type("Half of it");
        page.keyboard().press("Enter");
        assertThat(phone.locator(".m.out .quote")).containsText("Any loaf left?");

        page.waitForResponse(
                answer -> answer.url().contains("?answer="), () -> held.getFirst().resume());
        assertThat(page.locator(".m.out .quote")).containsText("Any loaf left?");
        assertThat(page.locator("#staged > *")).hasCount(0);
    }

    @Test
    void aRefusedReplyGoesBackWithItsQuote() {
        page.route(
                Pattern.compile(".*/messages$"),
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setStatus(422)
                                        .setBody("Not like this")));
        act(page, loaf).click();
        page.locator("#acts [data-answer]").click();
        assertThat(page.locator("#staged .quote")).containsText("Any loaf left?");
        page.keyboard().type("Half of it");
        page.keyboard().press("Enter");
        assertThat(page.locator("#text-e")).hasText("Not like this");
        assertThat(page.locator("#text")).hasValue("Half of it");
        assertThat(page.locator("#staged .quote")).containsText("Any loaf left?");

        page.unroute(Pattern.compile(".*/messages$"));
        page.press("#text", "Enter");
        assertThat(phone.locator(".m.out .quote")).containsText("Any loaf left?");
    }

    @Test
    void aReplyIsWrittenWithTheKeyboardAloneAndSeenOnThePhone() {
        Locator act = act(page, loaf);
        act.focus();
        act.press("Enter");
        assertThat(page.locator("#acts .quick button").first()).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("#acts")).not().isVisible();
        assertThat(act).isFocused();

        act.press("Enter");
        assertThat(page.locator("#acts [data-answer]")).isVisible();
        page.locator("#acts [data-answer]").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#staged .quote")).containsText("Any loaf left?");
        assertThat(page.locator("#text")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("#staged .quote")).hasCount(0);
        page.keyboard().press("ArrowUp");
        assertThat(page.locator("#staged .quote")).containsText("Any loaf left?");

        page.keyboard().type("Half of it, @");
        assertThat(page.locator("#offered [role=option]")).hasCount(2);
        page.keyboard().type("b");
        page.keyboard().press("Enter");
        assertThat(page.locator("#text")).hasValue("Half of it, @Ben ");
        page.keyboard().press("Enter");

        Locator answer = phone.locator(".m.out .bub");
        assertThat(answer.locator(".quote")).containsText("Any loaf left?");
        assertThat(answer.locator(".at")).hasText("@Ben");
        assertThat(page.locator("#staged .quote")).hasCount(0);
        assertThat(messenger.page(ana.account(), ben.id(), Optional.empty(), 1))
                .extracting(message -> message.body().strip())
                .containsExactly("Half of it, @" + ben.peer().hex());
        answer.locator(".quote").click();
        assertThat(phone.locator("#m" + loaf.id().value()))
                .hasClass(Pattern.compile("\\bfound\\b"));
        // The message itself says that its author has stopped.
        assertThat(responses.told)
                .filteredOn(told -> told.startsWith(id()))
                .containsExactly(id() + " true", id() + " sent");
    }

    @Test
    void emojiAreFoundPutAndTakenBackAndTheOtherPageFollows() {
        act(page, loaf).press("Enter");
        page.locator("#acts .quick button").nth(1).press("Enter");
        assertThat(chips(phone)).hasText(new String[] {"🥰 1"});

        act(page, loaf).press("Enter");
        page.locator("#acts [data-choose]").press("Enter");
        page.locator("#asked [data-seek]").fill("loaf");
        assertThat(page.locator("#asked .grid button:visible")).hasCount(1);
        page.locator("#asked [data-seek]").press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(chips(phone)).hasCount(2);

        chips(phone).first().click();
        assertThat(chips(page)).hasCount(1);
        page.locator("#composer [data-emoji]").click();
        page.locator("#asked [data-seek]").fill("waving hand");
        page.locator("#asked .tones input").nth(3).check();
        assertThat(page.locator("#asked .grid button:visible").first()).hasText("👋🏽");
        page.locator("#asked [data-seek]").fill("tears of joy");
        page.locator("#asked [data-seek]").press("Enter");
        assertThat(page.locator("#text")).hasValue("😂");
    }

    @Test
    void deletingAsksInADialogAndSelectingTakesMany() {
        Message jam = messenger.say(ana.account(), ben.id(), "Jam?", PageHouse.NOW.plusSeconds(9));
        act(page, jam).click();
        page.locator("#acts [data-ask]").click();
        assertThat(page.locator("#asked")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#asked")).not().isVisible();
        act(page, jam).click();
        page.locator("#acts [data-ask]").click();
        page.locator("#asked input[value=true]").check();
        page.locator("#asked .solid-bad").click();
        assertThat(phone.getByText("Jam?")).hasCount(0);
        assertThat(responses.deleted).contains("everywhere Jam?");

        messenger.say(ana.account(), ben.id(), "Butter?", PageHouse.NOW.plusSeconds(20));
        act(page, loaf).click();
        page.locator("#acts a[href*='select=']").click();
        page.locator(".pick input").last().check();
        page.keyboard().press("Delete");
        page.locator(".solid-bad").click();
        assertThat(phone.getByText("Butter?")).hasCount(0);
        assertThat(phone.getByText("Any loaf left?")).hasCount(0);
    }

    @Test
    void whatCouldNotGoIsTriedAgainOnTheDeskAndWhatIsKnownOfItIsReadOnThePhone() {
        Message jam = messenger.say(ana.account(), ben.id(), "Jam?", PageHouse.NOW.plusSeconds(9));
        Optional<SendFailure> away = Optional.of(SendFailure.SWARM_UNREACHABLE);
        messenger.become(ana.account(), jam.id(), State.FAILED, away);
        assertThat(phone.locator(".oops")).isVisible();
        page.locator(".oops button").first().focus();
        page.keyboard().press("Enter");
        assertThat(phone.locator(".oops")).hasCount(0);
        assertThat(phone.locator(".m.out .meta .sr")).hasText("Sending");
        messenger.become(ana.account(), jam.id(), State.SENT, Optional.empty());
        for (Page each : List.of(page, phone)) {
            assertThat(each.locator(".m.out .meta .sr")).hasText("Sent");
        }
        act(phone, jam).tap();
        phone.locator("#acts a[href$='/messages/" + jam.id().value() + "']").tap();
        assertThat(phone.locator("article")).containsText("Jam?");
        assertThat(phone.locator("dl")).containsText("Sent");
        phone.locator("main a.ib").first().tap();
        assertThat(phone.locator("#m" + jam.id().value())).isInViewport();
    }

    @Test
    void whatIsNewIsMarkedALongMessageIsReadWholeAndItsTextIsCopied() {
        page.navigate(address("/"));
        phone.navigate(address("/"));
        String tale = "Nobody had taken the boat out yet. ".repeat(100);
        Message told =
                messenger.receive(ana.account(), ben.id(), tale, PageHouse.NOW.plusSeconds(1));
        phone.locator("#list .row").tap();
        assertThat(phone.locator(".fresh")).isVisible();
        assertThat(page.locator("#list .badge")).hasCount(0);
        phone.locator(".whole").tap();
        assertThat(phone.locator(".told")).hasText(tale.strip());
        page.context().grantPermissions(List.of("clipboard-write"));
        page.navigate(address("/c/" + id()));
        assertThat(page.locator(".fresh")).hasCount(0);
        act(page, told).press("Enter");
        page.locator("#acts [data-text]").press("Enter");
        assertThat(page.locator("#toast")).hasText("Copied");
        page.locator("#text").press("Control+v");
        assertThat(page.locator("#text")).hasValue(tale);
    }

    @Test
    void anInvitationIsACardWhoseAddressIsCopiedIfTheBrowserLetsOneAndCodeIsSetApart() {
        String lake = "https://open.example/lake?public_key=ab";
        Extras card = Extras.NONE.inviting(new Extras.Invitation(lake, "The lake"));
        messenger.receive(ana.account(), ben.id(), "", card, PageHouse.NOW.plusSeconds(1));
        String code = "Try ```bake(loaf, 40)``` on it";
        messenger.receive(ana.account(), ben.id(), code, PageHouse.NOW.plusSeconds(2));
        for (Page each : List.of(page, phone)) {
            assertThat(each.locator(".peek b")).hasText("The lake");
            assertThat(each.locator("code.block")).hasText("bake(loaf, 40)");
            assertThat(each.locator(".m").last()).containsText("on it");
        }
        phone.context().grantPermissions(List.of("clipboard-write"));
        phone.locator(".peek a").tap();
        assertThat(phone.locator("#toast")).hasText("Copied");
        act(page, loaf).press("Enter");
        page.locator("#acts [data-text]").press("Enter");
        assertThat(page.locator("#toast")).containsText("copy it yourself");
        page.locator(".peek a").press("Enter");
        page.waitForURL(Pattern.compile(".*/copy\\?m=.*"));
        assertThat(page.getByText(lake)).isVisible();
    }

    @Test
    void aLinkSaysWhereItLeadsBeforeItDoes() {
        messenger.receive(
                ana.account(),
                ben.id(),
                "See https://lake.example/boat",
                PageHouse.NOW.plusSeconds(1));
        page.locator(".m.in .bub a").click();
        assertThat(page.locator("#asked")).containsText("You are leaving for lake.example");
        assertThat(page.locator("#asked .btn.main")).isFocused();
        assertThat(page.locator("#asked .btn.main"))
                .hasAttribute("href", "https://lake.example/boat");
        page.locator("#asked [data-close]").click();
        assertThat(page.locator("#asked")).isHidden();
        assertThat(page.locator(".m.in .bub a")).isFocused();
    }

    @Test
    void aTimerIsSetOnTheDeskFollowedOnThePhoneAndWhatVanishesLeavesBoth() {
        messenger.decide(ana.account(), ben.id(), MemoryMessenger.approvals(true, true));
        page.navigate(address("/c/" + id() + "/about"));
        page.selectOption("#when", "read-3600");
        page.locator("form:has(#when) button").click();
        assertThat(choices.made).singleElement().asString().contains("AFTER_READING PT1H");
        page.navigate(address("/c/" + id()));
        page.waitForCondition(() -> messenger.listeners(ana.account()) == 2);

        Extras aDay =
                Extras.NONE.vanishing(
                        Optional.of(new Disappearing(Mode.AFTER_SENDING, Duration.ofDays(1))),
                        Optional.empty());
        messenger.note(
                ana.account(),
                ben.id(),
                Message.Kind.TIMER,
                aDay,
                false,
                PageHouse.NOW.plusSeconds(2));
        assertThat(page.locator(".m.line")).containsText("From now on, what");
        phone.locator(".m.line button").click();
        assertThat(phone.locator(".m.line")).isVisible();
        assertThat(choices.made).last().asString().contains("AFTER_SENDING PT24H");

        Message secret =
                messenger.receive(
                        ana.account(), ben.id(), "Soon gone", aDay, PageHouse.NOW.plusSeconds(3));
        assertThat(page.getByText("Soon gone").last()).isVisible();
        assertThat(phone.locator(".bub").getByText("Soon gone")).isVisible();
        messenger.discard(ana.account(), secret.id());
        assertThat(page.getByText("Soon gone")).hasCount(0);
        assertThat(phone.getByText("Soon gone")).hasCount(0);
    }

    @Test
    void whatIsSearchedForIsFoundWithTheKeyboardAndWithTheFinger() {
        for (Page each : List.of(page, phone)) {
            each.navigate(address("/search"));
            each.locator("#q").pressSequentially("loa");
            assertThat(each.locator(".hit mark")).hasText("loaf");
            if (each == page) {
                each.locator(".hit").focus();
                each.keyboard().press("Enter");
            } else {
                each.locator(".hit").click();
            }
            assertThat(each.locator("#m" + loaf.id().value())).isInViewport();
        }
    }

    @Test
    void aConversationIsKeptAsAPageThatOpensWithoutAServer(@TempDir Path folder) {
        messenger.say(ana.account(), ben.id(), "<b>Half</b> of it", PageHouse.NOW.plusSeconds(5));
        page.navigate(address("/c/" + id() + "/about"));
        Path kept = folder.resolve("kept.html");
        page.waitForDownload(() -> page.locator("a[href$='export.html']").click()).saveAs(kept);
        phone.navigate("about:blank");
        phone.context().setOffline(true);
        phone.navigate(kept.toUri().toString());
        assertThat(phone.locator("article")).hasCount(2);
        assertThat(phone.locator("article").last()).containsText("<b>Half</b> of it");
        assertThat(phone.locator("h1")).containsText("Ben");
        assertThat(
                        page.waitForDownload(() -> page.locator("a[href$='export.json']").click())
                                .suggestedFilename())
                .endsWith(".json");
    }

    @Test
    void theOtherIsSeenWritingUntilTheyStop() {
        Instant soon = Instant.now().plus(Duration.ofMinutes(2));
        responses.write(ana.account(), ben.id(), Optional.of(soon));
        assertThat(page.locator(".typing-now .sr")).hasText("Ben is writing");
        responses.write(ana.account(), ben.id(), Optional.empty());
        assertThat(page.locator(".typing-now")).hasCount(0);
    }

    private String id() {
        return String.valueOf(ben.id().value());
    }

    private static Locator act(Page on, Message message) {
        return on.locator("#m" + message.id().value() + " .act");
    }

    private static Locator chips(Page on) {
        return on.locator(".hearts button");
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
