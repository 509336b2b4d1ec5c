/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Attachment.State;
import app.snug.messenger.ConversationSettings;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import app.snug.web.MemoryChoices;
import app.snug.web.MemoryFiles;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.page.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Messages in one line, lines about what happened, and links that lead away. */
@PageTest
class LinesTest {

    private static final Disappearing A_DAY =
            new Disappearing(Disappearing.Mode.AFTER_SENDING, Duration.ofDays(1));

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryFiles files;
    @Autowired MemoryChoices choices;

    private Person ana;
    private Summary ben;
    private String here;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        messenger.decide(ana.account(), ben.id(), MemoryMessenger.approvals(true, true));
        here = "/c/" + ben.id().value();
        choices.made.clear();
    }

    private MvcTestResult get(String path) {
        return pages.get().uri(path).with(ana.asks()).exchange();
    }

    private Message hear(String body) {
        return messenger.receive(ana.account(), ben.id(), body, PageHouse.NOW);
    }

    private void with(Message message, String name, String type) {
        files.put(ana.account(), message.id(), name, type, State.HERE, new byte[] {1});
    }

    @Test
    void theListCallsWhoIsMentionedByName() {
        hear("Ask @" + ben.peer().hex() + " or @" + ana.account().id().hex());
        assertThat(get("/")).bodyText().contains(">Ask @Ben or @You</span>");
    }

    @Test
    void aThirdPersonIsMentionedByTheNameTheReaderKnowsElseByTheirIdInShort() {
        AccountId cleo = messenger.stranger();
        AccountId stranger = messenger.stranger();
        choices.known.put(cleo, "Cleo\u202e");
        hear("Ask @" + cleo.hex() + " or @" + stranger.hex());
        String said = "Ask @Cleo or @" + Names.shortened(stranger);
        assertThat(get("/")).bodyText().contains(">" + said + "</span>");
        assertThat(get(here)).bodyText().contains(">@Cleo</bdi>", Names.shortened(stranger));
    }

    @Test
    void theListShowsCodeWithoutItsFences() {
        hear("Try:\n```java\nvar a = 1;\n```or ```b```");
        assertThat(get("/")).bodyText().contains(">Try: var a = 1; or b</span>");
    }

    @Test
    void theListSaysWhatFilesAre() {
        Message said = hear("");
        with(said, "IMG_1.jpg", "image/jpeg");
        assertThat(get("/")).bodyText().contains("#image", ">Photo</span>");
        with(said, "IMG_2.jpg", "image/jpeg");
        assertThat(get("/")).bodyText().contains(">2 photos</span>");
        with(said, "plan.pdf", "application/pdf");
        assertThat(get("/")).bodyText().contains("#attach", ">3 files</span>");
        with(hear(""), "pl\u202Ean.pdf", "application/pdf");
        assertThat(get("/")).bodyText().contains("#file", ">plan.pdf</span>");
        with(hear(""), "boat.mp4", "video/mp4");
        assertThat(get("/")).bodyText().contains("#play", ">Video</span>");
        Message captioned = hear("The boat");
        with(captioned, "IMG_3.jpg", "image/jpeg");
        assertThat(get("/")).bodyText().contains("#image", ">The boat</span>");
        assertThat(get(here)).bodyText().containsSubsequence("IMG_3.jpg", "The boat");
    }

    @Test
    void theOthersTimerCanBeSetTooUnlessItIs() {
        Message line =
                messenger.note(
                        ana.account(),
                        ben.id(),
                        Message.Kind.TIMER,
                        Extras.NONE.vanishing(Optional.of(A_DAY), Optional.empty()),
                        false,
                        PageHouse.NOW);
        assertThat(get(here))
                .bodyText()
                .contains("From now on, what Ben writes vanishes 1 day after it is sent.")
                .containsSubsequence(
                        "id=\"m" + line.id().value(), "value=\"sent-86400\"", "Do the same");
        assertThat(
                        pages.post()
                                .uri(here + "/about/disappearing")
                                .param("when", "sent-86400")
                                .param("from", "talk")
                                .with(csrf())
                                .with(ana.asks()))
                .hasRedirectedUrl(here);
        assertThat(choices.made).singleElement().asString().contains("AFTER_SENDING PT24H");
        // What one has set oneself is nothing to follow.
        messenger.note(ana.account(), ben.id(), Message.Kind.TIMER, true, PageHouse.NOW);
        messenger.note(ana.account(), ben.id(), Message.Kind.TIMER, false, PageHouse.NOW);
        assertThat(get(here)).bodyText().doesNotContain("Do the same");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    AFTER_READING | 300    | true  | From now on, your messages vanish 5 minutes after they are read.
                    AFTER_READING | 3600   | false | From now on, what Ben writes vanishes 1 hour after you have read it.
                    AFTER_SENDING | 43200  | true  | From now on, your messages vanish 12 hours after they are sent.
                    AFTER_SENDING | 604800 | false | From now on, what Ben writes vanishes 1 week after it is sent.
                                  | 0      | true  | Your messages stay from now on.
                                  | 0      | false | What Ben writes stays from now on.
                    """)
    void aLineSaysWhoseMessagesVanishAndWhen(
            Disappearing.@Nullable Mode mode, long seconds, boolean own, String sentence) {
        Optional<Disappearing> timer =
                Optional.ofNullable(mode)
                        .map(when -> new Disappearing(when, Duration.ofSeconds(seconds)));
        messenger.note(
                ana.account(),
                ben.id(),
                Message.Kind.TIMER,
                timer.map(set -> Extras.NONE.vanishing(Optional.of(set), Optional.empty()))
                        .orElse(Extras.NONE),
                own,
                PageHouse.NOW);
        assertThat(get(here)).bodyText().contains(sentence);
        assertThat(get("/")).bodyText().contains(sentence);
    }

    @Test
    void whoeverStopsVanishingCanBeFollowedToo() {
        messenger.decide(
                ana.account(),
                ben.id(),
                new ConversationSettings(
                        0,
                        Notifications.DEFAULT,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        true,
                        false,
                        Optional.of(A_DAY)));
        messenger.note(ana.account(), ben.id(), Message.Kind.TIMER, false, PageHouse.NOW);
        assertThat(get(here))
                .bodyText()
                .containsSubsequence("What Ben writes stays", "value=\"off\"", "Do the same");
        assertThat(get(here + "/about")).bodyText().contains("value=\"off\">Do the same");
    }

    @Test
    void aLineCanBeDeletedButNotAnsweredOrChosen() {
        Message line =
                messenger.note(
                        ana.account(), ben.id(), Message.Kind.ACCEPTED, false, PageHouse.NOW);
        assertThat(
                        pages.get()
                                .uri(here + "/messages/" + line.id().value())
                                .header("HX-Request", "true")
                                .with(ana.asks()))
                .bodyText()
                .contains("/delete?m=" + line.id().value(), "About this message")
                .doesNotContain("select=", "answer=", "react");
        assertThat(get(here))
                .bodyText()
                .contains("href=\"%s/messages/%d\"".formatted(here, line.id().value()));
    }

    @Test
    void aLinkAsksBeforeItLeadsAway() {
        Message said =
                hear("```\nhttps://code.example\n``` https://one.example/a and http://two.example");
        String leave = here + "/messages/" + said.id().value() + "/leave?n=";
        assertThat(get(here)).bodyText().contains(leave + 0, leave + 1).doesNotContain(leave + 2);
        assertThat(get(leave + 0))
                .bodyText()
                .contains("You are leaving for one.example", "href=\"https://one.example/a\"")
                .contains("rel=\"noreferrer noopener nofollow\"")
                .doesNotContain("not https", "http://two.example\"");
        assertThat(get(leave + 1))
                .bodyText()
                .contains("You are leaving for two.example", "not https");
        assertThat(pages.get().uri(leave + 1).header("HX-Request", "true").with(ana.asks()))
                .bodyText()
                .contains("data-text=\"http://two.example\"")
                .doesNotContain("<html");
        assertThat(get(leave + 2)).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void theCardOfALinkLeadsToWebPagesOnly() {
        for (String url :
                List.of("https://\u0430pple.example/", "javascript:alert(1)", "https://a@b.c")) {
            Message said =
                    messenger.receive(
                            ana.account(),
                            ben.id(),
                            "Look",
                            Extras.NONE.linking(new Extras.Link(url, "Apples")),
                            PageHouse.NOW);
            assertThat(get(here + "/messages/" + said.id().value() + "/leave"))
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
        Message said =
                messenger.receive(
                        ana.account(),
                        ben.id(),
                        "Look",
                        Extras.NONE.linking(new Extras.Link("https://a.example/", "Apples")),
                        PageHouse.NOW);
        String leave = here + "/messages/" + said.id().value() + "/leave";
        assertThat(get(here)).bodyText().contains(leave).doesNotContain("href=\"https://a.example");
        assertThat(get(leave)).bodyText().contains("You are leaving for a.example");
    }

    @Test
    void nothingGoesToSomebodyWhoIsBlocked() {
        messenger.decide(
                ana.account(),
                ben.id(),
                MemoryMessenger.settings(0, Optional.empty(), false, true, true, true));
        assertThat(get(here))
                .bodyText()
                .contains("You blocked Ben", ">Unblock</button>")
                .containsPattern("id=\"composer\"[^>]* hidden");
        assertThat(
                        pages.post()
                                .uri(here + "/messages")
                                .param("text", "Ben?")
                                .with(csrf())
                                .with(ana.asks()))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("Not sent: you blocked them.", ">Ben?</textarea>")
                .doesNotContainPattern("id=\"composer\"[^>]* hidden");
        assertThat(messenger.page(ana.account(), ben.id(), Optional.empty(), 9)).isEmpty();
    }
}
