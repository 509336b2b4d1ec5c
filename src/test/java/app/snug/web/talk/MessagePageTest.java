/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.ScriptedSwarms;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People.Person;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

/** What is known about a message, how its text is shown, and who writes. */
@PageTest
class MessagePageTest extends MessagePages {

    @Test
    void copiesSayWhoSaidWhat() {
        Message loaf = hear("Loaf?");
        Message jam = say("Jam.");
        assertThat(get("/copy?m=" + id(jam) + "&m=" + id(loaf)))
                .bodyText()
                .contains("10:00] Ben: Loaf?\n", "10:00] You: Jam.", "2 messages");
        assertThat(get("/copy?m=" + id(loaf))).bodyText().contains(">Loaf?</textarea>");
    }

    @Test
    void aMessageSaysWhatIsKnownAboutItAndOffersWhatCanBeDone() {
        Message loaf = hear("Loaf?");
        assertThat(get(message(loaf)))
                .bodyText()
                .contains(
                        "24 Nov 2026",
                        "What is known",
                        "?answer=" + id(loaf),
                        "/delete?m=" + id(loaf),
                        "value=\"😂\"")
                .doesNotContain("??");
        assertThat(fragment(message(loaf)))
                .bodyText()
                .contains("data-text=\"Loaf?\"", "data-answer", "data-ask", "data-choose")
                .doesNotContain("<html", "??");
    }

    @Test
    void theWayItTookIsShownWhileItIsKnown() {
        Message jam = say("Jam.");
        assertThat(get(message(jam)))
                .bodyText()
                .contains("The way it took", "Not known any more")
                .doesNotContain("??", "192.0.2.");
        messenger.ways.put(jam.id(), ScriptedSwarms.WAY);
        assertThat(get(message(jam)))
                .bodyText()
                .containsSubsequence("192.0.2.1:22101", "192.0.2.2:", "192.0.2.3:", "for Ben")
                .doesNotContain("??", "Not known any more");
        messenger.become(ana.account(), jam.id(), Message.State.SENDING, Optional.empty());
        messenger.ways.clear();
        assertThat(get(message(jam))).bodyText().contains("It has not left this server yet");
        assertThat(get(message(hear("Loaf?")))).bodyText().doesNotContain("The way it took");
    }

    @Test
    void nothingIsDoneWithTheMessagesOfOthers() throws Exception {
        Message loaf = hear("Loaf?");
        Person eve = people.someone("Eve");
        Summary own = messenger.start(eve.account(), eve.account().id());
        String hers = "/c/" + own.id().value();
        for (String path :
                new String[] {
                    here + message(loaf),
                    here + message(loaf) + "/react",
                    here + "?at=" + id(loaf),
                    here + "/copy?m=" + id(loaf),
                    hers + message(loaf),
                    hers + "?at=" + id(loaf),
                    hers + "?after=" + id(loaf)
                }) {
            assertThat(pages.get().uri(path).with(eve.asks())).hasStatus(HttpStatus.NOT_FOUND);
        }
        for (String path : new String[] {here, hers}) {
            assertThat(
                            pages.post()
                                    .uri(path + message(loaf) + "/react")
                                    .param("on", "👍")
                                    .with(csrf())
                                    .with(eve.asks()))
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
        assertThat(
                        pages.post()
                                .uri(here + "/typing")
                                .param("on", "true")
                                .with(csrf())
                                .with(eve.asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(pages.get().uri(hers + "/copy?m=" + id(loaf)).with(eve.asks()))
                .bodyText()
                .doesNotContain("Loaf?");
        pages.post()
                .uri(hers + "/delete")
                .param("m", String.valueOf(id(loaf)))
                .with(csrf())
                .with(eve.asks())
                .exchange();
        assertThat(responses.deleted).isEmpty();
    }

    @Test
    void peopleAreMentionedByName() {
        hear(
                "@"
                        + ana.account().id().hex()
                        + " and @"
                        + ben.peer().hex()
                        + " and @05"
                        + "ab".repeat(32)
                        + "!");
        assertThat(get(""))
                .bodyText()
                .contains(
                        "<bdi class=\"at you\">@You</bdi> and <bdi class=\"at\">@Ben</bdi> and"
                                + " <bdi class=\"at\">@05abab…abab</bdi>!");
    }

    @ParameterizedTest
    @CsvSource({"😂,huge", "😂😂😂,large", "👩‍👩‍👧 👍🏽 🏴‍☠️ 🇬🇧 😂,big"})
    void aFewEmojiAloneAreLarge(String text, String look) {
        hear(text);
        assertThat(get("")).bodyText().contains("class=\"m in a z " + look + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"😂😂😂😂😂😂😂", "ok 😂", "7", "©", "#"})
    void otherTextIsAsLargeAsEver(String text) {
        hear(text);
        assertThat(get("")).bodyText().contains("class=\"m in a z\"");
    }

    @Test
    void codeStandsInABlockAsItIs() {
        hear("Try this:\n```java\nint a = 1;\n  b @x https://a.example/\n```\nand ``` that");
        assertThat(get(""))
                .bodyText()
                .contains(
                        "Try this:<code class=\"block\">int a = 1;\n  b @x https://a.example/</code>and"
                                + " ``` that");
    }

    @Test
    void anAddressThatLooksLikeAnotherIsNoLink() {
        hear("https://\u0430pple.example/ http://good.example@evil.example/");
        assertThat(get("")).bodyText().doesNotContain("<a href=\"http");
    }

    @Test
    void manyLinesAreCut() {
        hear("line\n".repeat(40) + "the end");
        assertThat(get("")).bodyText().contains("Show the whole message").doesNotContain("the end");
    }

    @Test
    void anInvitationIntoACommunityIsACard() {
        Message invitation =
                messenger.receive(
                        ana.account(),
                        ben.id(),
                        "",
                        Extras.NONE.inviting(
                                new Extras.Invitation(
                                        "https://open.example/lake?public_key=ab",
                                        "Lake\u202E people")),
                        PageHouse.NOW);
        assertThat(get(""))
                .bodyText()
                .contains("Invitation to a community", "Lake people", "open.example")
                .contains("cannot be opened here yet", "/copy?m=" + id(invitation))
                .contains("data-text=\"https://open.example/lake?public_key=ab\"");
        assertThat(get("/copy?m=" + id(invitation)))
                .bodyText()
                .contains(">https://open.example/lake?public_key=ab</textarea>");
        assertThat(get(message(invitation)))
                .bodyText()
                .contains("https://open.example/lake?public_key=ab")
                .doesNotContain("href=\"https://open.example");
    }

    @Test
    void thePageTellsThatSomebodyWritesOnlyIfItsReaderWantsThat() {
        assertThat(get("")).bodyText().doesNotContain("data-typing");
        preferences.change(ana.account(), p -> p.typing(true));
        assertThat(get("")).bodyText().contains("data-typing=\"true\"");
        assertThat(post("/typing").param("on", "true").exchange()).hasStatus(HttpStatus.NO_CONTENT);
        post("/typing").param("on", "false").exchange();
        assertThat(responses.told)
                .containsExactly(ben.id().value() + " true", ben.id().value() + " false");
    }
}
