/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import org.junit.jupiter.api.Test;

/** What is taken back, by pages and plain forms. */
@PageTest
class DeletePageTest extends MessagePages {

    @Test
    void deletingAsksWhereAndLeavesALine() {
        Message jam = say("Quince jam");
        assertThat(get("/delete?m=" + id(jam)))
                .bodyText()
                .contains("Delete this message?", "Here and for Ben", "may have been seen")
                .doesNotContain("??", "disabled");
        assertThat(fragment("/delete?m=" + id(jam))).bodyText().doesNotContain("<html");
        assertThat(delete("true", jam)).hasRedirectedUrl(here);
        assertThat(responses.deleted).containsExactly("everywhere Quince jam");
        assertThat(get("")).bodyText().doesNotContain("Quince jam");
    }

    @Test
    void manyAreDeletedAtOnceAndForEveryoneOnlyOnesOwn() {
        Message jam = say("Jam");
        Message loaf = hear("Loaf");
        assertThat(get("?select=" + id(jam)))
                .bodyText()
                .contains(
                        "name=\"m\" form=\"picked\" value=\"" + id(jam) + "\" checked",
                        "Choose messages",
                        "formaction=\"" + here + "/copy\"")
                .doesNotContain("id=\"composer\"", "??");
        assertThat(get("/delete?m=" + id(jam) + "&m=" + id(loaf)))
                .bodyText()
                .contains("Delete 2 messages?", "disabled", "1 of 2");
        delete("false", jam, loaf);
        assertThat(responses.deleted).containsExactly("here Jam", "here Loaf");
        assertThat(get("/delete?m=999999999")).hasRedirectedUrl(here);
    }

    @Test
    void notesAreDeletedOnAllDevices() {
        Summary note = messenger.start(ana.account(), ana.account().id());
        Message bread = messenger.say(ana.account(), note.id(), "Bread", PageHouse.NOW);
        assertThat(
                        pages.get()
                                .uri("/c/{c}/delete?m={m}", note.id().value(), id(bread))
                                .with(ana.asks()))
                .bodyText()
                .contains("On all my devices")
                .doesNotContain("Here and for");
    }
}
