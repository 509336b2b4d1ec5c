/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.SyncStatus.Membership;
import app.snug.messenger.SyncStatus.Membership.Kind;
import app.snug.messenger.SyncStatus.Membership.Place;
import app.snug.messenger.SyncStatus.Stage;
import app.snug.web.MemoryChoices;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What can be decided about a conversation, and how devices stand. */
@PageTest
class AboutPageTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryChoices choices;
    private Person ana;
    private Summary ben;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        choices.made.clear();
    }

    private MvcTestResult decide(String what, String name, String value) {
        return pages.post()
                .uri("/c/{id}/about/" + what, ben.id().value())
                .param(name, value)
                .with(csrf())
                .with(ana.asks())
                .exchange();
    }

    @Test
    void everythingIsDecidedWithPlainForms() {
        String here = "/c/" + ben.id().value() + "/about";
        assertThat(pages.get().uri(here).with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains(here + "/pin", here + "/mute", here + "/block", here + "/delete");
        assertThat(decide("pin", "pinned", "true")).hasRedirectedUrl(here);
        assertThat(decide("mute", "hours", "8")).hasRedirectedUrl(here);
        assertThat(decide("mute", "hours", "0")).hasRedirectedUrl(here);
        assertThat(decide("mute", "hours", "-1")).hasRedirectedUrl(here);
        assertThat(decide("nickname", "nickname", " Benny ")).hasRedirectedUrl(here);
        assertThat(decide("block", "blocked", "true")).hasRedirectedUrl(here);
        assertThat(decide("unread", "x", "")).hasRedirectedUrl("/");
        assertThat(decide("hide", "x", "")).hasRedirectedUrl("/");
        assertThat(decide("delete", "x", "")).hasRedirectedUrl("/");
        assertThat(choices.made)
                .containsExactly(
                        "pin true",
                        "mute " + PageHouse.NOW.plus(Duration.ofHours(8)),
                        "mute no",
                        "notifications DISABLED",
                        "mute no",
                        "nickname Benny",
                        "block true",
                        "unread",
                        "hide",
                        "delete");
    }

    @Test
    void howMessagesVanishIsChosenFromWhatIsOffered() {
        String here = "/c/" + ben.id().value() + "/about";
        assertThat(decide("disappearing", "when", "read-300")).hasRedirectedUrl(here);
        assertThat(decide("disappearing", "when", "sent-86400")).hasRedirectedUrl(here);
        assertThat(decide("disappearing", "when", "off")).hasRedirectedUrl(here);
        assertThat(choices.made)
                .containsExactly(
                        "disappearing AFTER_READING PT5M",
                        "disappearing AFTER_SENDING PT24H",
                        "disappearing no");
        for (String wrong : new String[] {"", "soon", "read-", "read-0", "sent--1", "read-1e9"}) {
            assertThat(decide("disappearing", "when", wrong)).hasStatus(HttpStatus.BAD_REQUEST);
        }
        assertThat(pages.get().uri(here).with(ana.asks()))
                .bodyText()
                .contains(
                        "Once you have both accepted each other",
                        here.replace("about", "export.html"));
        Summary notes = messenger.start(ana.account(), ana.account().id());
        assertThat(pages.get().uri("/c/{id}/about", notes.id().value()).with(ana.asks()))
                .bodyText()
                .doesNotContain("??", "read-300")
                .contains("value=\"sent-43200\"", "12 hours", "2 weeks");
    }

    @Test
    void aNicknameThatIsTooLongIsKeptAndExplained() {
        assertThat(decide("nickname", "nickname", "x".repeat(101)))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .doesNotContain("??")
                .contains("x".repeat(101));
        assertThat(choices.made).isEmpty();
    }

    @Test
    void nobodyDecidesAboutTheConversationsOfOthers() throws Exception {
        Person cleo = people.someone("Cleo");
        assertThat(
                        pages.post()
                                .uri("/c/{id}/about/delete", ben.id().value())
                                .with(csrf())
                                .with(cleo.asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(choices.made).isEmpty();
    }

    @Test
    void aRestoreShowsHowFarItIsAndLooksAgain() {
        choices.report = MemoryChoices.report(Stage.LOOKING, 0);
        assertThat(pages.get().uri("/me/devices").with(ana.asks()))
                .hasHeader("Refresh", "2")
                .bodyText()
                .doesNotContain("??")
                .contains("Looking for your account", "cannot come back");
        choices.report = MemoryChoices.report(Stage.DONE, 2);
        assertThat(pages.get().uri("/me/devices").with(ana.asks()))
                .doesNotContainHeader("Refresh")
                .bodyText()
                .doesNotContain("??")
                .contains("2 versions could not be read");
    }

    @Test
    void whatHasNoPageYetIsListedWithTheWayToIt() {
        choices.report = MemoryChoices.report(Stage.DONE, 0);
        choices.joined =
                List.of(
                        MemoryChoices.HALL,
                        group(Kind.GROUP, "Climbers", Place.INSIDE),
                        group(Kind.GROUP, "Perhaps", Place.INVITED),
                        group(Kind.GROUP, "No more", Place.REMOVED),
                        group(Kind.GROUP, "", Place.DISSOLVED),
                        group(Kind.OLD_GROUP, "Of old", Place.INSIDE));
        assertThat(pages.get().uri("/me/devices").with(ana.asks()))
                .bodyText()
                .doesNotContain("??", "public_key")
                .contains(
                        "open a Session app and restore your account with the same words",
                        ">hall<",
                        ">http://example.org/hall<",
                        ">Climbers<",
                        ">Perhaps<",
                        ">Invitation<",
                        ">You were removed<",
                        ">Deleted by its admins<",
                        ">03" + "a1".repeat(32) + "<",
                        ">Of old<",
                        ">Old kind, closed since 2025<");
        choices.joined = List.of(MemoryChoices.HALL);
    }

    private static Membership group(Kind kind, String name, Place place) {
        return new Membership(kind, name, "03" + "a1".repeat(32), place);
    }
}
