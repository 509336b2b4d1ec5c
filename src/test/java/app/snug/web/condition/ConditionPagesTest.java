/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.household.Surroundings.Measures;
import app.snug.household.Surroundings.Trouble;
import app.snug.messenger.Reception;
import app.snug.messenger.SyncStatus.Stage;
import app.snug.network.Files;
import app.snug.web.MemoryChoices;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import app.snug.web.TestFiles;
import app.snug.web.TestSurroundings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@PageTest
class ConditionPagesTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired TestSurroundings around;
    @Autowired TestFiles files;
    @Autowired MemoryChoices choices;

    @AfterEach
    void mend() {
        files.standing = Files.Standing.ANSWERS;
        around.troubles = Set.of();
        around.measures = TestSurroundings.FINE;
    }

    @Test
    void aMemberSeesWhenTheirAccountWasLastAskedFor() throws Exception {
        Person ana = people.someone("Ana");
        around.receives(
                ana.account(),
                new Reception.State(
                        Optional.of(PageHouse.NOW.minusSeconds(4)), 0, Optional.empty()));
        assertThat(pages.get().uri("/status").with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains("Last good poll 4 seconds ago", "data-level=\"ok\"");
    }

    @Test
    void whatDevicesShareAndNobodyHereCanReadIsSaid() throws Exception {
        Person ana = people.someone("Ana");
        choices.report = MemoryChoices.report(Stage.DONE, 2);
        assertThat(pages.get().uri("/status").with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains("2 versions of what your devices share could not be read");
        choices.report = MemoryChoices.report(Stage.DONE, 0);
        assertThat(pages.get().uri("/status").with(ana.asks()))
                .bodyText()
                .doesNotContain("your devices share");
    }

    @Test
    void aFileServerThatIsAwayIsSaidAndMessagesGoOn() throws Exception {
        Person ana = people.someone("Ana");
        files.standing = Files.Standing.AWAY;
        assertThat(pages.get().uri("/status").with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .contains("The file server does not answer; messages still work");
    }

    @ParameterizedTest
    @EnumSource
    void howTheFileServerIsHasASentence(Files.Standing standing) throws Exception {
        Person ana = people.someone("Ana");
        files.standing = standing;
        assertThat(pages.get().uri("/status").with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains("data-test=\"files\"");
    }

    @ParameterizedTest
    @EnumSource
    void whatKeepsMessagesFromComingInIsSaidWithTheWayOn(Reception.Trouble trouble)
            throws Exception {
        Person ana = people.someone("Ana");
        around.receives(
                ana.account(),
                new Reception.State(
                        Optional.of(PageHouse.NOW.minus(Duration.ofHours(3))),
                        7,
                        Optional.of(trouble)));
        assertThat(pages.get().uri("/status").with(ana.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains("Last good poll 3 hours ago", "data-level=\"bad\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"DISK_FULL", "CLOCK_WRONG"})
    void whatIsAmissStandsAtTheTopOfEveryPage(Trouble trouble) throws Exception {
        Person ana = people.someone("Ana");
        around.troubles = Set.of(trouble);
        for (String path : new String[] {"/", "/me", "/household", "/status"}) {
            assertThat(pages.get().uri(path).with(ana.asks()))
                    .hasStatusOk()
                    .bodyText()
                    .doesNotContain("??")
                    .contains("<div class=\"banner\" role=\"alert\"");
        }
        around.troubles = Set.of();
        assertThat(pages.get().uri("/").with(ana.asks())).bodyText().doesNotContain("banner");
    }

    @Test
    void aLostDatabaseIsSaidOnAPageThatTriesAgainByItself() throws Exception {
        Person ana = people.someone("Ana");
        around.troubles = Set.of(Trouble.DATABASE_AWAY);
        assertThat(pages.get().uri("/").with(ana.asks()))
                .hasStatus(503)
                .hasHeader("Refresh", "5")
                .bodyText()
                .doesNotContain("??")
                .contains("One moment, please", "/assets/snug-");
        assertThat(pages.get().uri("/robots.txt")).hasStatus(503);
        // A script keeps what it could not send, whatever the sentence.
        assertThat(
                        pages.post()
                                .uri("/c/1/messages")
                                .header("HX-Request", "true")
                                .with(csrf())
                                .with(ana.asks()))
                .hasStatus(503)
                .bodyText()
                .contains("<p role=\"alert\"")
                .doesNotContain("<html");
        around.troubles = Set.of();
        assertThat(pages.get().uri("/").with(ana.asks())).hasStatusOk();
    }

    @Test
    void theOwnerAloneChecksTheServer() throws Exception {
        Person ana = people.someone("Ana");
        Person owner = people.owner();
        assertThat(pages.get().uri("/household/check").with(ana.asks())).hasStatus(404);
        assertThat(pages.get().uri("/household/check").with(owner.asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains("It answered in 2 ms", "20 GB of 64 GB are free", "All 3 can be reached");
    }

    @Test
    void whatIsAmissOnTheServerIsSaidWithTheWayOn() throws Exception {
        around.troubles = Set.of(Trouble.DISK_FULL);
        around.measures =
                new Measures(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ofMinutes(3)),
                        3,
                        0);
        assertThat(pages.get().uri("/household/check").with(people.owner().asks()))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("??")
                .contains(
                        "It differs from the network’s by 180.0 s", "None of the 3 can be reached");
    }

    @ParameterizedTest
    @CsvSource({
        "proxy, ok, , ",
        "proxy, bad, X-Forwarded-For, 192.0.2.7",
        "host, ok, Referer, http://localhost/household",
        "host, bad, Referer, https://chat.example.org/household",
        "host, bad, X-Forwarded-Host, chat.example.org",
        "tls, ok, , ",
        "tls, bad, X-Forwarded-Proto, https",
        "tls, bad, Referer, https://localhost/household"
    })
    void theSelfCheckSeesWhatAProxyForgets(String test, String level, String header, String value)
            throws Exception {
        var request = pages.get().uri("/household/check").with(people.owner().asks());
        if (header != null) {
            request = request.header(header, value);
        } else {
            request = request.header("Referer", "http://localhost/household");
        }
        assertThat(request)
                .hasStatusOk()
                .bodyText()
                .contains("data-test=\"" + test + "\" data-level=\"" + level + "\"");
    }

    @Test
    void aProxyThatIsBelievedSaysWhereTheBrowserIs() throws Exception {
        RequestPostProcessor throughProxy =
                request -> {
                    request.setAttribute("org.apache.tomcat.request.forwarded", true);
                    request.setRemoteAddr("203.0.113.9");
                    return request;
                };
        assertThat(
                        pages.get()
                                .uri("/household/check")
                                .with(people.owner().asks())
                                .header("X-Forwarded-Proto", "https")
                                .with(throughProxy))
                .bodyText()
                .contains(
                        "data-test=\"proxy\" data-level=\"ok\"",
                        "a proxy that is believed",
                        "203.0.113.9");
    }

    @Test
    void withoutTlsOnlyTheMachineItselfIsSafe() throws Exception {
        RequestPostProcessor elsewhere =
                request -> {
                    request.setServerName("chat.example.org");
                    return request;
                };
        RequestPostProcessor secure =
                request -> {
                    ((MockHttpServletRequest) request).setSecure(true);
                    return request;
                };
        assertThat(pages.get().uri("/household/check").with(people.owner().asks()).with(elsewhere))
                .bodyText()
                .contains("data-test=\"tls\" data-level=\"bad\"");
        assertThat(pages.get().uri("/household/check").with(people.owner().asks()).with(secure))
                .bodyText()
                .contains("data-test=\"tls\" data-level=\"ok\"");
    }
}
