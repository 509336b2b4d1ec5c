/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.Member;
import app.snug.messenger.Account;
import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.WordList;
import app.snug.web.MemoryMessenger;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.People.Person;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@PageTest
class PorchTest {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired Members members;
    @Autowired MemoryMessenger messenger;

    @Test
    void afterTheSetUpItsPageLeadsToTheLogin() throws Exception {
        people.newcomer();
        assertThat(pages.get().uri("/setup")).hasStatus3xxRedirection().hasRedirectedUrl("/login");
        assertThat(
                        pages.post()
                                .uri("/setup")
                                .param("code", "made-up")
                                .param("login", "eve")
                                .param("passphrase", People.PASSPHRASE)
                                .with(csrf()))
                .hasRedirectedUrl("/login");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    wrong  | don’t belong together
                    slow   | Too many tries
                    stale  | open for too long
                    locked | needs your passphrase
                    out    | You are logged out
                    """)
    void theLoginSaysWhyOneIsHere(String why, String sentence) throws Exception {
        people.newcomer();
        assertThat(pages.get().uri("/login?" + why + "&next=/c/7"))
                .hasStatusOk()
                .bodyText()
                .contains(sentence, "name=\"next\" value=\"/c/7\"");
    }

    @Test
    void anInvitationLetsOnePersonInAndThenSaysThatItIsUsed() throws Exception {
        people.newcomer();
        String join = "/join/" + people.invitation();
        assertThat(pages.get().uri(join)).hasStatusOk();
        assertThat(join(join, "", "far too short")).bodyText().contains("Choose a name");
        assertThat(join(join, "Kim <b>", "short"))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("Use at least 10 characters", "value=\"Kim &lt;b&gt;\"")
                .doesNotContain("value=\"short\"");
        assertThat(join(join, "Kim", People.PASSPHRASE)).hasRedirectedUrl("/welcome");
        assertThat(members.all()).extracting(Member::login).contains("Kim");
        assertThat(pages.get().uri(join))
                .hasStatus(HttpStatus.GONE)
                .bodyText()
                .contains("no longer works");
        assertThat(join(join, "Lea", People.PASSPHRASE)).hasStatus(HttpStatus.GONE);
    }

    @Test
    void whoHasNoAccountIsWelcomedAndMakesOne() throws Exception {
        RequestPostProcessor me = People.asks(people.newcomer());
        assertThat(pages.get().uri("/").with(me)).hasRedirectedUrl("/welcome");
        assertThat(make(me, "  ", "1"))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("Give yourself a name");
        assertThat(make(me, "é".repeat(51), "2"))
                .bodyText()
                .contains("too long by 102 bytes of 100", "é".repeat(51));
    }

    @Test
    void anotherSessionDoesNotSeeTheWordsWithoutThePassphrase() throws Exception {
        RequestPostProcessor me = People.asks(people.newcomer());
        make(me, "Ana", "form-2");
        assertThat(pages.get().uri("/welcome/words").with(me)).hasRedirectedUrl("/me");
    }

    @Test
    void aFormSentTwiceMakesOneAccount() throws Exception {
        Member member = people.newcomer();
        assertThat(make(People.asks(member), "Ana", "same")).hasRedirectedUrl("/welcome/words");
        make(People.asks(member), "Ana", "same");
        assertThat(messenger.of(member.id())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                                                                            | Type or paste
                    lantern velvet                                                                                | That is 2 words
                    abbey abbey abbey abbey abbey abbey abbey abbey abbey abbey abbey abbey                       | Is the last one missing?
                    abbey abbey abbey zzqzz abbey abbey abbey abbey abbey abbey abbey abbey abbey                 | The fourth word, “zzqzz”, is not on the list.
                    abbey abbey abbey abbey abbey abbey abbey abbey abbey abbey abbey abbey abbey abbey           | more than 13
                    """)
    void wrongWordsAreNamedAndKept(String words, String sentence) throws Exception {
        assertThat(
                        pages.post()
                                .uri("/welcome/restore")
                                .param("words", words)
                                .param("name", "Ana")
                                .with(csrf())
                                .with(People.asks(people.newcomer())))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains(sentence, ">" + words + "</textarea>", "value=\"Ana\"");
    }

    @Test
    void theWordsBringAnAccountBackFromALostLoginOnceThatIsConfirmed() throws Exception {
        Member lost = people.newcomer();
        Member again = people.newcomer();
        String words = words();
        assertThat(restore(People.asks(lost), words, "a1", false)).hasRedirectedUrl("/me/devices");
        Account account = messenger.of(lost.id()).getFirst();

        assertThat(restore(People.asks(lost), words, "a2", false))
                .bodyText()
                .contains("You have this account here already.");
        MvcTestResult asked = restore(People.asks(again), words, "b", false);
        assertThat(asked)
                .hasStatus(HttpStatus.CONFLICT)
                .bodyText()
                .contains("belongs to another login", "deleted for good", "value=\"" + words + '"');
        assertThat(messenger.of(lost.id())).containsExactly(account);
        assertThat(messenger.of(again.id())).isEmpty();

        assertThat(restore(People.asks(again), words, "b", true)).hasRedirectedUrl("/me/devices");
        assertThat(restore(People.asks(again), words, "b", true)).hasRedirectedUrl("/me/devices");
        assertThat(messenger.of(again.id()))
                .singleElement()
                .extracting(Account::id)
                .isEqualTo(account.id());
        assertThat(messenger.of(lost.id())).isEmpty();
        assertThat(pages.get().uri("/").with(People.asks(lost))).hasRedirectedUrl("/welcome");
        for (String page : List.of("/welcome", "/welcome/restore")) {
            assertThat(pages.get().uri(page).with(People.asks(lost)))
                    .bodyText()
                    .contains("On 24 Nov 2026 somebody brought an account of this login");
        }
        assertThat(make(People.asks(lost), "Ana", "c")).hasRedirectedUrl("/welcome/words");
        assertThat(pages.get().uri("/welcome").with(People.asks(lost)))
                .bodyText()
                .doesNotContain("somebody brought");
    }

    @Test
    void whoseOtherAccountHasMovedIsToldUntilTheyKnow() throws Exception {
        Member ana = people.newcomer();
        String words = words();
        restore(People.asks(ana), words, "a", false);
        make(People.asks(ana), "Ana", "b");
        restore(People.asks(people.newcomer()), words, "c", true);
        assertThat(pages.get().uri("/me").with(People.asks(ana)))
                .bodyText()
                .contains("An account has left this login", "On 24 Nov 2026 somebody brought");
        assertThat(pages.post().uri("/me/departed").with(csrf()).with(People.asks(ana)))
                .hasRedirectedUrl("/me");
        assertThat(pages.get().uri("/me").with(People.asks(ana)))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("has left this login");
    }

    @Test
    void theNameOthersSeeIsNotProposedFromTheLogin() throws Exception {
        Member kim = people.newcomer();
        for (String page : List.of("/welcome", "/welcome/restore")) {
            assertThat(pages.get().uri(page).with(People.asks(kim)))
                    .hasStatusOk()
                    .bodyText()
                    .contains("id=\"name\"")
                    .doesNotContain("value=\"" + kim.login());
        }
    }

    private static String words() {
        byte[] drawn = new byte[16];
        new SecureRandom().nextBytes(drawn);
        try (Secret entropy = Secret.owning(drawn)) {
            return RecoveryPhrase.encode(entropy, WordList.ENGLISH);
        }
    }

    private MvcTestResult restore(
            RequestPostProcessor me, String words, String form, boolean move) {
        return pages.post()
                .uri("/welcome/restore")
                .param("words", words)
                .param("name", "Ana")
                .param("form", form)
                .param("move", String.valueOf(move))
                .with(csrf())
                .with(me)
                .exchange();
    }

    @Test
    void strangersAreSentToTheLoginAndComeBack() throws Exception {
        people.newcomer();
        assertThat(pages.get().uri("/c/5?before=3"))
                .hasRedirectedUrl("/login?next=%2Fc%2F5%3Fbefore%3D3");
    }

    @Test
    void theWordsComeAgainOnlyForThePassphrase() throws Exception {
        Person ana = people.someone("Ana");
        assertThat(words(ana, "wrong one"))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("That is not your passphrase.")
                .doesNotContain("lantern");
        assertThat(words(ana, People.PASSPHRASE)).hasStatusOk().bodyText().contains("lantern");
        assertThat(pages.get().uri("/me").with(ana.asks())).bodyText().doesNotContain("lantern");
    }

    private MvcTestResult words(Person person, String passphrase) {
        return pages.post()
                .uri("/me/words")
                .param("passphrase", passphrase)
                .with(csrf())
                .with(person.asks())
                .exchange();
    }

    private MvcTestResult join(String path, String login, String passphrase) {
        return pages.post()
                .uri(path)
                .param("login", login)
                .param("passphrase", passphrase)
                .with(csrf())
                .exchange();
    }

    private MvcTestResult make(RequestPostProcessor me, String name, String form) {
        return pages.post()
                .uri("/welcome")
                .param("name", name)
                .param("form", form)
                .with(csrf())
                .with(me)
                .exchange();
    }
}
