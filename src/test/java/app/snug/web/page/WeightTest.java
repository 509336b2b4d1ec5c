/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Conversations.Summary;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@PageTest
class WeightTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;

    @Test
    void aFirstLoadStaysWithinItsBudget() throws Exception {
        Person ana = people.someone("Ana");
        Summary ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        for (int i = 0; i < 25; i++) {
            messenger.receive(
                    ana.account(),
                    ben.id(),
                    "So, is there any of that loaf left?",
                    PageHouse.NOW.plusSeconds(i * 600));
            messenger.say(
                    ana.account(),
                    ben.id(),
                    "Half of it. Come hungry.",
                    PageHouse.NOW.plusSeconds(i * 600 + 60));
        }
        byte[] page =
                pages.get()
                        .uri("/c/" + ben.id().value())
                        .with(ana.asks())
                        .exchange()
                        .getResponse()
                        .getContentAsByteArray();
        assertThat(page.length).isLessThan(30_000);

        String html = new String(page, java.nio.charset.StandardCharsets.UTF_8);
        int scripts = 0;
        for (String script : found("<script[^>]* src=\"([^\"]+)\"", html)) {
            scripts += zipped(asset(script));
        }
        assertThat(scripts).isBetween(10_000, 40_000);
        List<String> styles = found("<link rel=\"stylesheet\" href=\"([^\"]+)\"", html);
        assertThat(styles).hasSize(1);
        assertThat(zipped(asset(styles.getFirst()))).isLessThan(15_000);
    }

    @Test
    void staticFilesAreNamedByTheirContentAndKept() throws Exception {
        Person ana = people.someone("Ana");
        String html =
                pages.get().uri("/").with(ana.asks()).exchange().getResponse().getContentAsString();
        for (String address : found("(?:href|src)=\"(/assets/[^\"#]+)", html)) {
            assertThat(address).matches("/assets/[\\w.-]+-[0-9a-f]{32}\\.(css|js|svg)");
            assertThat(pages.get().uri(address))
                    .hasStatusOk()
                    .hasHeader("Cache-Control", "max-age=31536000, public, immutable");
        }
    }

    @Test
    void nothingIsInline() throws Exception {
        Person ana = people.someone("Ana");
        for (String path :
                new String[] {"/", "/new", "/me", "/household", "/welcome", "/login?out"}) {
            String html =
                    pages.get()
                            .uri(path)
                            .with(ana.asks())
                            .exchange()
                            .getResponse()
                            .getContentAsString();
            assertThat(html)
                    .doesNotContainPattern("<script(?![^>]* src=)")
                    .doesNotContainPattern(
                            "<style|\\sstyle=|\\son[a-z]+=|https?://(?!localhost|www.w3)");
        }
    }

    @Test
    void bothDarkBlocksAreEqual() throws IOException {
        String css = Files.readString(Path.of("frontend/static/snug.css"));
        List<String> dark =
                found(
                        "(?:not\\(\\[data-theme=\"light\"\\]\\)|:root\\[data-theme=\"dark\"\\]) \\{([^}]+)\\}",
                        css);
        assertThat(dark).hasSize(2);
        assertThat(dark.get(0).strip()).isEqualTo(dark.get(1).strip());
    }

    private byte[] asset(String address) {
        var answer = pages.get().uri(address).exchange();
        assertThat(answer).hasStatusOk();
        return answer.getResponse().getContentAsByteArray();
    }

    private static int zipped(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        }
        return out.size();
    }

    private static List<String> found(String pattern, String text) {
        List<String> all = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }
}
