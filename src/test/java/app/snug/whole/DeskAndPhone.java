/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Ada, at a desk and with nothing but a keyboard, and Ben, with a phone, get to know each other
 * over the network. Each step stands on those before it.
 */
final class DeskAndPhone {

    private static final byte[] DOCUMENT = noise(70_000);

    private final String house;
    private final Page ada;
    private final Keyboard keys;
    private final Page ben;
    private List<FilePayload> chosen = List.of();
    private String adasTalk = "";
    private String bensId = "";
    private String bensTalk = "";

    /**
     * @param ada logged in
     * @param ben logged in, on a phone
     */
    DeskAndPhone(String house, Page ada, Page ben) {
        this.house = house;
        this.ada = ada;
        this.keys = new Keyboard(ada);
        this.ben = ben;
        ada.onFileChooser(chooser -> chooser.setFiles(chosen.toArray(FilePayload[]::new)));
    }

    void aRequestShowsWordsAloneUntilItIsAccepted() {
        ada.navigate(house + "/me");
        keys.goTo("#picture");
        chosen = List.of(new FilePayload("ada.png", "image/png", picture()));
        ada.keyboard().press("Space");
        keys.press("form[action$='/me/picture'] button", "Enter");
        assertThat(ada.locator(".av.xl img")).isVisible();
        ben.navigate(house + "/me");
        bensId = ben.locator("#my-id").innerText();
        ben.navigate(house + "/");
        assertThat(ben.locator(".side")).containsText("Path ready");

        keys.press("a[href='/new']", "Enter");
        ada.waitForURL(Pattern.compile(".*/new"));
        keys.type("#to", bensId);
        keys.press("main .btn.main", "Enter");
        ada.waitForURL(Pattern.compile(".*/c/\\d+"));
        adasTalk = ada.url();
        // A conversation opens with the cursor where one writes.
        assertThat(ada.locator("#text")).isFocused();
        ada.keyboard().type("Is there any loaf left?");
        ada.keyboard().press("Enter");
        assertThat(ada.locator(".m.out .meta .sr")).hasText("Sent");
        assertThat(ada.locator(".m.out time")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        assertThat(ada.locator("#standing")).containsText("has not answered yet");

        // Without a reload she stands at his door, not in his list.
        assertThat(ben.locator("#door .badge")).hasText("1");
        assertThat(ben.locator("#list .row")).hasCount(0);
        ben.locator("#door a").tap();
        assertThat(ben.locator(".card")).containsText("Is there any loaf left?");
        ben.locator(".card h2 a").tap();
        assertThat(ben.locator(".m.in")).containsText("Is there any loaf left?");
        assertThat(ben.locator("#standing")).containsText("If you accept or answer");
        assertThat(ben.locator("main img")).hasCount(0);
        bensTalk = ben.url();
        ben.locator("#standing .btn.main").tap();
        assertThat(ben.locator("#standing .note")).hasCount(0);
        assertThat(ben.locator("#door .knock")).hasCount(0);

        assertThat(ada.locator(".m.line")).containsText("Ben accepted your message request");
        assertThat(ada.locator("#standing .note")).hasCount(0);
        assertThat(ada.locator("#list .row .name")).hasText("Ben");
        assertThat(ada.locator(".m.out .meta .sr")).hasText("Sent");
    }

    void aPictureOfOneselfComesAfterIt() {
        ben.navigate(house + "/");
        keys.say("On my way");
        assertThat(ben.locator("#list .row .badge")).hasText("1");
        assertThat(ben).hasTitle(Pattern.compile("^\\(1\\) .*"));
        assertThat(ben.locator("#list .row .name")).hasText("Ada");
        assertThat(ben.locator("#list .row img")).isVisible();
        assertThat(ben.locator("#list .row img")).not().hasJSProperty("naturalWidth", 0);
        ben.locator("#list .row").tap();
        assertThat(ben.locator(".m.in")).hasCount(2);
        assertThat(ben.locator(".talk-head img")).isVisible();
    }

    void aReplyHasItsQuoteAndReactionsComeAndGo() {
        act(ben.locator(".m.in").first(), "[data-answer]");
        assertThat(ben.locator("#staged")).containsText("Is there any loaf left?");
        ben.fill("#text", "Half of it. Come hungry.");
        ben.locator(".go").tap();
        Locator reply = ada.locator(".m.in");
        assertThat(reply.locator(".quote")).containsText("Is there any loaf left?");
        assertThat(reply).containsText("Come hungry.");

        keys.press(".m.in .act", "Enter");
        assertThat(ada.locator("#acts .quick button").first()).isFocused();
        ada.keyboard().press("Enter");
        Locator heart = ben.locator(".m.out .hearts button");
        assertThat(heart).containsText("1");
        heart.tap();
        Locator same = ada.locator(".m.in .hearts button");
        assertThat(same).containsText("2");
        keys.press(".m.in .hearts button", "Enter");
        assertThat(heart).containsText("1");
        heart.tap();
        assertThat(same).hasCount(0);
        ada.reload();
        assertThat(ada.locator(".bub")).hasCount(3);
        assertThat(same).hasCount(0);
    }

    void filesChosenTogetherArriveAsTheyWere() {
        chosen =
                List.of(
                        new FilePayload("lake.png", "image/png", picture()),
                        new FilePayload("plan.pdf", "application/pdf", DOCUMENT));
        keys.press("#attach", "Enter");
        assertThat(ada.locator("#tray .staged:not(.busy)")).hasCount(2);
        keys.say("Both of them");

        // Nothing is fetched before he wants it.
        Locator both = ben.locator(".m.in").last();
        assertThat(both).containsText("Both of them");
        both.locator("form[action$='/files/always'] button").tap();
        Locator seen = both.locator("a.pic");
        assertThat(seen.locator("img")).isVisible();
        assertThat(seen.locator("img")).not().hasJSProperty("naturalWidth", 0);
        seen.tap();
        Locator view = ben.locator("dialog.view[open]");
        assertThat(view).containsText("lake.png");
        assertThat(view.locator("img")).hasJSProperty("naturalWidth", 640);
        view.locator(".close").tap();
        assertThat(saved(() -> both.locator(".file-save button").tap())).isEqualTo(DOCUMENT);
        assertThat(ada.locator(".m.line").last()).containsText("Ben saved a file of yours");

        ben.navigate(bensTalk + "/media");
        assertThat(ben.locator("a.pic img")).not().hasJSProperty("naturalWidth", 0);
        ben.locator(".seg").last().tap();
        assertThat(ben.locator(".file")).containsText("plan.pdf");
        ben.navigate(bensTalk);
    }

    void aVoiceMessageIsHeard() {
        ben.locator("#say").tap();
        assertThat(ben.locator(".recording time")).hasText(Pattern.compile("0:0[1-9]|0:[1-5]\\d"));
        ben.locator(".recording .stop").tap();
        assertThat(ben.locator("#tray .staged audio")).isVisible();
        ben.locator(".go").tap();
        keys.press(".file-acts button[formaction$='/fetch']", "Enter");
        Locator sound = ada.locator("audio[data-voice]");
        assertThat(sound).isVisible();
        keys.press("audio[data-voice]", "Space");
        assertThat(sound).hasJSProperty("ended", true);
    }

    void writingAndReadingAreToldOnceBothWantThat() {
        // Though all of it was read.
        assertThat(ada.locator(".m.out .meta .sr")).hasText(new String[] {"Sent", "Sent", "Sent"});
        assertThat(ben.locator("#composer[data-typing]")).hasCount(0);
        ada.navigate(house + "/settings");
        ben.navigate(house + "/settings");
        for (String wish : List.of("readReceipts", "typing")) {
            Pattern saved = Pattern.compile(".*/settings/privacy");
            ada.waitForResponse(saved, () -> keys.press("[name=" + wish + "]", "Space"));
            ben.waitForResponse(saved, () -> ben.locator("label:has([name=" + wish + "])").tap());
        }
        ben.navigate(bensTalk);
        ada.navigate(adasTalk);
        keys.type("#text", "Do you hear me");
        assertThat(ben.locator(".typing-now .sr")).hasText("Ada is writing");
        ada.keyboard().press("Enter");
        assertThat(ben.locator(".m.in").last()).containsText("Do you hear me");
        assertThat(ben.locator(".typing-now")).hasCount(0);
        assertThat(ada.locator(".m.out .meta .sr").last()).hasText("Read");
    }

    void whatIsDeletedForEveryoneIsGoneForEveryone() {
        ben.fill("#text", "Not for long");
        ben.locator(".go").tap();
        assertThat(ada.locator(".m.in").last()).containsText("Not for long");
        act(ben.locator(".m.out:not(.busy)").last(), "[data-ask]");
        ben.locator("#asked label:has([value=true])").tap();
        ben.locator("#asked .solid-bad").tap();
        assertThat(ada.getByText("Not for long")).hasCount(0);
        assertThat(ben.getByText("Not for long")).hasCount(0);
        assertThat(ada.locator(".m").last()).containsText("This message was deleted");
    }

    void whatWasSaidIsFoundAndKept() {
        ben.navigate(house + "/search");
        ben.locator("#q").pressSequentially("loaf");
        assertThat(ben.locator(".hit mark")).hasText("loaf");
        ben.locator(".hit").tap();
        assertThat(ben.locator(".m.found")).isInViewport();
        ben.navigate(bensTalk);

        ada.navigate(adasTalk + "/about");
        keys.goTo("a[href$='/export.html']");
        byte[] page = saved(ada, () -> ada.keyboard().press("Enter"));
        assertThat(new String(page, StandardCharsets.UTF_8))
                .contains("Come hungry.", "plan.pdf", "Do you hear me")
                .doesNotContain("Not for long");
    }

    /**
     * @param owner of the household, who does not know Ben yet
     */
    void whoeverIsBlockedIsNotHeardAndNobodyElseListens(Page owner) {
        ada.navigate(adasTalk);
        ben.navigate(house + "/");
        ben.locator(".row-act").tap();
        Locator menu = ben.locator("#row-menu");
        menu.locator("summary", new Locator.LocatorOptions().setHasText("Block")).tap();
        menu.locator("form[action$='/block'] button").tap();
        assertThat(ben.locator("#list .row .name")).containsText("Blocked");
        keys.say("Anybody there?");
        assertThat(ada.locator(".m.out .meta .sr").last()).hasText("Sent");
        // What comes later is there, so the other was, too.
        owner.navigate(house + "/talk/" + bensId);
        owner.locator("main .btn.main").click();
        owner.fill("#text", "Hello Ben");
        owner.press("#text", "Enter");
        assertThat(ben.locator("#door .badge")).hasText("1");
        ben.locator("#list .row").tap();
        assertThat(ben.locator("#standing")).containsText("You blocked Ada");
        assertThat(ben.locator("#log").getByText("Anybody there?")).hasCount(0);
        ben.locator("#standing button").tap();
        assertThat(ben.locator("#composer")).isVisible();

        owner.navigate(adasTalk);
        assertThat(owner.locator("h1")).hasText("There is nothing here");
    }

    void whatVanishesIsGoneOnBothSides() {
        ada.navigate(adasTalk + "/about");
        // Other programs offer shorter times than this one.
        ada.locator("#when").evaluate("list => { list.options[1].value = 'read-15'; }");
        keys.press("#when", "ArrowDown");
        keys.press("form:has(#when) button:not([name])", "Enter");
        assertThat(ada.locator(".note[role=status]")).containsText("vanish by themselves");
        keys.press("main .ib", "Enter");
        ada.waitForURL(adasTalk);
        assertThat(ben.locator(".m.line").last()).containsText("after you have read it");
        keys.say("Soon gone");
        assertThat(ben.locator(".bub").getByText("Soon gone")).isVisible();
        assertThat(ada.locator("#log").getByText("Soon gone")).hasCount(0);
        assertThat(ben.locator("#log").getByText("Soon gone")).hasCount(0);
    }

    /** Opens the menu of a message and takes something from it. */
    private void act(Locator message, String act) {
        message.locator(".act").tap();
        ben.locator("#acts " + act).tap();
    }

    private byte[] saved(Runnable act) {
        return saved(ben, act);
    }

    private static byte[] saved(Page on, Runnable act) {
        return read(() -> on.waitForDownload(act).path());
    }

    private static byte[] read(Supplier<Path> file) {
        try {
            return Files.readAllBytes(file.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static byte[] picture() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
