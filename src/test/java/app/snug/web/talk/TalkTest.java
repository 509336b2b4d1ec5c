/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.Message.State;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class TalkTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;

    private Person ana;
    private Summary ben;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
    }

    @Test
    void anotherMembersConversationIsNotThere() throws Exception {
        Person eve = people.someone("Eve");
        Message said = messenger.receive(ana.account(), ben.id(), "Private.", PageHouse.NOW);
        String path = "/c/" + ben.id().value();
        assertThat(pages.get().uri(path).with(eve.asks())).hasStatus(HttpStatus.NOT_FOUND);
        for (String deed :
                new String[] {
                    "/read",
                    "/messages",
                    "/messages/" + said.id().value() + "/retry",
                    "/messages/" + said.id().value() + "/discard"
                }) {
            assertThat(
                            pages.post()
                                    .uri(path + deed)
                                    .param("text", "From Eve")
                                    .with(csrf())
                                    .with(eve.asks()))
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
        // Nor by way of one's own conversation.
        Summary own = messenger.start(eve.account(), eve.account().id());
        assertThat(
                        pages.post()
                                .uri(
                                        "/c/{c}/messages/{m}/discard",
                                        own.id().value(),
                                        said.id().value())
                                .with(csrf())
                                .with(eve.asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(
                        pages.get()
                                .uri("/c/{c}?before={m}", own.id().value(), said.id().value())
                                .with(eve.asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(pages.get().uri("/?before=" + ben.id().value()).with(eve.asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(messenger.find(ana.account(), said.id())).isPresent();
    }

    @Test
    void aMessageIsSentOnceHoweverOftenTheFormIs() {
        assertThat(send("Hello\r\nthere", "n1")).hasRedirectedUrl("/c/" + ben.id().value());
        send("Hello\r\nthere", "n1");
        assertThat(messenger.page(ana.account(), ben.id(), Optional.empty(), 10))
                .extracting(Message::body)
                .containsExactly("Hello\nthere");
    }

    @Test
    void aMessageThatIsTooLongIsKeptAndSaysByHowMuch() {
        String long2010 = "💬".repeat(2010);
        assertThat(send(long2010, "n2"))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("Too long by 10", ">" + long2010 + "</textarea>");
        assertThat(send(" \n ", "n3")).bodyText().contains("Write something first");
    }

    @ParameterizedTest
    @EnumSource(SendFailure.class)
    void aFailureSaysWhyAndOffersTheWayOn(SendFailure why) {
        Message said = messenger.say(ana.account(), ben.id(), "Jam", PageHouse.NOW);
        messenger.become(ana.account(), said.id(), State.FAILED, Optional.of(why));
        assertThat(show())
                .bodyText()
                .contains("Not sent. ", "Try again", "Discard", "class=\"m out a z fail\"")
                .doesNotContain("??");
    }

    @Test
    void aFailedMessageIsTriedAgainOrDiscarded() {
        Message said = messenger.say(ana.account(), ben.id(), "Jam", PageHouse.NOW);
        messenger.become(ana.account(), said.id(), State.FAILED, Optional.of(SendFailure.FULL));
        assertThat(deed(said, "retry")).hasRedirectedUrl("/c/" + ben.id().value());
        assertThat(messenger.find(ana.account(), said.id()))
                .map(Message::state)
                .hasValue(State.SENDING);
        deed(said, "discard");
        assertThat(messenger.find(ana.account(), said.id())).isEmpty();
    }

    @Test
    void daysAreThoseOfTheReader() {
        messenger.receive(ana.account(), ben.id(), "Late", Instant.parse("2026-11-23T23:30:00Z"));
        assertThat(show("UTC")).bodyText().contains(">Yesterday<", ">23:30<");
        assertThat(show("Europe/Berlin")).bodyText().contains(">Today<", ">00:30<");
        assertThat(show("Pacific/Auckland")).bodyText().contains(">Today<", ">12:30<");
        assertThat(show("No/Where'\"<")).hasStatusOk();
    }

    @Test
    void messagesOfOneAuthorCloseTogetherAreOneRun() {
        for (int minute : new int[] {0, 4, 20}) {
            messenger.receive(
                    ana.account(),
                    ben.id(),
                    "At " + minute,
                    PageHouse.NOW.plus(Duration.ofMinutes(minute)));
        }
        messenger.markRead(ana.account(), ben.id());
        assertThat(show())
                .bodyText()
                .containsSubsequence("m in a\"", "At 0", "m in z\"", "At 4", "m in a z\"", "At 20");
    }

    @Test
    void theLineAboveWhatIsNewStandsOnThisVisitAndNotOnTheNext() {
        messenger.receive(ana.account(), ben.id(), "Old", PageHouse.NOW.minusSeconds(60));
        messenger.markRead(ana.account(), ben.id());
        messenger.receive(ana.account(), ben.id(), "Fresh", PageHouse.NOW);
        assertThat(show()).bodyText().containsSubsequence("Old", "class=\"fresh\"", "Fresh");
        assertThat(show()).bodyText().doesNotContain("class=\"fresh\"");
    }

    @Test
    void earlierMessagesComePageByPage() {
        for (int i = 0; i < 120; i++) {
            messenger.receive(
                    ana.account(), ben.id(), "No. " + i + ".", PageHouse.NOW.plusSeconds(i * 400));
        }
        String first = body(show());
        assertThat(first).contains("No. 119.", "No. 70.").doesNotContain("No. 69.");
        long before = Long.parseLong(first.replaceAll("(?s).*\\?before=(\\d+).*", "$1"));
        MvcTestResult fragment =
                pages.get()
                        .uri("/c/{c}?before={m}", ben.id().value(), before)
                        .header("HX-Request", "true")
                        .with(ana.asks())
                        .exchange();
        assertThat(fragment)
                .bodyText()
                .contains("No. 69.", "No. 20.", "id=\"earlier\"")
                .doesNotContain("No. 19.", "No. 70.", "<html");
        assertThat(pages.get().uri("/c/{c}?before={m}", ben.id().value(), before).with(ana.asks()))
                .bodyText()
                .contains("No. 69.", "To the newest messages", "<html");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''              | Paste or type
                    05abc           | too short: 5 characters
                    ana@example.org | mail address
                    hello there     | only the digits
                    """)
    void aWrongAccountIdSaysWhatIsWrong(String typed, String sentence) {
        assertThat(start(typed))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains(sentence, ">" + typed + "</textarea>");
    }

    @Test
    void anAccountIdOrALinkStartsOneConversation() {
        String id = messenger.stranger().hex();
        assertThat(start(" " + id.toUpperCase(java.util.Locale.ROOT) + "\n"))
                .hasStatus3xxRedirection();
        assertThat(start("https://snug.example/talk/" + id)).hasStatus3xxRedirection();
        assertThat(messenger.list(ana.account(), Optional.empty(), 10)).hasSize(2);
        assertThat(pages.get().uri("/talk/" + id).with(ana.asks())).hasStatus3xxRedirection();
    }

    @Test
    void aLinkToSomeoneNewAsksFirst() {
        String id = messenger.stranger().hex();
        assertThat(pages.get().uri("/talk/" + id).with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .contains(id, "Write to them");
        assertThat(messenger.list(ana.account(), Optional.empty(), 10)).hasSize(1);
        assertThat(pages.get().uri("/talk/05zz").with(ana.asks())).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void aMemberSwitchesBetweenAccounts() throws Exception {
        messenger.create(ana.member().id(), "Ana at work");
        assertThat(pages.get().uri("/me").with(ana.asks()))
                .bodyText()
                .contains("Ana at work", "Use this one");
        Person eve = people.someone("Eve");
        assertThat(
                        pages.post()
                                .uri("/me/account")
                                .param("account", "" + eve.account().ref().value())
                                .with(csrf())
                                .with(ana.asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void aVeryLongMessageIsCutInTheConversationAndWholeOnAPageOfItsOwn() throws Exception {
        Message tale =
                messenger.receive(
                        ana.account(), ben.id(), "word ".repeat(1500) + "the end", PageHouse.NOW);
        String whole = "/c/" + ben.id().value() + "/messages/" + tale.id().value();
        assertThat(show())
                .bodyText()
                .contains("href=\"" + whole + "\"", "Show the whole message")
                .doesNotContain("the end");
        assertThat(pages.get().uri(whole).with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .contains(
                        "the end",
                        "Ben",
                        "/c/%d?at=%d#m%2$d".formatted(ben.id().value(), tale.id().value()))
                .doesNotContain("??");
        assertThat(pages.get().uri(whole).with(people.someone("Eve").asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
        Summary cleo = messenger.meet(ana.account(), messenger.stranger(), "Cleo");
        assertThat(
                        pages.get()
                                .uri("/c/" + cleo.id().value() + "/messages/" + tale.id().value())
                                .with(ana.asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void whatCouldNotBeReadIsSaidUntilItsReaderLeavesIt() {
        assertThat(pages.get().uri("/").with(ana.asks()))
                .bodyText()
                .doesNotContain("could not be read");
        messenger.garble(ana.account(), 1);
        assertThat(show()).bodyText().contains("One message could not be read");
        messenger.garble(ana.account(), 1234);
        assertThat(pages.get().uri("/me").with(ana.asks()))
                .bodyText()
                .contains("1,235 messages could not be read", "ask for it once more");
        assertThat(
                        pages.post()
                                .uri("/me/unreadable")
                                .param("known", "1235")
                                .with(csrf())
                                .with(ana.asks()))
                .hasRedirectedUrl("/me");
        messenger.garble(ana.account(), 2);
        assertThat(show()).bodyText().contains("2 messages could not be read");
    }

    private MvcTestResult show() {
        return show("UTC");
    }

    private MvcTestResult show(String zone) {
        return pages.get()
                .uri("/c/" + ben.id().value())
                .cookie(new Cookie("snug-zone", zone.replaceAll("[^\\w/]", "")))
                .with(ana.asks())
                .exchange();
    }

    private MvcTestResult send(String text, String form) {
        return pages.post()
                .uri("/c/{c}/messages", ben.id().value())
                .param("text", text)
                .param("form", form + ben.id().value())
                .with(csrf())
                .with(ana.asks())
                .exchange();
    }

    private MvcTestResult deed(Message message, String deed) {
        return pages.post()
                .uri("/c/{c}/messages/{m}/" + deed, ben.id().value(), message.id().value())
                .with(csrf())
                .with(ana.asks())
                .exchange();
    }

    private MvcTestResult start(String to) {
        return pages.post().uri("/new").param("to", to).with(csrf()).with(ana.asks()).exchange();
    }

    private static String body(MvcTestResult result) {
        return new String(
                result.getResponse().getContentAsByteArray(),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
