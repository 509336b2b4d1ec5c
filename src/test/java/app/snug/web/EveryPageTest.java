/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.SetupCodes;
import app.snug.household.Surroundings.Trouble;
import app.snug.messenger.Account;
import app.snug.messenger.Accounts.AlreadyHereException;
import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.messenger.Contacts.Contact;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.Message.State;
import app.snug.messenger.OwnerId;
import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import app.snug.protocol.identity.WordList;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;

/** A tour of all pages, from the set-up on, with {@link Eyes} open. */
@PageTest
@Import(EveryPageTest.Breaking.class)
@TestPropertySource(properties = "snug.data-dir=target/every-page-test-${snug.test.fork:1}")
class EveryPageTest {

    private static final String LONG =
            "The lake was still when we came down, and nobody had taken the boat out yet. ";

    @Autowired ApplicationContext context;
    @Autowired Members members;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryChoices choices;
    @Autowired MemoryResponses responses;
    @Autowired MemoryFiles attachments;
    @Autowired MemoryTrimming trimming;
    @Autowired TestSurroundings around;
    @LocalServerPort int port;

    private final Eyes eyes = new Eyes();

    @Controller
    static class Breaking {
        @GetMapping("/broken")
        String broken() {
            throw new IllegalStateException("on purpose");
        }

        @GetMapping(Eyes.AXE)
        ResponseEntity<Resource> axe() {
            return ResponseEntity.ok()
                    .contentType(new MediaType("text", "javascript"))
                    .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                    .body(new ClassPathResource("/axe.min.js"));
        }
    }

    @Test
    void everyPageIsForEverybody() {
        Page page = Tab.DESK.empty(1280, 800);
        firstDay(page);
        house(page);
        String link = invited(page);
        door(Tab.PHONE.empty(1280, 800), link);
        conversations(page);
        people(page);
        settings(page);
        errors(page);
        org.assertj.core.api.Assertions.assertThat(eyes.complaints()).isEmpty();
    }

    private void firstDay(Page page) {
        go(page, "/");
        eyes.look(page, "setup");
        page.fill("#code", "not-it");
        page.fill("#login", "Ada");
        page.fill("#passphrase", People.PASSPHRASE);
        page.press("#passphrase", "Enter");
        eyes.look(page, "setup-wrong");
        page.fill("#code", SetupCodes.in(context));
        page.fill("#passphrase", People.PASSPHRASE);
        page.press("#passphrase", "Enter");
        assertThat(page.locator("#name")).isVisible();
        eyes.look(page, "welcome");
        go(page, "/me/passphrase");
        eyes.look(page, "passphrase-no-account");
        go(page, "/welcome/restore");
        eyes.look(page, "restore");
        page.fill("#words", "lantern velvet");
        page.fill("#name", "Ada");
        page.press("#name", "Enter");
        assertThat(page.locator("#words-e")).isVisible();
        eyes.look(page, "restore-wrong");
        messenger.departed(context.getBean(Members.class).all().getFirst().id());
        go(page, "/welcome");
        eyes.look(page, "welcome-departed");
        page.fill("#name", "Ada");
        page.press("#name", "Enter");
        assertThat(page.locator("#the-words li")).hasCount(13);
        eyes.look(page, "words");
        page.locator("[name=kept]").evaluate("tick => { tick.required = false; }");
        page.locator("button.main").click();
        assertThat(page.locator("#kept-e")).isVisible();
        eyes.look(page, "words-unkept");
        go(page, "/");
        eyes.look(page, "list-empty-unkept");
        go(page, "/me");
        page.fill("#passphrase", People.PASSPHRASE);
        page.press("#passphrase", "Enter");
        assertThat(page.locator("#the-words li")).hasCount(13);
        eyes.look(page, "words-again");
        page.check("[name=kept]");
        page.locator(".card button.main").click();
        assertThat(page.locator(".knock")).hasCount(0);
        eyes.look(page, "list-empty");
    }

    private void house(Page page) {
        go(page, "/new");
        eyes.look(page, "new");
        page.fill("#to", "05abc");
        page.locator("form .btn.main").click();
        assertThat(page.locator("#to-e")).isVisible();
        eyes.look(page, "new-wrong");
        go(page, "/talk/" + messenger.stranger().hex());
        eyes.look(page, "linked");
        go(page, "/search");
        eyes.look(page, "search");
        go(page, "/search?q=before%3Asoon+zebra");
        eyes.look(page, "search-nothing");
        go(page, "/me");
        eyes.look(page, "me");
        page.fill("#name", "x".repeat(101));
        page.press("#name", "Enter");
        assertThat(page.locator("#name-e")).isVisible();
        eyes.look(page, "me-wrong");
        go(page, "/me/devices");
        eyes.look(page, "devices");
        go(page, "/me/passphrase");
        eyes.look(page, "passphrase");
        page.fill("#passphrase", People.PASSPHRASE);
        page.fill("#chosen", "another horse battery");
        page.fill("#repeated", "a slip of it");
        page.press("#repeated", "Enter");
        assertThat(page.locator("#repeated-e")).isVisible();
        eyes.look(page, "passphrase-wrong");
        go(page, "/household");
        eyes.look(page, "household");
        go(page, "/status");
        eyes.look(page, "status");
        go(page, "/household/check");
        eyes.look(page, "self-check");
        around.troubles = EnumSet.of(Trouble.DISK_FULL, Trouble.CLOCK_WRONG);
        go(page, "/status");
        eyes.look(page, "status-troubles");
        around.troubles = Set.of();
    }

    private String invited(Page page) {
        go(page, "/household");
        page.locator("form[action='/household/invitations'] button").click();
        assertThat(page.locator(".qr")).isVisible();
        eyes.look(page, "invitation");
        String link = page.inputValue("#invite-link");
        go(page, "/household");
        eyes.look(page, "household-invited");
        return link;
    }

    private void door(Page page, String link) {
        page.navigate(link);
        eyes.look(page, "join");
        page.fill("#login", "Ben");
        page.fill("#passphrase", "short");
        page.press("#passphrase", "Enter");
        assertThat(page.locator("#passphrase-e")).isVisible();
        eyes.look(page, "join-wrong");
        page.fill("#passphrase", People.PASSPHRASE);
        page.press("#passphrase", "Enter");
        assertThat(page.locator("#name")).isVisible();
        moving(page);
        page.context().clearCookies();
        page.navigate(link);
        eyes.look(page, "join-used");
        go(page, "/login");
        eyes.look(page, "login");
        page.fill("#login", "Ben");
        page.fill("#passphrase", "not this one");
        page.press("#passphrase", "Enter");
        assertThat(page.locator("#passphrase-e")).isVisible();
        eyes.look(page, "login-wrong");
        go(page, "/login?out");
        eyes.look(page, "login-out");
    }

    /** An account that another login has. */
    private void moving(Page page) {
        byte[] drawn = new byte[16];
        new SecureRandom().nextBytes(drawn);
        String words = RecoveryPhrase.encode(Secret.owning(drawn), WordList.ENGLISH);
        try {
            messenger.restore(new OwnerId(UUID.randomUUID()), words, "Ben");
        } catch (InvalidPhraseException | InvalidNameException | AlreadyHereException e) {
            throw new AssertionError(e);
        }
        go(page, "/welcome/restore");
        page.fill("#words", words);
        page.fill("#name", "Ben");
        page.press("#name", "Enter");
        assertThat(page.locator("input[name=move]")).isAttached();
        eyes.look(page, "move");
    }

    private void conversations(Page page) {
        Account ada = ada();
        Instant at = PageHouse.NOW.minus(Duration.ofDays(1));
        for (String name : List.of("Cleo", "Dora with a name that goes on and on and on", "Emil")) {
            Summary met = messenger.meet(ada, messenger.stranger(), name);
            at = at.plusSeconds(3600);
            messenger.receive(ada, met.id(), "See you at the lake on Sunday?", at);
        }
        messenger.start(ada, ada.id());
        Summary ben = messenger.meet(ada, messenger.stranger(), "Ben");
        at = PageHouse.NOW.minusSeconds(900);
        messenger.receive(ada, ben.id(), "Is there any of that loaf left?", at);
        messenger.say(ada, ben.id(), "Half of it. Come hungry.", at.plusSeconds(60));
        messenger.receive(
                ada, ben.id(), "On my way: https://lake.example/boat", at.plusSeconds(70));
        Message tale = messenger.receive(ada, ben.id(), LONG.repeat(100), at.plusSeconds(80));
        messenger.receive(ada, ben.id(), "شكرا على الخبز", at.plusSeconds(90));
        Message jam = messenger.say(ada, ben.id(), "And jam?", at.plusSeconds(600));
        messenger.become(ada, jam.id(), State.FAILED, Optional.of(SendFailure.SWARM_UNREACHABLE));
        Message still = messenger.say(ada, ben.id(), "Quince.", at.plusSeconds(610));
        messenger.become(ada, still.id(), State.SENDING, Optional.empty());
        messenger.garble(ada, 2);
        messenger.departed(ada.owner());
        go(page, "/");
        eyes.look(page, "list");
        go(page, "/me");
        eyes.look(page, "me-unreadable");
        go(page, "/c/" + ben.id().value());
        assertThat(page.locator(".oops")).isVisible();
        eyes.look(page, "conversation");
        page.fill("#text", "x".repeat(2010));
        assertThat(page.locator("#text-e")).isVisible();
        eyes.look(page, "conversation-too-long");
        page.fill("#text", "");
        go(page, "/c/" + ben.id().value() + "/about");
        eyes.look(page, "about");
        said(page, ada, ben, tale);
        files(page, ada);
        go(page, "/search");
        page.locator("#q").pressSequentially("loaf");
        assertThat(page.locator("#found mark")).not().hasCount(0);
        eyes.look(page, "search-found");
        go(page, "/new");
        page.locator("button.plain").first().click();
        assertThat(page.locator("#text")).isVisible();
        eyes.look(page, "note-to-self");
        page.locator(".talk-head a[href$='/about']").click();
        assertThat(page.locator("#when")).isVisible();
        eyes.look(page, "about-self");
    }

    private Account ada() {
        return members.all().stream()
                .filter(member -> member.login().equals("Ada"))
                .flatMap(member -> messenger.of(member.id()).stream())
                .findFirst()
                .orElseThrow();
    }

    private void people(Page page) {
        Account ada = ada();
        go(page, "/requests");
        eyes.look(page, "requests-none");
        Summary jonas =
                messenger.knock(ada, "Jonas from the allotment", LONG.repeat(3), PageHouse.NOW);
        messenger.knock(ada, "نور", "Hello", PageHouse.NOW);
        Summary cleo = messenger.meet(ada, messenger.stranger(), "Cleo");
        messenger.say(ada, cleo.id(), "Hello?", PageHouse.NOW);
        messenger.note(ada, cleo.id(), Message.Kind.MEDIA_SAVED, false, PageHouse.NOW);
        messenger.decide(
                ada,
                cleo.id(),
                MemoryMessenger.settings(
                        1, Optional.of(PageHouse.NOW.plusSeconds(600)), true, true, false, false));
        go(page, "/requests");
        eyes.look(page, "requests");
        go(page, "/c/" + jonas.id().value());
        eyes.look(page, "request");
        go(page, "/c/" + cleo.id().value());
        eyes.look(page, "pending");
        messenger.decide(
                ada,
                cleo.id(),
                MemoryMessenger.settings(0, Optional.empty(), false, true, true, true));
        go(page, "/c/" + cleo.id().value());
        eyes.look(page, "blocked-conversation");
        page.locator(".row-act").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#row-menu")).isVisible();
        page.locator("#row-menu summary").first().click();
        eyes.look(page, "row-menu");
    }

    private void settings(Page page) {
        go(page, "/settings");
        eyes.look(page, "settings");
        page.locator("[data-keys-open]").click();
        assertThat(page.locator("#keys kbd").first()).isVisible();
        eyes.look(page, "keys-dialog");
        go(page, "/settings/keys");
        eyes.look(page, "keys");
        choices.shutOut.add(new Contact(messenger.stranger(), Optional.of("Mallory")));
        go(page, "/settings/blocked");
        eyes.look(page, "blocked");
        choices.shutOut.clear();
        trimming.old = 1234;
        go(page, "/settings/trim?after=QUARTER");
        eyes.look(page, "trim");
        trimming.old = 0;
        go(page, "/settings/clear");
        page.fill("#typed", "not it");
        page.fill("#passphrase", People.PASSPHRASE);
        page.press("#passphrase", "Enter");
        assertThat(page.locator("#typed-e")).isVisible();
        eyes.look(page, "clear-wrong");
        for (String theme : List.of("sage", "night")) {
            go(page, "/settings");
            page.locator("input[name=theme][value=" + theme + "]").check();
            assertThat(page.locator("#toast")).isVisible();
            go(page, "/requests");
            eyes.look(page, "theme-" + theme);
            page.locator("#list .row").first().click();
            assertThat(page.locator("#composer")).isAttached();
            eyes.look(page, "theme-" + theme + "-talk");
        }
        go(page, "/settings");
        page.locator("input[name=theme][value=system]").check();
        assertThat(page.locator("#toast")).isVisible();
    }

    /** Everything that is said about messages. */
    private void said(Page page, Account ada, Summary ben, Message tale) {
        String here = "/c/" + ben.id().value();
        Instant at = PageHouse.NOW.minusSeconds(60);
        Message loaf = messenger.receive(ada, ben.id(), "Is it still warm?", at);
        messenger.receive(
                ada,
                ben.id(),
                "@" + ada.id().hex() + " try ```\nbake(loaf, 40)\n```",
                Extras.NONE.answering(loaf.name()),
                at.plusSeconds(1));
        messenger.receive(ada, ben.id(), "🥖🧈", at.plusSeconds(2));
        messenger.receive(
                ada,
                ben.id(),
                "",
                Extras.NONE.inviting(
                        new Extras.Invitation("https://open.example/lake?public_key=ab", "Lake")),
                at.plusSeconds(3));
        responses.react(ada, loaf, ben.peer(), "😂");
        responses.react(ada, loaf, ada.id(), "🥰");
        go(page, here + "?answer=" + loaf.id().value());
        assertThat(page.locator("#staged .quote")).isVisible();
        eyes.look(page, "conversation-answer");
        page.locator("#m" + loaf.id().value() + " .act").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#acts .quick")).isVisible();
        eyes.look(page, "message-menu");
        page.locator("#acts [data-ask]").click();
        assertThat(page.locator("#asked form")).isVisible();
        eyes.look(page, "message-delete");
        page.keyboard().press("Escape");
        page.locator("#composer [data-emoji]").click();
        assertThat(page.locator("#asked .choice")).isVisible();
        eyes.look(page, "emoji");
        page.keyboard().press("Escape");
        assertThat(page.locator("#asked")).not().isVisible();
        page.locator("#text").click();
        page.keyboard().type("@");
        assertThat(page.locator("#offered")).isVisible();
        eyes.look(page, "mention");
        page.fill("#text", "");
        go(page, here + "?select=" + loaf.id().value());
        eyes.look(page, "select");
        go(page, here + "/messages/" + tale.id().value());
        eyes.look(page, "message");
        go(page, here + "/messages/" + loaf.id().value());
        eyes.look(page, "message-reactions");
        go(page, here + "/messages/" + loaf.id().value() + "/react?q=face");
        eyes.look(page, "react");
        go(page, here + "/delete?m=" + loaf.id().value());
        eyes.look(page, "delete");
        go(page, here + "/copy?m=" + loaf.id().value());
        eyes.look(page, "copy");
    }

    /** Pictures, files and links, in a conversation of their own. */
    private void files(Page page, Account ada) {
        FilesScene scene = new FilesScene(messenger, attachments);
        Message card = scene.set(ada);
        String here = "/c/" + card.conversation().value();
        go(page, here);
        eyes.look(page, "files");
        page.locator(".m.in .bub a:not(.preview)").last().click();
        assertThat(page.locator("#asked .idbox")).isVisible();
        eyes.look(page, "leave-dialog");
        page.keyboard().press("Escape");
        page.locator("a.pic").first().click();
        assertThat(page.locator("dialog.view")).isVisible();
        eyes.look(page, "lightbox");
        page.keyboard().press("Escape");
        page.fill("#text", "https://lake.example");
        assertThat(page.locator("#preview-ask")).isVisible();
        page.setInputFiles(
                "#composer input[type=file]",
                new FilePayload[] {
                    new FilePayload("notes.txt", "text/plain", FilesScene.picture(1)),
                    new FilePayload(
                            "a-very-long-name-of-a-file.txt", "text/plain", FilesScene.picture(2))
                });
        assertThat(page.locator("#tray .staged:not(.busy)")).hasCount(2);
        eyes.look(page, "files-staged");
        go(page, here + "/drafts");
        eyes.look(page, "drafts");
        go(page, here + "/media");
        eyes.look(page, "library");
        go(page, here + "/documents");
        eyes.look(page, "documents");
        go(page, here + "/messages/" + card.id().value() + "/leave?n=0");
        eyes.look(page, "leave");
        scene.show(ada);
        go(page, "/");
        eyes.look(page, "list-files");
    }

    private void errors(Page page) {
        go(page, "/nowhere");
        eyes.look(page, "error-missing");
        go(page, "/broken");
        eyes.look(page, "error-broken");
        sendWithout(page, "snug-form");
        eyes.look(page, "error-stale");
        sendWithout(page, "snug");
        eyes.look(page, "error-out");
    }

    /** Sends a message as a browser without script does, after a cookie was lost. */
    private void sendWithout(Page page, String cookie) {
        go(page, "/");
        page.locator("#list .row:has-text('Note to self')").click();
        page.fill("#text", "Two lines,\nkept.");
        page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName(cookie));
        page.evaluate("() => document.getElementById('composer').submit()");
        assertThat(page.locator("#kept")).isVisible();
    }

    private void go(Page page, String path) {
        page.navigate("http://localhost:" + port + path);
    }
}
