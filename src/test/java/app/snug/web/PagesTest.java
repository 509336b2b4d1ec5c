/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Conversations.Summary;
import app.snug.web.People.Person;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@PageTest
class PagesTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/new", "/me", "/household", "/welcome", "/welcome/restore"})
    void everyPageOfTheHouseHasItsSentences(String path) throws Exception {
        Person ana = people.someone("Ana");
        assertThat(pages.get().uri(path).with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains("<html lang=\"en\" dir=\"ltr\">");
    }

    @Test
    void aFormThatIsSentTwiceIsOneMessageAndAnswersTheSame() throws Exception {
        Person ana = people.someone("Ana");
        Summary ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        for (int i = 0; i < 2; i++) {
            assertThat(
                            pages.post()
                                    .uri("/c/{c}/messages", ben.id().value())
                                    .param("text", "Once")
                                    .param("form", "f0f1")
                                    .header("HX-Request", "true")
                                    .with(csrf())
                                    .with(ana.asks()))
                    .hasStatusOk()
                    .bodyText()
                    .contains("Once");
        }
        assertThat(messenger.page(ana.account(), ben.id(), Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void aConversationShowsWhatWasSaid() throws Exception {
        Person ana = people.someone("Ana");
        Summary ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        messenger.receive(ana.account(), ben.id(), "Is there any loaf left?", PageHouse.NOW);
        messenger.say(ana.account(), ben.id(), "Half of it.", PageHouse.NOW.plusSeconds(60));
        assertThat(pages.get().uri("/c/" + ben.id().value()).with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains("Is there any loaf left?", "Half of it.", "Ben");
    }
}
