/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.web.MemoryChoices;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** People at the door, how the list shows it, and the marks in its rows. */
@PageTest
class RequestsPageTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryChoices choices;
    private Person ana;

    @BeforeEach
    void arrive() throws Exception {
        ana = people.someone("Ana");
        choices.made.clear();
    }

    private MvcTestResult get(String path, Cookie... cookies) {
        var request = pages.get().uri(path).with(ana.asks());
        return (cookies.length > 0 ? request.cookie(cookies) : request).exchange();
    }

    private MvcTestResult post(String path) {
        return pages.post().uri(path).with(csrf()).with(ana.asks()).exchange();
    }

    private Summary knock(String text) {
        return messenger.knock(ana.account(), "Jonas", text, PageHouse.NOW);
    }

    @Test
    void aRequestKnocksAboveTheListAndIsNotInIt() {
        Summary jonas = knock("Hello Ana");
        assertThat(get("/"))
                .bodyText()
                .contains("href=\"/requests\"", "One message request")
                .doesNotContain("id=\"c" + jonas.id().value() + "\"", "??");
        assertThat(get("/requests"))
                .bodyText()
                .contains("Someone’s at the door", "Jonas", "Hello Ana", jonas.peer().hex())
                .doesNotContain("??");
        assertThat(messenger.find(ana.account(), jonas.id()).orElseThrow().unread()).isEqualTo(1);
    }

    @Test
    void theKnockingIsPutAwayUntilSomebodyElseComes() {
        knock("Hello");
        MvcTestResult hidden = post("/requests/hide");
        String door = "snug-door-" + ana.account().ref().value();
        Cookie put = Objects.requireNonNull(hidden.getResponse().getCookie(door));
        assertThat(put.isHttpOnly()).isTrue();
        Cookie cookie = new Cookie(door, put.getValue());
        assertThat(get("/", cookie)).bodyText().doesNotContain("href=\"/requests\"");
        assertThat(get("/requests", cookie)).bodyText().contains("Hello");
        knock("Me too");
        assertThat(get("/", cookie)).bodyText().contains("2 message requests");
        assertThat(get("/", new Cookie(door, "99999999999999999999x")))
                .bodyText()
                .contains("2 message requests");
    }

    @Test
    void whoIsLetInIsDecidedInTheConversationAndOnThePage() {
        Summary jonas = knock("Hello");
        String here = "/c/" + jonas.id().value();
        assertThat(get(here))
                .bodyText()
                .contains(
                        "data-standing=\"request\"",
                        "If you accept or answer",
                        here + "/request/accept")
                .contains("id=\"composer\"")
                .doesNotContain("??");
        assertThat(post(here + "/request/accept")).hasRedirectedUrl(here);
        for (String deed : List.of("decline", "block")) {
            assertThat(post("/c/" + knock("Hello").id().value() + "/request/" + deed))
                    .hasRedirectedUrl("/requests");
        }
        assertThat(post("/requests/decline")).hasRedirectedUrl("/requests");
        assertThat(choices.made).containsExactly("approve", "delete", "block true", "decline all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "decline", "block"})
    void whatIsNoRequestOrNotOnesOwnIsNotDecided(String deed) throws Exception {
        Summary ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        assertThat(post("/c/" + ben.id().value() + "/request/" + deed))
                .hasStatus(HttpStatus.NOT_FOUND);
        Summary jonas = knock("Hello");
        assertThat(
                        pages.post()
                                .uri("/c/" + jonas.id().value() + "/request/" + deed)
                                .with(csrf())
                                .with(people.someone("Eve").asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(choices.made).isEmpty();
    }

    @Test
    void whatWaitsForAnAnswerAndWhoIsBlockedIsSaidInTheConversation() {
        Summary ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        String here = "/c/" + ben.id().value();
        messenger.decide(ana.account(), ben.id(), MemoryMessenger.approvals(true, false));
        assertThat(get(here)).bodyText().doesNotContain("has not answered");
        messenger.say(ana.account(), ben.id(), "Hello?", PageHouse.NOW);
        assertThat(get(here)).bodyText().contains("Ben has not answered yet");
        messenger.decide(
                ana.account(),
                ben.id(),
                MemoryMessenger.settings(0, Optional.empty(), false, true, true, true));
        assertThat(get(here))
                .bodyText()
                .contains("You blocked Ben", here + "/about/block")
                .containsPattern("id=\"composer\"[^>]*hidden");
    }

    @Test
    void whatHappenedStandsAsALineInTheLogAndInTheList() {
        Summary ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        messenger.receive(ana.account(), ben.id(), "One", PageHouse.NOW);
        for (Message.Kind kind : Message.Kind.values()) {
            if (kind != Message.Kind.TEXT && kind != Message.Kind.INVITATION) {
                messenger.note(ana.account(), ben.id(), kind, true, PageHouse.NOW.plusSeconds(1));
                messenger.note(ana.account(), ben.id(), kind, false, PageHouse.NOW.plusSeconds(2));
            }
        }
        messenger.note(
                ana.account(),
                ben.id(),
                Message.Kind.ACCEPTED,
                false,
                PageHouse.NOW.plusSeconds(3));
        String path = "/c/" + ben.id().value();
        assertThat(get(path))
                .bodyText()
                .contains("class=\"m line\"", "You accepted Ben’s message request", "saved a file")
                .containsSubsequence("class=\"fresh\"", "One")
                .doesNotContain("??");
        assertThat(get("/")).bodyText().contains("Ben accepted your message request");
    }

    @Test
    void aRowShowsWhatWasDecidedAndTheTitleWhatIsUnread() {
        Summary ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        messenger.receive(ana.account(), ben.id(), "One", PageHouse.NOW);
        assertThat(get("/"))
                .bodyText()
                .contains("<title>(1) ", "mark-new", "Choices for Ben")
                .doesNotContain("On top.", "Silenced.");
        messenger.decide(
                ana.account(),
                ben.id(),
                MemoryMessenger.settings(
                        1,
                        Optional.of(PageHouse.NOW.plus(Duration.ofDays(9))),
                        true,
                        true,
                        true,
                        false));
        assertThat(get("/"))
                .bodyText()
                .contains("<title>Conversations", "On top.", "Silenced.", "badge hush");
        messenger.markRead(ana.account(), ben.id());
        assertThat(get("/")).bodyText().contains("Marked as unread.");
    }

    @Test
    void theMenuOfARowIsAPageWithoutScript() {
        Summary ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        String about = "/c/" + ben.id().value() + "/about";
        assertThat(pages.get().uri(about + "/menu").header("HX-Request", "true").with(ana.asks()))
                .bodyText()
                .contains(
                        about + "/pin",
                        about + "/mute",
                        about + "/hide",
                        about + "/block",
                        about + "/delete",
                        "name=\"_csrf\"")
                .doesNotContain("<html", "??");
        assertThat(get(about + "/menu")).bodyText().contains("<html", about + "/pin");
        var pin =
                pages.post()
                        .uri(about + "/pin")
                        .param("pinned", "true")
                        .param("from", "list")
                        .with(csrf())
                        .with(ana.asks());
        assertThat(pin).hasRedirectedUrl("/");
    }

    @ParameterizedTest
    @MethodSource("app.snug.web.Hostile#texts")
    void whatStrangersSendIsText(String text) {
        Summary stranger = messenger.knock(ana.account(), text, text, PageHouse.NOW);
        for (String path :
                new String[] {
                    "/requests",
                    "/c/" + stranger.id().value(),
                    "/c/" + stranger.id().value() + "/about/menu"
                }) {
            assertThat(get(path))
                    .bodyText()
                    .doesNotContain(
                            "<script>alert", "<img src=x", "onerror=\"", "href=\"javascript:")
                    .hasSizeLessThan(120_000);
        }
    }
}
