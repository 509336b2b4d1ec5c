/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.search;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Attachment.State;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Mark;
import app.snug.messenger.Message;
import app.snug.web.MemoryFiles;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemorySearch;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class SearchPageTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemorySearch search;
    @Autowired MemoryFiles files;
    private Person ana;
    private Summary ben;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben Baker");
        search.indexing = false;
    }

    private Message receive(String body) {
        return messenger.receive(ana.account(), ben.id(), body, PageHouse.NOW);
    }

    private MvcTestResult ask(String q) {
        return pages.get().uri("/search").param("q", q).with(ana.asks()).exchange();
    }

    @Test
    void messagesStandByConversationWithWhatWasAskedForMarked() {
        Message message = receive("Is there any of that loaf left?");
        messenger.say(ana.account(), ben.id(), "A loaf, and a half", PageHouse.NOW);
        assertThat(ask("loaf"))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains("Is there any of that <mark>loaf</mark> left?")
                .contains("A <mark>loaf</mark>, and a half")
                .contains(
                        "/c/%d?at=%d#m%d"
                                .formatted(
                                        ben.id().value(),
                                        message.id().value(),
                                        message.id().value()))
                .contains("2 messages")
                .contains(">You<");
    }

    @Test
    void peopleHaveTheirNamesAndCodeHasNoFences() {
        String ben05 = ben.peer().hex();
        receive("Ask @" + ben05 + " for\n```sh\nbake loaf\n```\nor @" + ana.account().id().hex());
        assertThat(ask("loaf"))
                .bodyText()
                .contains("Ask @Ben Baker for bake <mark>loaf</mark> or @You")
                .doesNotContain("@05", "```");
        assertThat(ask("\"" + ben05 + "\"")).bodyText().contains("Ask <mark>@Ben Baker</mark>");
    }

    @Test
    void whatHasNoWordsSaysWhatItIsAndWhatItIsCalled() {
        Message said = receive("");
        files.put(ana.account(), said.id(), "plan.pdf", "application/pdf", State.HERE, new byte[1]);
        assertThat(ask("has:file")).bodyText().contains("<p>plan.pdf</p>");
        assertThat(ask("plan")).bodyText().contains("<p><mark>plan</mark>.pdf</p>");
        Message shown = receive("Look");
        files.put(ana.account(), shown.id(), "lake.png", "image/png", State.HERE, new byte[1]);
        assertThat(ask("lake")).bodyText().contains("<p><mark>lake</mark>.png</p>");
        assertThat(ask("look")).bodyText().contains("<p><mark>Look</mark></p>");
    }

    @Test
    void peopleAreFoundByNameAndAnAccountIdStartsAConversation() {
        assertThat(ask("bak")).bodyText().contains("Ben Baker").contains("/c/" + ben.id().value());
        String id = messenger.stranger().hex();
        assertThat(ask(" " + id + " ")).bodyText().contains("/talk/" + id);
    }

    @Test
    void whatIsChosenStaysChosenAndCanBeTakenBack() {
        receive("look: https://example.org/a");
        receive("look around");
        receive("tea");
        String narrowed = "<button class=\"chip\" name=\"has\" value=\"\" aria-pressed=\"true\"";
        assertThat(
                        pages.get()
                                .uri("/search")
                                .param("q", "look")
                                .param("kept", "image")
                                .param("has", "link")
                                .with(ana.asks()))
                .bodyText()
                .contains(narrowed, "One message", "<mark>look</mark>: https")
                .doesNotContain("<mark>look</mark> around");
        assertThat(
                        pages.get()
                                .uri("/search")
                                .param("q", "look")
                                .param("kept", "link")
                                .param("has", "")
                                .with(ana.asks()))
                .bodyText()
                .contains("2 messages");
        assertThat(pages.get().uri("/search").param("has", "../x").with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("../x");
    }

    @Test
    void whatIsNotUnderstoodIsExplainedAndNothingFoundIsSaid() {
        assertThat(ask("before:yesterday has:cake"))
                .bodyText()
                .contains("“yesterday” is no date", "“has:cake” is not known");
        assertThat(ask("zebra")).bodyText().contains("Nothing was found");
        assertThat(ask("")).bodyText().doesNotContain("Nothing was found");
        search.indexing = true;
        assertThat(ask("zebra")).bodyText().contains("still being prepared");
    }

    @Test
    void whileTypingOnlyTheResultsComeAndFurtherOnesAreAdded() {
        for (int i = 0; i < 45; i++) {
            receive("loaf number " + i);
        }
        MvcTestResult typed =
                pages.get()
                        .uri("/search")
                        .param("q", "loaf")
                        .header("HX-Request", "true")
                        .with(ana.asks())
                        .exchange();
        assertThat(typed).bodyText().doesNotContain("<html").contains("id=\"found\"");
        String html = new String(typed.getResponse().getContentAsByteArray());
        String next = html.replaceAll("(?s).*before=(\\d+).*", "$1");
        assertThat(
                        pages.get()
                                .uri("/search")
                                .param("q", "loaf")
                                .param("before", next)
                                .header("HX-Request", "true")
                                .with(ana.asks()))
                .bodyText()
                .doesNotContain("id=\"found\"", "before=")
                .contains("<mark>loaf</mark> number 0");
    }

    @Test
    void theTextAroundTheFirstPlaceIsShownInOneLine() {
        String text = "word ".repeat(100) + "the\nkettle " + "word ".repeat(100);
        int at = text.indexOf("kettle");
        List<Snippet.Piece> pieces = Snippet.of(text, List.of(new Mark(at, at + 6)));
        assertThat(pieces).filteredOn(Snippet.Piece::marked).hasSize(1);
        assertThat(pieces.getFirst().text()).isEqualTo("…");
        assertThat(pieces.getLast().text()).isEqualTo("…");
        String line = String.join("", pieces.stream().map(Snippet.Piece::text).toList());
        assertThat(line).contains("the kettle").hasSizeLessThan(250);
    }
}
