/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Attachment;
import app.snug.messenger.Attachment.State;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Draft;
import app.snug.messenger.Drafts;
import app.snug.messenger.Message;
import app.snug.messenger.TransferFailure;
import app.snug.web.MemoryFiles;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryNotices;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@PageTest
class FilePageTest {

    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryFiles files;
    @Autowired MemoryNotices notices;

    private Person ana;
    private Summary ben;
    private Message said;
    private String path;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        said = messenger.receive(ana.account(), ben.id(), "Look", PageHouse.NOW);
        path = "/c/" + ben.id().value();
    }

    private Attachment file(String name, String type, State state) {
        return files.put(ana.account(), said.id(), name, type, state, BYTES);
    }

    private MockHttpServletResponse get(String address, String... header) {
        var request = pages.get().uri(address).with(ana.asks());
        for (int i = 0; i < header.length; i += 2) {
            request = request.header(header[i], header[i + 1]);
        }
        return request.exchange().getResponse();
    }

    @Test
    void aPictureIsShownAndAnythingActiveIsOnlySaved() throws Exception {
        Attachment photo = file("photo.png", "image/png", State.HERE);
        MockHttpServletResponse shown = get(path + "/files/" + photo.id().value());
        assertThat(shown.getContentType()).isEqualTo("image/png");
        assertThat(shown.getHeader("Content-Disposition")).startsWith("inline");
        assertThat(shown.getHeader("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; sandbox");
        assertThat(shown.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(shown.getHeader("Cache-Control")).contains("private");
        assertThat(shown.getContentAsByteArray()).isEqualTo(BYTES);
        for (String type : List.of("text/html", "image/svg+xml", "application/pdf")) {
            Attachment active = file("a\"\r\nb.html", type, State.HERE);
            MockHttpServletResponse saved = get(path + "/files/" + active.id().value());
            assertThat(saved.getContentType()).isEqualTo("application/octet-stream");
            assertThat(saved.getHeader("Content-Disposition"))
                    .startsWith("attachment")
                    .doesNotContain("\n");
        }
    }

    @Test
    void whoeverSentAFileIsToldThatItWasSaved() throws Exception {
        String address =
                path + "/files/" + file("a.pdf", "application/pdf", State.HERE).id().value();
        assertThat(pages.post().uri(address + "/save").with(csrf()).with(ana.asks()))
                .hasStatus(HttpStatus.SEE_OTHER)
                .hasHeader("Location", address + "?save");
        assertThat(notices.saved).contains(said.id());
    }

    @Test
    void aPlayerGetsTheRangeItAsksFor() throws Exception {
        String address = path + "/files/" + file("a.mp4", "video/mp4", State.HERE).id().value();
        MockHttpServletResponse part = get(address, "Range", "bytes=2-4");
        assertThat(part.getStatus()).isEqualTo(206);
        assertThat(part.getContentAsString()).isEqualTo("234");
        assertThat(part.getHeader("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(get(address, "Range", "bytes=7-").getContentAsString()).isEqualTo("789");
        assertThat(get(address, "Range", "bytes=-2").getContentAsString()).isEqualTo("89");
        assertThat(get(address, "Range", "bytes=10-").getStatus()).isEqualTo(416);
        assertThat(get(address, "Range", "nonsense").getContentAsString()).isEqualTo("0123456789");
    }

    @Test
    void anotherMembersFilesAreNotThere() throws Exception {
        Attachment photo = file("photo.png", "image/png", State.HERE);
        Person eve = people.someone("Eve");
        Summary own = messenger.start(eve.account(), eve.account().id());
        for (String base : List.of(path, "/c/" + own.id().value())) {
            String address = base + "/files/" + photo.id().value();
            assertThat(pages.get().uri(address).with(eve.asks())).hasStatus(HttpStatus.NOT_FOUND);
            for (String deed : List.of("/fetch", "/cancel", "/retry", "/save")) {
                assertThat(pages.post().uri(address + deed).with(csrf()).with(eve.asks()))
                        .hasStatus(HttpStatus.NOT_FOUND);
            }
        }
        assertThat(get("/c/" + own.id().value() + "/media").getStatus()).isEqualTo(404);
    }

    @Test
    void theConversationShowsWhatIsHereAndOffersWhatIsNot() throws Exception {
        file("one.png", "image/png", State.HERE);
        file("two.png", "image/png", State.HERE);
        file("three.png", "image/png", State.HERE);
        file("four.png", "image/png", State.HERE);
        file("letter.pdf", "application/pdf", State.OFFERED);
        file("old.zip", "application/zip", State.EXPIRED);
        String page = get(path).getContentAsString();
        assertThat(page)
                .contains("pics p3", "+1", "letter.pdf", "Download", "old.zip", "Try again")
                .contains("assets/files-", "assets/view-");
        assertThat(get(path + "/media").getContentAsString())
                .contains("November 2026", "data-look");
        assertThat(get(path + "/documents").getContentAsString()).contains("letter.pdf");
    }

    @Test
    void aFileThatNeverCameSaysSoAndCanBeAskedForAgain() throws Exception {
        files.put(
                ana.account(),
                new Attachment(
                        files.nextId(),
                        said.id(),
                        Attachment.Part.FILE,
                        "application/pdf",
                        Optional.of("never.pdf"),
                        Optional.empty(),
                        10,
                        false,
                        0,
                        0,
                        Duration.ZERO,
                        State.REFUSED,
                        Optional.of(TransferFailure.GIVEN_UP),
                        Optional.empty(),
                        false),
                BYTES);
        assertThat(get(path).getContentAsString())
                .contains("never.pdf", "not answered for more than a day", "Try again");
    }

    @Test
    void whatIsAskedOfAFileIsDone() {
        Attachment offered = file("letter.pdf", "application/pdf", State.OFFERED);
        files.asked.clear();
        for (String deed : List.of("/fetch", "/cancel", "/retry")) {
            post(path + "/files/" + offered.id().value() + deed);
        }
        post(path + "/files/always");
        assertThat(files.asked).containsExactly("fetch", "cancel", "retry", "always");
    }

    private void post(String address) {
        assertThat(pages.post().uri(address).with(csrf()).with(ana.asks())).hasRedirectedUrl(path);
    }

    @Test
    void aFileFromAScriptIsStagedShownAndSent() throws Exception {
        assertThat(
                        pages.post()
                                .uri(path + "/drafts")
                                .param("name", "a<b>.txt")
                                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                                .header("X-File-Type", "text/plain")
                                .content(BYTES)
                                .with(csrf().asHeader())
                                .with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .contains("name=\"file\"", "a&lt;b&gt;.txt");
        Draft draft = files.of(ana.account(), ben.id()).getFirst();
        assertThat(get(path).getContentAsString()).contains("id=\"d" + draft.id().value() + "\"");
        assertThat(get(path + "/drafts/" + draft.id().value()).getContentAsByteArray())
                .isEqualTo(BYTES);
        assertThat(
                        pages.post()
                                .uri(path + "/messages")
                                .param("text", "Here")
                                .param("file", "" + draft.id().value())
                                .with(csrf())
                                .with(ana.asks()))
                .hasRedirectedUrl(path);
        assertThat(
                        pages.post()
                                .uri(path + "/drafts/" + draft.id().value() + "/remove")
                                .with(csrf())
                                .with(ana.asks()))
                .hasRedirectedUrl(path + "/drafts");
        assertThat(files.of(ana.account(), ben.id())).isEmpty();
    }

    @Test
    void whatOthersWillSeeOfALinkIsShownBeforeItIsSent() {
        assertThat(
                        pages.post()
                                .uri(path + "/drafts/link")
                                .param("url", "https://www.example.org/<b>")
                                .with(csrf())
                                .with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .contains("linked", "Title of https://www.example.org/&lt;b&gt;");
    }

    @Test
    void aFileThatIsTooLargeSaysByHowMuch() {
        assertThat(
                        pages.post()
                                .uri(path + "/drafts?name=big.bin")
                                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                                .content(new byte[Drafts.MAX_SIZE + 12_000])
                                .with(csrf().asHeader())
                                .with(ana.asks()))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("big.bin", "12 kB", "10 MB");
    }
}
