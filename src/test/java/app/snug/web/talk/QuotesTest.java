/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.Messages;
import app.snug.protocol.message.MessageName;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

/** Answers, by pages and plain forms. */
@PageTest
class QuotesTest extends MessagePages {

    @Test
    void anAnswerIsStagedSentAndShownWithALinkToWhatItAnswers() {
        Message loaf = hear("Is there any of that loaf left?");
        assertThat(get("?answer=" + id(loaf)))
                .bodyText()
                .contains("name=\"answer\" value=\"" + id(loaf) + "\"", "Don’t reply", "Ben")
                .doesNotContain("??");
        assertThat(
                        post("/messages")
                                .param("text", "Half of it.")
                                .param("answer", String.valueOf(id(loaf)))
                                .exchange())
                .hasRedirectedUrl(here);
        assertThat(get(""))
                .bodyText()
                .contains(
                        "<a class=\"quote\" href=\"%s?at=%d#m%d\"><b><bdi>Ben</bdi></b>"
                                .formatted(here, id(loaf), id(loaf)),
                        "Is there any of that loaf left?</span>");
    }

    @Test
    void aRefusedAnswerStaysOne() {
        Message loaf = hear("Loaf?");
        assertThat(
                        post("/messages")
                                .param("text", "x".repeat(Messages.MAX_LENGTH + 1))
                                .param("answer", String.valueOf(id(loaf)))
                                .exchange())
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("name=\"answer\" value=\"" + id(loaf) + "\"");
    }

    @Test
    void whatIsNotHereIsQuotedAsMissing() {
        messenger.receive(
                ana.account(),
                ben.id(),
                "As I said",
                Extras.NONE.answering(new MessageName(ben.peer(), PageHouse.NOW.minusSeconds(9))),
                PageHouse.NOW);
        assertThat(get("")).bodyText().contains("The original is not here");
    }

    @Test
    void aQuotedMessageOnAnEarlierPageIsShownWithItsSurroundings() {
        Message first = hear("The very first");
        for (int i = 1; i <= 120; i++) {
            messenger.say(ana.account(), ben.id(), "Line " + i + ".", PageHouse.NOW.plusSeconds(i));
        }
        assertThat(get("")).bodyText().doesNotContain("The very first").contains("Line 120.");
        assertThat(get("?at=" + id(first)))
                .bodyText()
                .contains("The very first", "Line 24.", "Later messages", "To the newest messages")
                .doesNotContain("Line 30.", "id=\"composer\"", "??");
        long last = find("Line 24.");
        assertThat(get("?after=" + last)).bodyText().contains("Line 25.", "Line 74.", "Earlier");
        assertThat(fragment("?after=" + last))
                .bodyText()
                .contains("Line 25.", "id=\"later\"")
                .doesNotContain("<html", "Line 24.");
        assertThat(get("?at=" + find("Line 110.")))
                .bodyText()
                .contains("Line 120.", "id=\"composer\"");
        assertThat(get("?date=2026-11-24")).bodyText().contains("The very first");
        assertThat(get("?date=nonsense")).bodyText().contains("Line 120.");
    }
}
