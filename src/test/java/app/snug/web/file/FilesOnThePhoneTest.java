/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Attachment;
import app.snug.messenger.Attachment.State;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Draft;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.TransferFailure;
import app.snug.web.BrowserTest;
import app.snug.web.MemoryFiles;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryPreferences;
import app.snug.web.PageHouse;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.Tab;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Files and links on a phone and, at the same time, on a desk with the keyboard. */
@BrowserTest
class FilesOnThePhoneTest {

    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryFiles files;
    @Autowired MemoryPreferences preferences;
    @LocalServerPort int port;

    private Page page;
    private Page phone;
    private Person ana;
    private Summary ben;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        page = Tab.DESK.of(ana, port, 1000, 700);
        phone = Tab.PHONE.of(ana, port, 390, 844);
    }

    private void open(Page on) {
        on.navigate("http://localhost:" + port + "/c/" + ben.id().value());
    }

    @Test
    void anUploadOnThePhoneSaysHowFarItIsIsCancelledAndBegunAgain() {
        open(phone);
        FilePayload large = new FilePayload("large.bin", "", new byte[2_000_000]);
        CDPSession line = phone.context().newCDPSession(phone);
        uploads(line, 100_000);
        phone.setInputFiles(
                "#composer input[type=file]",
                new FilePayload[] {large, new FilePayload("waits.txt", "", new byte[9])});
        assertThat(phone.locator("#tray .busy")).hasCount(2);
        phone.waitForFunction("() => document.querySelector('#tray progress').value > 0");
        phone.locator("#tray .busy button").last().tap();
        phone.locator("#tray .busy button").first().tap();
        assertThat(phone.locator("#tray .staged")).hasCount(0);
        assertThat(phone.locator("#text-e")).isHidden();
        // As slow as before: with a fast line the first one might be there before it is given up.
        phone.setInputFiles(
                "#composer input[type=file]", new FilePayload("large.bin", "", new byte[50_000]));
        assertThat(phone.locator("#tray .staged:not(.busy)")).containsText("large.bin");
        assertThat(files.of(ana.account(), ben.id()))
                .singleElement()
                .extracting(Draft::size)
                .isEqualTo(50_000L);
    }

    /** So many bytes a second go out. */
    private static void uploads(CDPSession line, int speed) {
        JsonObject speeds = new JsonObject();
        speeds.addProperty("offline", false);
        speeds.addProperty("latency", 0);
        speeds.addProperty("downloadThroughput", -1);
        speeds.addProperty("uploadThroughput", speed);
        line.send("Network.emulateNetworkConditions", speeds);
    }

    @Test
    void sendingStaysInReachAboveTheKeyboardOfAPhoneWhateverIsToGo() {
        phone.setViewportSize(390, 430);
        open(phone);
        phone.setInputFiles(
                "#composer input[type=file]",
                IntStream.range(0, 7)
                        .mapToObj(n -> new FilePayload("file " + n + ".txt", "", new byte[9]))
                        .toArray(FilePayload[]::new));
        assertThat(phone.locator("#tray .staged:not(.busy)")).hasCount(7);
        phone.fill("#text", "One line after the other\n".repeat(12));
        for (String part : List.of(".go", "#attach", "#text")) {
            assertThat(phone.locator("#composer " + part))
                    .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
        }
    }

    @Test
    void whatIsOnItsWaySaysHowFarItIsAndWhatComesIsSeenInBothBrowsers() throws Exception {
        Message said = messenger.say(ana.account(), ben.id(), "Plan", PageHouse.NOW);
        Attachment going = put(said, "plan.pdf", State.SENDING);
        Message plan = messenger.receive(ana.account(), ben.id(), "", PageHouse.NOW.plusSeconds(1));
        put(plan, "coming.pdf", State.FETCHING);
        Optional<TransferFailure> expired = Optional.of(TransferFailure.EXPIRED);
        put(plan, files.nextId(), Attachment.Part.FILE, "old.pdf", State.EXPIRED, expired);
        Attachment lake = put(plan, "lake.png", State.OFFERED);
        files.asked.clear();
        open(page);
        open(phone);
        for (Page each : List.of(page, phone)) {
            assertThat(each.locator(".in progress")).hasJSProperty("value", 25);
            assertThat(file(each, "old.pdf")).containsText("no longer has it");
        }
        file(phone, "coming.pdf").locator("button[formaction$='/cancel']").tap();
        await(phone, "cancel");
        file(page, "lake.png").locator("button[formaction$='/fetch']").focus();
        page.keyboard().press("Enter");
        await(page, "fetch");
        put(plan, lake.id(), lake.part(), "lake.png", State.HERE, Optional.empty());
        Optional<TransferFailure> away = Optional.of(TransferFailure.SERVER_AWAY);
        put(said, going.id(), going.part(), "plan.pdf", State.SENDING, away);
        for (Page each : List.of(page, phone)) {
            assertThat(each.locator("a.pic img")).hasJSProperty("naturalWidth", 40);
            assertThat(file(each, "plan.pdf")).containsText("tried again by itself");
        }
        file(phone, "plan.pdf").locator("button[formaction$='/retry']").tap();
        await(phone, "retry");
    }

    private void await(Page on, String asked) {
        on.waitForCondition(() -> files.asked.contains(asked));
    }

    private static Locator file(Page on, String name) {
        return on.locator(".file", new Page.LocatorOptions().setHasText(name));
    }

    private Attachment put(Message message, String name, State state) throws IOException {
        return put(message, files.nextId(), Attachment.Part.FILE, name, state, Optional.empty());
    }

    /** In place of what was there under that number. */
    private Attachment put(
            Message message,
            AttachmentId id,
            Attachment.Part part,
            String name,
            State state,
            Optional<TransferFailure> why)
            throws IOException {
        Attachment file =
                new Attachment(
                        id,
                        message.id(),
                        part,
                        name.endsWith("png") ? "image/png" : "application/pdf",
                        Optional.of(name),
                        Optional.empty(),
                        1000,
                        false,
                        40,
                        30,
                        Duration.ZERO,
                        state,
                        why,
                        Optional.empty(),
                        name.endsWith("png"));
        files.put(ana.account(), file, picture());
        messenger.changed(ana.account(), message.id());
        return file;
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void onAPhonePicturesFillTheWindowAndTheMediaViewHasThemAll() throws Exception {
        Message said = messenger.receive(ana.account(), ben.id(), "Look", PageHouse.NOW);
        put(said, "one.png", State.HERE);
        put(said, "two.png", State.HERE);
        put(said, "plan.pdf", State.HERE);
        open(phone);
        Locator view = phone.locator("dialog.view[open]");
        phone.locator("a.pic").last().tap();
        assertThat(view).containsText("two.png");
        assertThat(view.locator(".next")).isHidden();
        view.locator(".back").tap();
        assertThat(view).containsText("one.png");
        view.locator(".close").tap();
        assertThat(view).hasCount(0);
        phone.locator(".talk-head a[href$='/about']").tap();
        phone.locator("a[href$='/media']").tap();
        assertThat(phone.locator("a.pic")).hasCount(2);
        phone.locator("a.pic").first().tap();
        assertThat(view.locator("img")).hasJSProperty("naturalWidth", 40);
        view.locator(".close").tap();
        phone.locator("a.seg[href$='/documents']").tap();
        assertThat(file(phone, "plan.pdf")).isVisible();
    }

    @Test
    void aPreviewIsTakenOffOrSeenBeforeItGoesAndByTheOtherSide() throws Exception {
        preferences.change(ana.account(), before -> before.linkPreviews(true));
        open(phone);
        Locator card = phone.locator("#tray .linked");
        phone.fill("#text", "See https://lake.example/boat");
        assertThat(card).containsText("Title of https://lake.example/boat");
        card.locator("button").tap();
        assertThat(card).hasCount(0);
        phone.fill("#text", "See https://lake.example/boat or https://hut.example/");
        phone.fill("#text", "See https://hut.example/");
        assertThat(card).containsText("Title of https://hut.example/");
        Draft seen = files.of(ana.account(), ben.id()).getLast();
        String posted =
                phone.waitForRequest(
                                Pattern.compile(".*/messages"),
                                () -> phone.locator("#composer .go").tap())
                        .postData();
        assertThat(posted).contains("file=" + seen.id().value());
        assertThat(card).hasCount(0);

        open(page);
        String url = "https://lake.example/boat";
        Message got =
                messenger.receive(
                        ana.account(),
                        ben.id(),
                        "Book " + url,
                        Extras.NONE.linking(new Extras.Link(url, "Boats by the hour")),
                        PageHouse.NOW.plusSeconds(1));
        Attachment.Part preview = Attachment.Part.PREVIEW;
        put(got, files.nextId(), preview, "boat.png", State.HERE, Optional.empty());
        for (Page each : List.of(page, phone)) {
            assertThat(each.locator(".preview strong")).hasText("Boats by the hour");
            assertThat(each.locator(".preview img")).hasJSProperty("naturalWidth", 40);
        }
        page.locator("a.preview").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#asked")).containsText("You are leaving for lake.example");
    }
}
