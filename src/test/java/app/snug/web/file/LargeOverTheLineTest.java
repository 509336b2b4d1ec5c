/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.VaultLockedException;
import app.snug.web.BrowserTest;
import app.snug.web.MemoryFiles;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemorySearch;
import app.snug.web.PageHouse;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.Tab;
import app.snug.whole.PlainBrowser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessResourceFailureException;

/** What becomes of large answers and large forms that fail, which only a real connection shows. */
@BrowserTest
class LargeOverTheLineTest {

    /** Ends of whole files, and of the pages that people see instead. */
    private static final String[] ENDS = {"</html>", "left_out", "complete"};

    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemorySearch search;
    @Autowired MemoryFiles files;
    @LocalServerPort int port;
    private Person ana;
    private Summary ben;
    private String house;
    private String path;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben & Co");
        house = "http://localhost:" + port;
        path = "/c/" + ben.id().value();
    }

    @AfterEach
    void heal() {
        search.readable = -1;
        files.full = false;
    }

    private HttpResponse<InputStream> download(String kind) throws Exception {
        return BROWSER.send(
                HttpRequest.newBuilder(URI.create(house + path + "/export." + kind))
                        .header("Cookie", "snug=" + Tab.session(ana, house))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    /** What arrives until the connection breaks off. */
    private static String half(InputStream body) {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        assertThatThrownBy(() -> body.transferTo(came)).isInstanceOf(IOException.class);
        return came.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "json"})
    void whatCannotBeReadToItsEndIsNoWholeFile(String kind) throws Exception {
        for (int i = 0; i < 4; i++) {
            messenger.receive(
                    ana.account(),
                    ben.id(),
                    "Any loaf? ".repeat(2000),
                    PageHouse.NOW.plusSeconds(i));
        }
        search.readable = 3;
        search.trouble = new DataAccessResourceFailureException("on purpose");
        assertThat(half(download(kind).body())).contains("Any loaf?").doesNotContain(ENDS);
        search.trouble = new VaultLockedException(ana.account().owner());
        assertThat(half(download(kind).body())).contains("Any loaf?").doesNotContain(ENDS);

        search.readable = 0;
        assertThat(refused(kind, 303)).isEmpty();
        search.trouble = new DataAccessResourceFailureException("on purpose");
        assertThat(refused(kind, 503)).contains("<h1").doesNotContain("Ben &amp; Co");
        search.trouble = new IllegalStateException("on purpose");
        assertThat(refused(kind, 500)).contains("<h1").doesNotContain("Ben &amp; Co");
    }

    private String refused(String kind, int status) throws Exception {
        HttpResponse<InputStream> answer = download(kind);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
        return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static PlainBrowser.Page aged(PlainBrowser.Page page) {
        return new PlainBrowser.Page(
                page.status(),
                page.path(),
                page.html()
                        .replaceAll("(name=\"_csrf\" value=)\"[^\"]*\"", "$1\"from yesterday\""));
    }

    @Test
    void aFormWithFilesThatIsNotTakenSaysWhy() throws Exception {
        Map<String, byte[]> large = Map.of("large.zip", new byte[3_000_000]);
        String form = path + "/drafts/form";
        try (PlainBrowser browser = new PlainBrowser(house)) {
            browser.submit(
                    browser.get("/login"),
                    "/login",
                    Map.of("login", ana.member().login(), "passphrase", People.PASSPHRASE));
            PlainBrowser.Page drafts = browser.get(path + "/drafts");
            PlainBrowser.Page old = browser.upload(aged(drafts), form, large);
            assertThat(old.status()).isEqualTo(403);
            assertThat(old.html())
                    .contains("This form was open for too long. Choose the files again.");
            assertThat(files.of(ana.account(), ben.id())).isEmpty();
            assertThat(browser.upload(old, form, large).path()).isEqualTo(path);
            assertThat(files.of(ana.account(), ben.id())).hasSize(1);

            PlainBrowser.Page me = browser.get("/me");
            assertThat(browser.upload(aged(me), "/me/picture", large).html())
                    .contains("the form was open for too long");
            assertThat(browser.upload(aged(me), "/me/picture", Map.of()).status()).isEqualTo(200);
            PlainBrowser.Page none = browser.upload(me, "/me/picture", Map.of());
            assertThat(none.status()).isEqualTo(400);
            assertThat(none.html()).contains("<h1");

            files.full = true;
            PlainBrowser.Page full = browser.upload(drafts, form, large);
            assertThat(full.status()).isEqualTo(422);
            assertThat(full.html()).contains("“large.zip” could not be taken in");
            assertThat(browser.upload(me, "/me/picture", large).html())
                    .contains("it could not be taken in");
        }
    }
}
