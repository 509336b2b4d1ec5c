/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.household.Members;
import app.snug.household.Members.OpenInvitation;
import app.snug.messenger.Conversations.Summary;
import app.snug.web.People.Person;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class PagesTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired Members members;
    @Autowired MemoryMessenger messenger;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/new",
                "/me",
                "/me/devices",
                "/household",
                "/welcome",
                "/welcome/restore"
            })
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

    @Test
    void anInvitationIsWithdrawnByWhoMadeItOnly() throws Exception {
        Person ana = people.someone("Ana");
        Person ben = people.someone("Ben");
        long id = members.invite(ana.member().id()).id();
        assertThat(withdraw(ben, id)).flash().containsEntry("done", "invite.gone");
        assertThat(members.openInvitations()).extracting(OpenInvitation::id).contains(id);
        assertThat(pages.get().uri("/household").with(ana.asks()))
                .bodyText()
                .contains("/household/invitations/" + id + "/withdraw");
        assertThat(withdraw(ana, id)).flash().containsEntry("done", "invite.withdrawn");
        assertThat(members.openInvitations()).extracting(OpenInvitation::id).doesNotContain(id);
        assertThat(withdraw(ana, id)).flash().containsEntry("done", "invite.gone");
    }

    private MvcTestResult withdraw(Person who, long id) {
        return pages.post()
                .uri("/household/invitations/{id}/withdraw", id)
                .with(csrf())
                .with(who.asks())
                .exchange();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theServerStaysConnectedAsOneWishes(boolean on) throws Exception {
        Person ana = people.someone("Ana");
        assertThat(
                        pages.post()
                                .uri("/household/stay")
                                .param("on", String.valueOf(on))
                                .with(csrf())
                                .with(ana.asks()))
                .hasRedirectedUrl("/household")
                .flash()
                .containsEntry("done", on ? "stay.on" : "stay.off");
        assertThat(members.find(ana.member().id()).orElseThrow().staysConnected()).isEqualTo(on);
    }

    @Test
    void robotsAreSentAwayAndBrowsersFindNameAndIcon() {
        assertThat(pages.get().uri("/robots.txt")).hasStatusOk().bodyText().contains("Disallow: /");
        assertThat(pages.get().uri("/manifest.webmanifest"))
                .hasStatusOk()
                .hasContentType("application/manifest+json")
                .bodyText()
                .contains("\"name\":\"Snug\"", "/assets/mark-");
        assertThat(pages.get().uri("/favicon.ico")).hasStatus3xxRedirection();
    }
}
