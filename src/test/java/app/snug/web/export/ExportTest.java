/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Attachment;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.History.Told;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.MessageName;
import app.snug.web.Hostile;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryResponses;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.page.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A conversation as a file. */
@PageTest
class ExportTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryResponses responses;
    @Autowired Times times;
    @Autowired Words words;
    private Person ana;
    private Summary ben;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben & Co");
    }

    private MvcTestResult export(String kind) {
        return pages.get()
                .uri("/c/" + ben.id().value() + "/export." + kind)
                .with(ana.asks())
                .exchange();
    }

    private static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void thePageStandsByItselfAndTellsWhoSaidWhat() {
        messenger.receive(ana.account(), ben.id(), "Hello\nyou", PageHouse.NOW.minusSeconds(86400));
        messenger.say(ana.account(), ben.id(), "Hello, Ben", PageHouse.NOW);
        MvcTestResult result = export("html");
        assertThat(result).hasStatusOk();
        assertThat(result.getResponse().getHeader("Content-Disposition"))
                .startsWith("attachment")
                .contains("2026-11-24.html");
        String html = body(result);
        assertThat(html)
                .doesNotContain("??", "<script", "http://", "https://", "src=")
                .contains("default-src 'none'")
                .contains("<p>Hello\nyou</p>", "Ben &amp; Co", "class=\"own\"", ben.peer().hex())
                .endsWith("</html>\n");
        assertThat(html.indexOf("Hello\nyou")).isLessThan(html.indexOf("Hello, Ben"));
    }

    @Test
    void whoIsMentionedHasANameInThePage() {
        messenger.receive(ana.account(), ben.id(), "Ask @" + ben.peer().hex(), PageHouse.NOW);
        assertThat(body(export("html"))).contains("<p>Ask @Ben &amp; Co</p>");
    }

    @Test
    void theDataHasEveryMessageInOrder() {
        messenger.receive(ana.account(), ben.id(), "Hello", PageHouse.NOW.minusSeconds(60));
        messenger.say(ana.account(), ben.id(), "Hello, Ben", PageHouse.NOW);
        JsonNode json = JSON.readTree(export("json").getResponse().getContentAsByteArray());
        assertThat(json.path("format").stringValue("")).isEqualTo("snug-conversation");
        assertThat(json.path("account").path("id").stringValue(""))
                .isEqualTo(ana.account().id().hex());
        assertThat(json.path("with").path("name").stringValue("")).isEqualTo("Ben & Co");
        assertThat(json.path("messages").size()).isEqualTo(2);
        assertThat(json.path("messages").get(0).path("text").stringValue("")).isEqualTo("Hello");
        assertThat(json.path("messages").get(0).path("own").booleanValue(true)).isFalse();
        assertThat(json.path("messages").get(1).path("sent").stringValue(""))
                .isEqualTo(PageHouse.NOW.toString());
        assertThat(json.path("left_out").intValue(-1)).isZero();
        assertThat(json.path("complete").booleanValue(false)).isTrue();
    }

    @Test
    void whatVanishesIsLeftOutAndCounted() throws Exception {
        Disappearing timer = new Disappearing(Disappearing.Mode.AFTER_READING, Duration.ofHours(1));
        Extras extras = Extras.NONE.vanishing(Optional.of(timer), Optional.empty());
        Message secret = message("secret", extras);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonFile json =
                new JsonFile(
                        out,
                        new Exported(
                                "a", "Ana", "b", "Ben", UnaryOperator.identity(), PageHouse.NOW),
                        file -> Optional.empty());
        json.open();
        json.add(new Told(secret, Optional.empty(), List.of(), List.of()));
        json.finish();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .doesNotContain("secret")
                .contains("\"left_out\":1");
    }

    private static Attachment file(String type, String name) {
        return new Attachment(
                new AttachmentId(1),
                new MessageId(1),
                Attachment.Part.FILE,
                type,
                Optional.of(name),
                Optional.empty(),
                4,
                false,
                0,
                0,
                Duration.ZERO,
                Attachment.State.HERE,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static Message message(String text, Extras extras) {
        return new Message(
                new MessageId(1),
                new ConversationId(1),
                new MessageName(new AccountId("05" + "a".repeat(64)), PageHouse.NOW),
                false,
                PageHouse.NOW,
                Message.Kind.TEXT,
                text,
                extras,
                Message.State.RECEIVED,
                Optional.empty());
    }

    private static Content bytes(boolean damaged) {
        return new Content() {
            @Override
            public long size() {
                return 4;
            }

            @Override
            public void copy(long from, long length, OutputStream to) throws IOException {
                if (damaged) {
                    throw new DamagedException("altered", new IOException());
                }
                to.write(new byte[] {1, 2, 3, 4});
            }

            @Override
            public void close() {}
        };
    }

    private String page(Told told, boolean damaged) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exported exported =
                new Exported("a", "Ana", "b", "Ben", UnaryOperator.identity(), PageHouse.NOW);
        Reader reader = new Reader(ZoneOffset.UTC, Locale.UK);
        Kept kept = file -> Optional.of(bytes(damaged));
        HtmlFile html = new HtmlFile(out, exported, kept, times, words, reader);
        html.open();
        html.add(told);
        html.finish();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void filesAreInsideAndNothingOfThemIsActive() throws Exception {
        Told told =
                new Told(
                        message("here", Extras.NONE),
                        Optional.empty(),
                        List.of(
                                file("image/png", "a\"b.png"),
                                file("text/html", "evil.html"),
                                file("image/svg+xml", "evil.svg")),
                        List.of());
        assertThat(page(told, false))
                .contains("<img alt=\"a&quot;b.png\" src=\"data:image/png;base64,AQIDBA==\">")
                .contains(
                        "<a download=\"evil.html\""
                                + " href=\"data:application/octet-stream;base64,AQIDBA==\">")
                .doesNotContain("data:text/html", "data:image/svg");
        assertThat(page(told, true)).contains("3 files were damaged").endsWith("</html>\n");

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonFile json =
                new JsonFile(
                        out,
                        new Exported(
                                "a", "Ana", "b", "Ben", UnaryOperator.identity(), PageHouse.NOW),
                        file -> Optional.of(bytes(false)));
        json.open();
        json.add(told);
        json.finish();
        JsonNode files = JSON.readTree(out.toByteArray()).path("messages").get(0).path("files");
        assertThat(files.get(0).path("data").stringValue("")).isEqualTo("AQIDBA==");
    }

    @Test
    void answersReactionsAndWhatWasDeletedAreToldToo() {
        Message asked = messenger.receive(ana.account(), ben.id(), "Any loaf?", PageHouse.NOW);
        messenger.receive(
                ana.account(),
                ben.id(),
                "Or jam?",
                Extras.NONE.answering(asked.name()),
                PageHouse.NOW.plusSeconds(60));
        responses.react(ana.account(), asked, ben.peer(), "😂");
        responses.react(ana.account(), asked, ana.account().id(), "😂");
        responses.react(ana.account(), asked, ben.peer(), "\u202E<b>\u0000");
        Message gone = messenger.say(ana.account(), ben.id(), "secret", PageHouse.NOW);
        messenger.empty(ana.account(), gone.id());

        assertThat(body(export("html")))
                .contains("Reactions: 😂 Ben &amp; Co, Ana; &lt;b&gt; Ben &amp; Co<")
                .contains("</small><p>Ben &amp; Co: Any loaf?</p></blockquote>")
                .contains("Here was a message of Ana.")
                .doesNotContain("secret");
        JsonNode told = JSON.readTree(export("json").getResponse().getContentAsByteArray());
        JsonNode first = told.path("messages").get(0);
        assertThat(first.path("reactions").get(0).path("emoji").stringValue("")).isEqualTo("😂");
        assertThat(first.path("reactions").get(0).path("by").get(1).stringValue(""))
                .isEqualTo(ana.account().id().hex());
        assertThat(first.path("reactions").get(1).path("emoji").stringValue("")).isEqualTo("<b>");
        JsonNode answer = told.path("messages").get(2);
        assertThat(answer.path("answers").path("author").stringValue(""))
                .isEqualTo(ben.peer().hex());
        assertThat(told.path("messages").get(1).path("kind").stringValue("")).isEqualTo("DELETED");
    }

    @Test
    void nothingOfWhatVanishesIsInAnAnswerToIt() throws Exception {
        Disappearing timer = new Disappearing(Disappearing.Mode.AFTER_SENDING, Duration.ofDays(1));
        Message secret =
                message("secret", Extras.NONE.vanishing(Optional.of(timer), Optional.empty()));
        Message answer = message("yes", Extras.NONE.answering(secret.name()));
        assertThat(page(new Told(answer, Optional.of(secret), List.of(), List.of()), false))
                .contains("<blockquote>", "<p>yes</p>")
                .doesNotContain("secret");
    }

    @Test
    void nobodyExportsWhatIsAnothers() throws Exception {
        Person clara = people.someone("Clara");
        assertThat(pages.get().uri("/c/" + ben.id().value() + "/export.html").with(clara.asks()))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    static List<String> hostile() {
        return Hostile.texts().toList();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextIsTextInBoth(String text) {
        Message said = messenger.receive(ana.account(), ben.id(), text, PageHouse.NOW);
        messenger.receive(
                ana.account(),
                ben.id(),
                "answer",
                Extras.NONE.answering(said.name()).inviting(new Extras.Invitation(text, text)),
                PageHouse.NOW.plusSeconds(1));
        responses.react(ana.account(), said, ben.peer(), text);
        assertThat(body(export("html")))
                .doesNotContain("<script", "<img", "<textarea", "\u202E", "\u0000")
                .endsWith("</html>\n");
        JsonNode json = JSON.readTree(export("json").getResponse().getContentAsByteArray());
        assertThat(json.path("messages").size()).isEqualTo(2);
    }
}
