/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Message;
import app.snug.messenger.Reactions;
import app.snug.web.PageTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

/** Reactions, by pages and plain forms. */
@PageTest
class ReactPageTest extends MessagePages {

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
}
