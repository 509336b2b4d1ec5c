/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Contacts.Contact;
import app.snug.messenger.Preferences.Notify;
import app.snug.messenger.Preferences.NotifyContent;
import app.snug.messenger.Preferences.Preference;
import app.snug.messenger.Trimming.Age;
import app.snug.protocol.identity.AccountId;
import app.snug.web.MemoryChoices;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryPreferences;
import app.snug.web.MemoryRemovals;
import app.snug.web.MemoryTrimming;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import jakarta.servlet.http.Cookie;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class SettingsPageTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryChoices choices;
    @Autowired MemoryPreferences preferences;
    @Autowired MemoryRemovals removals;
    @Autowired MemoryTrimming trimming;
    private Person ana;

    @BeforeEach
    void arrive() throws Exception {
        ana = people.someone("Ana");
        choices.shutOut.clear();
    }

    @Test
    void whatWouldBeDeletedIsSaidBeforeItIs() {
        trimming.old = 1234;
        assertThat(get("/settings")).bodyText().contains("value=\"NEVER\" checked");
        assertThat(post("/settings/trim", Map.of("after", "QUARTER")))
                .hasRedirectedUrl("/settings/trim?after=QUARTER");
        assertThat(trimming.of(ana.account())).isEqualTo(Age.NEVER);
        assertThat(get("/settings/trim?after=QUARTER"))
                .bodyText()
                .contains("1,234 messages are older than 3 months", "Note to Self and pinned")
                .doesNotContain("??");
        post("/settings/trim", Map.of("after", "QUARTER", "sure", "true"));
        assertThat(trimming.of(ana.account())).isEqualTo(Age.QUARTER);
        assertThat(get("/settings"))
                .bodyText()
                .contains("value=\"QUARTER\" checked")
                .doesNotContain("Nothing is deleted");
        trimming.waits = true;
        for (String page : List.of("/settings", "/settings/trim?after=QUARTER")) {
            assertThat(get(page)).bodyText().contains("Nothing is deleted until they agree");
        }
        trimming.waits = false;
        assertThat(post("/settings/trim", Map.of("after", "NEVER")))
                .hasRedirectedUrl("/settings#conversations");
        assertThat(trimming.of(ana.account())).isEqualTo(Age.NEVER);
        trimming.old = 0;
        post("/settings/trim", Map.of("after", "YEAR"));
        assertThat(trimming.of(ana.account())).isEqualTo(Age.YEAR);
        assertThat(get("/settings/trim?after=TOMORROW")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    private MvcTestResult get(String path) {
        return pages.get().uri(path).with(ana.asks()).exchange();
    }

    private MvcTestResult post(String path, Map<String, String> fields) {
        var request = pages.post().uri(path).with(csrf()).with(ana.asks());
        fields.forEach(request::param);
        return request.exchange();
    }

    private Preference prefers() {
        return preferences.of(ana.account());
    }

    @Test
    void everySectionIsThereAndSaysWhatItMeans() {
        assertThat(get("/settings"))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains(
                        "Off: neither",
                        "sees this server’s address",
                        "The Enter key",
                        "Answers to you and mentions",
                        "Text size",
                        "Asks for your passphrase first",
                        "How a message travels",
                        "/settings/clear");
        assertThat(get("/settings/keys")).bodyText().doesNotContain("??").contains("<kbd>?</kbd>");
    }

    @Test
    void whatIsSetHoldsAndWhatIsNotTickedIsOff() {
        post("/settings/privacy", Map.of("readReceipts", "true", "linkPreviews", "true"));
        assertThat(prefers()).isEqualTo(Preference.DEFAULT.readReceipts(true).linkPreviews(true));
        post("/settings/privacy", Map.of("typing", "true"));
        assertThat(prefers()).isEqualTo(Preference.DEFAULT.typing(true));
        post("/settings/conversations", Map.of("enterSends", "false", "autoplay", "true"));
        assertThat(prefers().enterSends()).isFalse();
        assertThat(prefers().autoplay()).isTrue();
        assertThat(post("/settings/notifications", Map.of("of", "MENTIONS", "content", "NAME")))
                .hasRedirectedUrl("/settings#notifications");
        assertThat(prefers().notifyOf()).isEqualTo(Notify.MENTIONS);
        assertThat(prefers().notifyContent()).isEqualTo(NotifyContent.NAME);
        assertThat(post("/settings/notifications", Map.of("of", "x", "content", "NAME")))
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void aLookHoldsInThisBrowserAlsoBeforeAnybodyLogsIn() {
        MvcTestResult chosen = post("/settings/look", Map.of("theme", "night", "text", "larger"));
        Cookie cookie = Objects.requireNonNull(chosen.getResponse().getCookie("snug-look"));
        Cookie look = new Cookie("snug-look", cookie.getValue());
        assertThat(pages.get().uri("/login").cookie(look))
                .bodyText()
                .contains("data-theme=\"night\"", "data-text=\"larger\"", "content=\"dark\"");
        assertThat(pages.get().uri("/").cookie(look).with(ana.asks()))
                .bodyText()
                .contains("data-theme=\"night\"");
        assertThat(get("/")).bodyText().doesNotContain("data-theme=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "x.y", "night", "night.<script>", "\"onload.large", "a.b.c.d"})
    void aLookThatNobodyKnowsIsTheUsualOne(String value) {
        assertThat(
                        pages.get()
                                .uri("/settings")
                                .cookie(new Cookie("snug-look", value))
                                .with(ana.asks()))
                .bodyText()
                .doesNotContain("<script>", "onload", "data-theme=\"x\"");
    }

    private MvcTestResult clear(String where, String typed, String passphrase) {
        return post(
                "/settings/clear",
                Map.of("where", where, "typed", typed, "passphrase", passphrase));
    }

    @Test
    void anAccountEndsOnlyWithTheWordAndThePassphrase() {
        removals.made.clear();
        assertThat(get("/settings/clear"))
                .bodyText()
                .doesNotContain("??")
                .contains("clear my data", "What lies in the network stays", "Ana");
        assertThat(clear("HERE", "clear", People.PASSPHRASE))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("Type exactly: clear my data");
        assertThat(clear("HERE", "clear my data", "not this one"))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("That is not your passphrase");
        assertThat(removals.made).isEmpty();
        assertThat(clear("HERE", " Clear my data", People.PASSPHRASE)).hasRedirectedUrl("/");
        assertThat(removals.made).containsExactly("here");
        assertThat(get("/")).hasRedirectedUrl("/welcome");
    }

    @Test
    void whereTheNetworkDoesNotConfirmNothingIsClearedAndThatIsSaid() {
        removals.made.clear();
        removals.confirms = false;
        assertThat(clear("NETWORK", "clear my data", People.PASSPHRASE))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("Nothing was removed");
        removals.confirms = true;
        assertThat(clear("NETWORK", "clear my data", People.PASSPHRASE)).hasRedirectedUrl("/");
        assertThat(removals.made).containsExactly("everywhere");
    }

    @Test
    void blockedPeopleAreListedAndLetGo() {
        AccountId cleo = messenger.stranger();
        assertThat(get("/settings/blocked")).bodyText().contains("You have blocked nobody");
        choices.shutOut.add(new Contact(cleo, Optional.of("Cleo")));
        choices.shutOut.add(new Contact(messenger.stranger(), Optional.empty()));
        assertThat(get("/settings/blocked"))
                .bodyText()
                .contains("Cleo", cleo.hex())
                .doesNotContain("??");
        assertThat(post("/settings/blocked", Map.of("id", cleo.hex())))
                .hasRedirectedUrl("/settings/blocked");
        assertThat(choices.shutOut).hasSize(1);
        assertThat(post("/settings/blocked", Map.of("id", "05nobody")))
                .hasStatus(HttpStatus.NOT_FOUND);
    }
}
