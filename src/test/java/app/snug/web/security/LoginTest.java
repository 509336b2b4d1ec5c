/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import static app.snug.web.security.Visitors.PASSPHRASE;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.testing.TravellingClock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@HouseTest
class LoginTest {

    @Autowired Visitors visitors;
    @Autowired TravellingClock clock;

    @Test
    void theRightPassphraseLeadsHome() throws Exception {
        Browser browser = visitors.stranger();
        var answer = browser.submit("/login", Map.of("login", "  ada ", "passphrase", PASSPHRASE));
        assertRedirect(answer, "/");
        assertThat(browser.get("/").body()).isEqualTo("home of Ada");
    }

    @Test
    void strangersAreSentToTheLoginAndBackToThePageTheyAskedFor() throws Exception {
        Browser browser = visitors.stranger();
        assertRedirect(browser.get("/"), "/login");
        assertRedirect(browser.get("/said?a=b&c"), "/login?next=%2Fsaid%3Fa%3Db%26c");
        var answer =
                browser.submit(
                        "/login",
                        Map.of("login", "ada", "passphrase", PASSPHRASE, "next", "/said?a=b&c"));
        assertRedirect(answer, "/said?a=b&c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "\\\\evil.example",
                "/\t/evil.example",
                "/ok\r\nSet-Cookie: a=b",
                "javascript:alert(1)",
                "evil",
                ""
            })
    void aLoginNeverLeadsToAnotherSite(String next) throws Exception {
        var answer =
                visitors.stranger()
                        .submit(
                                "/login",
                                Map.of("login", "ada", "passphrase", PASSPHRASE, "next", next));
        assertRedirect(answer, "/");
    }

    @Test
    void aWrongPassphraseIsRefusedAndTheWayBackKept() throws Exception {
        var answer =
                visitors.stranger()
                        .submit(
                                "/login",
                                Map.of("login", "ada", "passphrase", "wrong", "next", "/said"));
        assertRedirect(answer, "/login?wrong&next=%2Fsaid");
    }

    @Test
    void tooManyTriesAreToldApartFromWrongOnes() throws Exception {
        visitors.join("Tom");
        Browser browser = visitors.stranger();
        for (int i = 0; i < 10; i++) {
            assertRedirect(
                    browser.submit("/login", Map.of("login", "tom", "passphrase", "wrong")),
                    "/login?wrong");
        }
        Map<String, String> right = Map.of("login", "tom", "passphrase", PASSPHRASE);
        assertRedirect(browser.submit("/login", right), "/login?slow");
        assertRedirect(visitors.stranger().submit("/login", right), "/login?slow");
        clock.travel(Duration.ofMinutes(5));
        assertRedirect(browser.submit("/login", right), "/");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() throws Exception {
        Browser browser = visitors.stranger();
        browser.get("/login");
        Map<String, String> login = Map.of("login", "ada", "passphrase", PASSPHRASE);
        assertRedirect(browser.post("/login", login), "/login?stale");
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
        Browser owner = visitors.owner();
        assertThat(owner.post("/say", Map.of()).statusCode()).isEqualTo(403);
        assertThat(owner.post("/say", Map.of("_csrf", "made up")).statusCode()).isEqualTo(403);
        assertThat(owner.post("/logout", Map.of()).statusCode()).isEqualTo(403);
        String othersToken = visitors.stranger().get("/login").body();
        assertThat(owner.post("/say", Map.of("_csrf", othersToken)).statusCode()).isEqualTo(403);
    }

    @Test
    void aScriptSendsTheTokenAsAHeader() throws Exception {
        Browser owner = visitors.owner();
        String token = owner.get("/login").body();
        var answer =
                owner.send(
                        owner.request("/say")
                                .header("X-XSRF-TOKEN", token)
                                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isBetween(300, 399);
    }

    @Test
    void aScriptOfAStrangerIsToldToLoadTheLoginPage() throws Exception {
        var answer = visitors.stranger().with("HX-Request", "true").get("/said");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/login");
    }

    @Test
    void aMessageToTheNextPageArrives() throws Exception {
        Browser owner = visitors.owner();
        owner.submit("/say", Map.of());
        assertThat(owner.get("/said").body()).isEqualTo("said hello");
        assertThat(owner.get("/said").body()).isEqualTo("said null");
    }

    private static void assertRedirect(HttpResponse<String> answer, String location) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue(location);
    }
}
