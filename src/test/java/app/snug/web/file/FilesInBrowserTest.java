/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Attachment.State;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Draft;
import app.snug.messenger.Look;
import app.snug.messenger.Message;
import app.snug.web.BrowserTest;
import app.snug.web.MemoryFiles;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryPreferences;
import app.snug.web.PageHouse;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.Tab;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BrowserTest
class FilesInBrowserTest {

    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryFiles files;
    @Autowired MemoryPreferences preferences;
    @LocalServerPort int port;

    private Page page;
    private Person ana;
    private Summary ben;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        page = Tab.DESK.of(ana, port, 1000, 700);
    }

    private void open() {
        page.navigate(address("/c/" + ben.id().value()));
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }

    private static FilePayload text(String name) {
        return new FilePayload(name, "text/plain", name.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> drafts() {
        return files.of(ana.account(), ben.id()).stream()
                .map(draft -> draft.name().orElseThrow())
                .toList();
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void filesAreChosenDroppedOrPastedTakenOutAndSentWithOrWithoutWords() {
        Consumer<FileChooser> chooses =
                chooser -> chooser.setFiles(new FilePayload[] {text("one.txt"), text("two.txt")});
        page.onFileChooser(chooses);
        open();
        page.locator("#attach").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#tray .staged:not(.busy)")).hasCount(2);
        page.offFileChooser(chooses);
        page.evaluate(
                """
                () => {
                  const carried = new DataTransfer();
                  carried.items.add(new File(['3'], 'three.txt', {type: 'text/plain'}));
                  const chat = document.querySelector('main.talk');
                  for (const kind of ['dragenter', 'dragover', 'drop']) {
                    chat.dispatchEvent(new DragEvent(kind,
                        {dataTransfer: carried, bubbles: true, cancelable: true}));
                  }
                }
                """);
        assertThat(page.locator("#tray .staged:not(.busy)")).hasCount(3);
        page.evaluate(
                """
                () => {
                  const carried = new DataTransfer();
                  carried.items.add(new File(['4'], 'four.txt', {type: 'text/plain'}));
                  document.getElementById('text').dispatchEvent(new ClipboardEvent('paste',
                      {clipboardData: carried, bubbles: true, cancelable: true}));
                }
                """);
        assertThat(page.locator("#tray .staged:not(.busy)")).hasCount(4);
        page.waitForResponse(
                answer -> answer.url().endsWith("/remove"),
                () -> page.locator("#tray .staged button").first().click());
        assertThat(page.locator("#tray .staged")).hasCount(3);
        page.reload();
        assertThat(page.locator("#tray .staged .clip"))
                .hasText(new String[] {"two.txt", "three.txt", "four.txt"});
        assertThat(drafts()).containsExactly("two.txt", "three.txt", "four.txt");
        page.setInputFiles(
                "#composer input[type=file]",
                new FilePayload("empty.txt", "text/plain", new byte[0]));
        assertThat(page.locator("#text-e")).containsText("“empty.txt” is empty.");
        page.fill("#text", "Here they are");
        page.press("#text", "Enter");
        assertThat(page.locator(".m.out:not([data-waiting])")).containsText("Here they are");
        assertThat(page.locator("#tray .staged")).hasCount(0);
    }

    @Test
    void whetherLinksMayBeLookedAtIsAskedOnce() {
        open();
        page.fill("#text", "See https://lake.example/boat");
        page.locator("#preview-ask .btn").first().click();
        assertThat(page.locator("#tray .linked")).containsText("lake.example");
        assertThat(preferences.of(ana.account()).linkPreviews()).isTrue();
        assertThat(page.locator("#preview-ask")).hasCount(0);
        assertThat((String) page.evaluate("() => localStorage.getItem('snug:previews')"))
                .isEqualTo("asked");
    }

    @Test
    void picturesAreSeenOneAfterTheOtherWithTheKeyboard() throws Exception {
        Message old = messenger.receive(ana.account(), ben.id(), "Old", PageHouse.NOW);
        files.put(ana.account(), old.id(), "old.png", "image/png", State.HERE, picture());
        for (int i = 1; i <= 50; i++) {
            messenger.say(ana.account(), ben.id(), "And", PageHouse.NOW.plusSeconds(i));
        }
        Message said =
                messenger.receive(ana.account(), ben.id(), "Look", PageHouse.NOW.plusSeconds(60));
        for (String name : List.of("one.png", "two.png", "three.png", "four.png")) {
            files.put(ana.account(), said.id(), name, "image/png", State.HERE, picture());
        }
        open();
        page.locator("a.pic").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog.view[open]")).containsText("one.png");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("dialog.view[open]")).containsText("four.png");
        assertThat(page.locator("dialog.view .next")).isHidden();
        assertThat(page.locator("dialog.view img")).hasJSProperty("naturalWidth", 40);
        for (int i = 0; i < 3; i++) {
            page.keyboard().press("ArrowLeft");
        }
        assertThat(page.locator("dialog.view[open]")).containsText("one.png");
        // What is not on the page any more comes from the library.
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("dialog.view[open]")).containsText("old.png");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("dialog.view .back")).isHidden();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog.view[open]")).hasCount(0);
        page.locator("a.pics-more").click();
        assertThat(page.locator("dialog.view[open]")).containsText("four.png");
        assertThat(page.waitForDownload(() -> page.locator("dialog.view .save").click()))
                .satisfies(saved -> assertThat(saved.suggestedFilename()).isEqualTo("four.png"));
    }

    @Test
    void aVoiceMessageIsRecordedHeardBeforeItGoesAndCanBeDiscarded() {
        open();
        page.locator("#say").click();
        assertThat(page.locator(".recording meter")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator(".recording")).hasCount(0);
        assertThat(drafts()).isEmpty();
        page.locator("#say").click();
        assertThat(page.locator(".recording time")).hasText(Pattern.compile("0:0[1-9]|0:[1-5]\\d"));
        page.locator(".recording .stop").click();
        assertThat(page.locator("#tray .staged audio")).isVisible();
        Draft spoken = files.of(ana.account(), ben.id()).getFirst();
        assertThat(spoken.voice()).isTrue();
        assertThat(spoken.name()).contains("session-audio-message");
        assertThat(spoken.look()).isEqualTo(Look.SOUND);
        assertThat(spoken.contentType()).isIn("audio/mp4", "audio/wav");
        assertThat(spoken.length().toMillis()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void aVoiceMessageIsPlayedFasterAndFromAnyPlace() throws Exception {
        Message spoken = messenger.receive(ana.account(), ben.id(), "", PageHouse.NOW);
        files.put(ana.account(), spoken.id(), "a.wav", "audio/wav", State.HERE, silence(20));
        open();
        Locator sound = page.locator("audio[data-voice]");
        assertThat(sound).hasJSProperty("duration", 20);
        Locator speed = page.locator(".speed");
        assertThat(speed).hasText("1×");
        speed.click();
        assertThat(sound).hasJSProperty("playbackRate", 1.5);
        speed.focus();
        page.keyboard().press("Enter");
        assertThat(speed).hasText("2×");
        page.reload();
        assertThat(speed).hasText("2×");
        assertThat(sound).hasJSProperty("playbackRate", 2);
        // Only the part from there on is asked for.
        sound.evaluate("a => { a.currentTime = 19; return a.play(); }");
        assertThat(sound).hasJSProperty("ended", true);
        speed.click();
        assertThat(sound).hasJSProperty("playbackRate", 1);
    }

    /** A sound of so many seconds. */
    private static byte[] silence(int seconds) throws IOException {
        AudioFormat format = new AudioFormat(8000, 8, 1, false, false);
        byte[] samples = new byte[8000 * seconds];
        Arrays.fill(samples, (byte) 128);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length),
                AudioFileFormat.Type.WAVE,
                out);
        return out.toByteArray();
    }

    @Test
    void withoutAScriptFilesAreChosenOnAPageOfTheirOwn() {
        String place = "/c/" + ben.id().value() + "/drafts";
        open();
        assertThat(page.locator("#attach")).hasAttribute("href", place);
        page.navigate(address(place));
        page.setInputFiles("#files", new FilePayload[] {text("one.txt"), text("two.txt")});
        page.locator("form[enctype] button").click();
        assertThat(page.locator("#tray .staged .clip"))
                .hasText(new String[] {"one.txt", "two.txt"});
        page.navigate(address(place));
        page.locator(".plain button").first().click();
        assertThat(page.locator(".plain li")).hasCount(1);
        page.locator("form[enctype] [name=_csrf]").evaluate("f => { f.value = 'forged'; }");
        page.setInputFiles("#files", text("three.txt"));
        page.locator("form[enctype] button").click();
        assertThat(drafts()).containsExactly("two.txt");
    }
}
