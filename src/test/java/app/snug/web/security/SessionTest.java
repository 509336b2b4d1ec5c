/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import static app.snug.web.security.Visitors.PASSPHRASE;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.messenger.OwnerId;
import app.snug.testing.TravellingClock;
import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HouseTest
class SessionTest {

    @Autowired Visitors visitors;
    @Autowired Members members;
    @Autowired JdbcClient jdbc;
    @Autowired TravellingClock clock;

    @Test
    void strangersLeaveNoSessionBehind() throws Exception {
        Browser browser = visitors.stranger();
        long before = sessions();
        browser.get("/");
        browser.get("/login");
        browser.submit("/login", Map.of("login", "ada", "passphrase", "wrong"));
        assertThat(sessions()).isEqualTo(before);
        assertThat(browser.cookies).doesNotContainKey("snug");
    }

    @Test
    void aSessionKnownBeforeTheLoginIsWorthlessAfterIt() throws Exception {
        visitors.join("Mallory");
        Browser mallory = visitors.stranger();
        Visitors.logIn(mallory, "mallory");
        HttpCookie planted = mallory.cookie("snug");
        Browser victim = visitors.stranger();
        victim.cookies.put("snug", planted);
        Visitors.logIn(victim, "ada");
        assertThat(victim.get("/").body()).isEqualTo("home of Ada");
        assertThat(victim.cookie("snug").getValue()).isNotEqualTo(planted.getValue());
        assertThat(mallory.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void anIdFromTheDatabaseOpensNoSession() throws Exception {
        visitors.owner();
        String id =
                jdbc.sql("select session_id from spring_session limit 1")
                        .query(String.class)
                        .single();
        Browser thief = visitors.stranger();
        for (String made : List.of(id, id + ".", id + "." + "A".repeat(43), "." + id)) {
            thief.cookies.put("snug", new HttpCookie("snug", made));
            assertThat(thief.get("/").statusCode()).isEqualTo(303);
        }
    }

    @Test
    void aSessionHoldsNoMoreThanWhoseItIs() throws Exception {
        Browser browser = visitors.owner();
        browser.get("/");
        List<String> names =
                jdbc.sql("select distinct attribute_name from spring_session_attributes")
                        .query((row, number) -> row.getString(1))
                        .list();
        assertThat(names)
                .contains(
                        "org.springframework.session.FindByIndexNameSessionRepository"
                                + ".PRINCIPAL_NAME_INDEX_NAME")
                .noneMatch(name -> name.contains("SECURITY_CONTEXT"));
        for (byte[] bytes :
                jdbc.sql("select attribute_bytes from spring_session_attributes")
                        .query((row, number) -> row.getBytes(1))
                        .list()) {
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .doesNotContain("horse")
                    .doesNotContain("app.snug");
        }
    }

    @Test
    void loggingOutEndsTheSession() throws Exception {
        Browser browser = visitors.owner();
        HttpCookie old = browser.cookie("snug");
        assertThat(browser.get("/logout").statusCode()).isEqualTo(404);
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
        var answer = browser.submit("/logout", Map.of());
        assertThat(answer.headers().firstValue("Location")).hasValue("/login?out");
        assertThat(answer.headers().firstValue("Clear-Site-Data")).isEmpty(); // Sent over TLS only.
        assertThat(browser.cookies).doesNotContainKey("snug");
        browser.cookies.put("snug", old);
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void aLoginUnderWayWhileThePassphraseIsChangedIsWorthNothing() throws Exception {
        Members.Member una = visitors.join("Una");
        Browser browser = visitors.stranger();
        Visitors.logIn(browser, "una");
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
        try (Secret old = Secret.owning(PASSPHRASE.getBytes(StandardCharsets.UTF_8));
                Secret chosen = Secret.owning("another horse".getBytes(StandardCharsets.UTF_8))) {
            // Alone, as if the session had come into being only after all others were ended.
            members.changePassphrase(una.id(), old, chosen, new Members.Visitor("192.0.2.9", ""));
        }
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void aBrowserStaysKnownAfterALogoutAndItsMemberGetsInThoughAStrangerTries() throws Exception {
        visitors.join("Vera");
        Browser browser = visitors.stranger();
        var answer = browser.submit("/login", Map.of("login", "vera", "passphrase", PASSPHRASE));
        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("snug-known="))
                .singleElement()
                .asString()
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=34560000")
                .doesNotContain("Domain");
        browser.submit("/logout", Map.of());
        Map<String, String> right = Map.of("login", "vera", "passphrase", PASSPHRASE);
        for (int i = 0; i < 10; i++) {
            visitors.stranger().submit("/login", Map.of("login", "vera", "passphrase", "wrong"));
        }
        Browser elsewhere = visitors.stranger();
        assertThat(elsewhere.submit("/login", right).headers().firstValue("Location"))
                .hasValue("/login?slow");
        elsewhere.cookies.put("snug-known", browser.cookie("snug-known"));
        assertThat(elsewhere.submit("/login", right).headers().firstValue("Location"))
                .hasValue("/");
    }

    @Test
    void theCookieIsForThisServerAloneAndNotForScripts() throws Exception {
        Browser browser = visitors.stranger();
        var answer = browser.submit("/login", Map.of("login", "ada", "passphrase", PASSPHRASE));
        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("snug="))
                .singleElement()
                .asString()
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=2592000")
                .doesNotContain("Secure")
                .doesNotContain("Domain");
    }

    @Test
    void overTlsCookiesAreHostBound() throws Exception {
        Browser browser = visitors.stranger().with("X-Forwarded-Proto", "https");
        var answer = browser.submit("/login", Map.of("login", "ada", "passphrase", PASSPHRASE));
        assertThat(answer.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.startsWith("__Host-snug"))
                .allMatch(cookie ->
                        cookie.contains("; Secure")
                                && cookie.contains("; HttpOnly")
                                && cookie.contains("; SameSite=Lax")
                                && cookie.contains("Path=/")
                                && !cookie.contains("Domain"));
        assertThat(browser.get("/").body()).isEqualTo("home of Ada");
        assertThat(browser.cookies.keySet()).allMatch(name -> name.startsWith("__Host-"));
    }

    @Test
    void aSessionInUseKeepsItsCookieAlive() throws Exception {
        Browser browser = visitors.owner();
        browser.get("/");
        assertThat(browser.get("/").headers().allValues("Set-Cookie")).isEmpty();
        clock.travel(Duration.ofDays(1));
        assertThat(browser.get("/").headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("snug=" + browser.cookie("snug").getValue())
                .contains("Max-Age=2592000");
        assertThat(browser.get("/").headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void sessionsOfAMemberLastThirtyDaysUnused() throws Exception {
        Browser browser = visitors.owner();
        String id = browser.cookie("snug").getValue().replaceAll("\\..*", "");
        assertThat(
                        jdbc.sql(
                                        "select max_inactive_interval from spring_session where session_id = ?")
                                .param(id)
                                .query(Integer.class)
                                .single())
                .isEqualTo(30 * 24 * 3600);
        jdbc.sql("update spring_session set last_access_time = ? where session_id = ?")
                .params(System.currentTimeMillis() - Duration.ofDays(31).toMillis(), id)
                .update();
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void aRequestWhoseVaultIsLockedIsSentToTheLogin() throws Exception {
        Browser browser = visitors.owner();
        OwnerId nobody = new OwnerId(UUID.randomUUID());
        var answer = browser.get("/sealed?owner=" + nobody.value());
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue("/login?locked&next=%2Fsealed%3Fowner%3D" + nobody.value());
    }

    private long sessions() {
        return jdbc.sql("select count(*) from spring_session").query(Long.class).single();
    }
}
