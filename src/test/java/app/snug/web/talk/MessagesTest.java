/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.Messages;
import app.snug.messenger.Reactions;
import app.snug.protocol.message.MessageName;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryPreferences;
import app.snug.web.MemoryResponses;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What can be done with messages, by pages and plain forms. */
@PageTest
class MessagesTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryResponses responses;
    @Autowired MemoryPreferences preferences;

    private Person ana;
    private Summary ben;
    private String here;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        here = "/c/" + ben.id().value();
        responses.deleted.clear();
        responses.told.clear();
    }

    // Answers

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

    // Reactions

    @Test
    void reactionsAreShownWithWhoseTheyAreAndTakenBack() {
        Message loaf = hear("Loaf?");
        responses.react(ana.account(), loaf, ben.peer(), "🥰");
        assertThat(react(loaf, "on", "🥰"))
                .hasRedirectedUrl(here + "?at=" + id(loaf) + "#m" + id(loaf));
        react(loaf, "on", "👍🏽");
        assertThat(get(""))
                .bodyText()
                .contains(
                        "name=\"off\" value=\"🥰\" aria-pressed=\"true\"",
                        "🥰, 2, from Ben and you",
                        "name=\"off\" value=\"👍🏽\"");
        assertThat(get(message(loaf)))
                .bodyText()
                .contains("Reactions", "Ben and you", "Take back")
                .doesNotContain("??");
        react(loaf, "off", "🥰");
        assertThat(get("")).bodyText().contains("name=\"on\" value=\"🥰\" aria-pressed=\"false\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "<b>", "😀😀", "12", "😀 and more"})
    void onlyAnEmojiIsAReaction(String text) {
        Message loaf = hear("Loaf?");
        react(loaf, "on", text);
        assertThat(responses.of(ana.account(), ben.id(), List.of(loaf))).isEmpty();
    }

    @Test
    void tooManyReactionsAtOnceAreRefusedWithASentence() {
        Message loaf = hear("Loaf?");
        for (int i = 0; i < Reactions.MOST_A_MINUTE; i++) {
            react(loaf, "on", Character.toString(0x1F600 + i));
        }
        assertThat(react(loaf, "on", "👍"))
                .hasStatus(HttpStatus.TOO_MANY_REQUESTS)
                .bodyText()
                .contains("Wait a minute");
        assertThat(
                        post(message(loaf) + "/react")
                                .param("on", "👍")
                                .header("HX-Request", "true")
                                .exchange())
                .hasStatus(HttpStatus.TOO_MANY_REQUESTS)
                .bodyText()
                .contains("Wait a minute")
                .doesNotContain("<html");
        assertThat(get("")).bodyText().contains(">+15<");
    }

    @Test
    void emojiAreChosenFromAPageAndFoundByTheirNames() {
        Message loaf = hear("Loaf?");
        assertThat(get(message(loaf) + "/react"))
                .bodyText()
                .contains("value=\"🍞\" aria-label=\"bread, loaf\"", "Food and drink")
                .doesNotContain("??");
        assertThat(get(message(loaf) + "/react?q=tears of"))
                .bodyText()
                .contains("😂")
                .doesNotContain("🍞");
        assertThat(get(message(loaf) + "/react?q=zzz")).bodyText().contains("No emoji has that");
        assertThat(pages.get().uri("/emoji").with(ana.asks()))
                .bodyText()
                .contains("😂", "data-seek")
                .doesNotContain("??", "<html");
    }

    @ParameterizedTest
    @MethodSource("app.snug.web.Hostile#texts")
    void whatIsNoEmojiIsTextAndShort(String text) throws Exception {
        Message loaf = hear("Loaf?");
        responses.react(ana.account(), loaf, ben.peer(), text);
        for (String path : new String[] {"", message(loaf)}) {
            assertThat(get(path))
                    .bodyText()
                    .doesNotContain("<script>alert", "<img src=x", "\u202E", "\u0000")
                    .hasSizeLessThan(60_000);
        }
    }

    @ParameterizedTest
    @MethodSource("app.snug.web.Hostile#texts")
    void hostileTextIsTextInQuotesCardsAndBlocksOfCode(String text) {
        Message said = hear(text);
        Message code =
                messenger.receive(
                        ana.account(), ben.id(), "```" + text + "```", PageHouse.NOW.plusMillis(5));
        messenger.receive(
                ana.account(),
                ben.id(),
                "@" + ben.peer().hex() + text,
                Extras.NONE.answering(said.name()),
                PageHouse.NOW.plusMillis(1));
        Message card =
                messenger.receive(
                        ana.account(),
                        ben.id(),
                        "",
                        Extras.NONE.inviting(new Extras.Invitation(text.replace('\n', ' '), text)),
                        PageHouse.NOW.plusMillis(2));
        for (String path :
                new String[] {
                    "",
                    "?answer=" + id(said),
                    "?select=" + id(card),
                    message(said),
                    message(code),
                    message(card),
                    "/copy?m=" + id(said) + "&m=" + id(code),
                    "/delete?m=" + id(said)
                }) {
            MvcTestResult answer = get(path);
            assertThat(answer).hasStatusOk();
            assertThat(text(answer))
                    .isNotEmpty()
                    .doesNotContain(
                            "<script>alert", "<img src=x", "onerror=\"", "href=\"javascript:");
        }
        assertThat(text(fragment(message(said)))).doesNotContain("<script>alert", "<img src=x");
    }

    // Deleting

    @Test
    void deletingAsksWhereAndLeavesALine() {
        Message jam = say("Quince jam");
        assertThat(get("/delete?m=" + id(jam)))
                .bodyText()
                .contains("Delete this message?", "Here and for Ben", "may have been seen")
                .doesNotContain("??", "disabled");
        assertThat(fragment("/delete?m=" + id(jam))).bodyText().doesNotContain("<html");
        assertThat(delete("true", jam)).hasRedirectedUrl(here);
        assertThat(responses.deleted).containsExactly("everywhere Quince jam");
        assertThat(get("")).bodyText().doesNotContain("Quince jam");
    }

    @Test
    void manyAreDeletedAtOnceAndForEveryoneOnlyOnesOwn() {
        Message jam = say("Jam");
        Message loaf = hear("Loaf");
        assertThat(get("?select=" + id(jam)))
                .bodyText()
                .contains(
                        "name=\"m\" form=\"picked\" value=\"" + id(jam) + "\" checked",
                        "Choose messages",
                        "formaction=\"" + here + "/copy\"")
                .doesNotContain("id=\"composer\"", "??");
        assertThat(get("/delete?m=" + id(jam) + "&m=" + id(loaf)))
                .bodyText()
                .contains("Delete 2 messages?", "disabled", "1 of 2");
        delete("false", jam, loaf);
        assertThat(responses.deleted).containsExactly("here Jam", "here Loaf");
        assertThat(get("/delete?m=999999999")).hasRedirectedUrl(here);
    }

    @Test
    void notesAreDeletedOnAllDevices() {
        Summary note = messenger.start(ana.account(), ana.account().id());
        Message bread = messenger.say(ana.account(), note.id(), "Bread", PageHouse.NOW);
        assertThat(
                        pages.get()
                                .uri("/c/{c}/delete?m={m}", note.id().value(), id(bread))
                                .with(ana.asks()))
                .bodyText()
                .contains("On all my devices")
                .doesNotContain("Here and for");
    }

    // Copying, and what is known

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

    // How text is shown

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
                        "<bdi class=\"at me\">@You</bdi> and <bdi class=\"at\">@Ben</bdi> and"
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
                .contains("Invitation to a community", "Lake people", "open.example");
        assertThat(get(message(invitation)))
                .bodyText()
                .contains("https://open.example/lake?public_key=ab")
                .doesNotContain("href=\"https://open.example");
    }

    // Typing

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

    // How they ask

    private MvcTestResult get(String path) {
        return pages.get()
                .uri(URI.create((here + path).replace(" ", "%20")))
                .with(ana.asks())
                .exchange();
    }

    private static String text(MvcTestResult answer) {
        return new String(answer.getResponse().getContentAsByteArray(), UTF_8);
    }

    private MvcTestResult fragment(String path) {
        return pages.get()
                .uri(here + path)
                .header("HX-Request", "true")
                .with(ana.asks())
                .exchange();
    }

    private MockMvcRequestBuilder post(String path) {
        return pages.post().uri(here + path).with(csrf()).with(ana.asks());
    }

    private MvcTestResult react(Message message, String how, String emoji) {
        return post(message(message) + "/react").param(how, emoji).exchange();
    }

    private MvcTestResult delete(String everyone, Message... messages) {
        MockMvcRequestBuilder request = post("/delete").param("everyone", everyone);
        for (Message message : messages) {
            request = request.param("m", String.valueOf(id(message)));
        }
        return request.exchange();
    }

    private Message hear(String text) {
        return messenger.receive(ana.account(), ben.id(), text, PageHouse.NOW);
    }

    private Message say(String text) {
        return messenger.say(ana.account(), ben.id(), text, PageHouse.NOW);
    }

    private long find(String text) {
        return messenger.page(ana.account(), ben.id(), Optional.empty(), 1000).stream()
                .filter(message -> message.body().equals(text))
                .mapToLong(MessagesTest::id)
                .findFirst()
                .orElseThrow();
    }

    private static String message(Message message) {
        return "/messages/" + id(message);
    }

    private static long id(Message message) {
        return message.id().value();
    }
}
