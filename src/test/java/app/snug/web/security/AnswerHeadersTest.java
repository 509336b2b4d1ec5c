/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HouseTest
class AnswerHeadersTest {

    @Autowired Visitors visitors;

    @Test
    void everyKindOfAnswerCarriesThem() throws Exception {
        Browser owner = visitors.owner();
        Browser stranger = visitors.stranger();
        assertProtected(owner.get("/"), 200);
        assertProtected(owner.get("/nowhere"), 404);
        assertProtected(owner.get("/broken"), 500);
        assertProtected(owner.post("/say", Map.of()), 403);
        assertProtected(owner.submit("/say", Map.of()), 302);
        assertProtected(stranger.get("/"), 303);
        assertProtected(stranger.get("/login"), 200);
        assertProtected(stranger.get("/assets/missing.css"), 404);
        assertProtected(stranger.get("/a;b"), 400);
        assertProtected(stranger.get("/a//b"), 400);
        assertProtected(stranger.with("HX-Request", "true").get("/"), 401);
    }

    @Test
    void browsersAreHeldToTlsOnlyWhereItIs() throws Exception {
        Browser plain = visitors.stranger();
        assertThat(plain.get("/login").headers().firstValue("Strict-Transport-Security")).isEmpty();
        Browser secure = visitors.stranger().with("X-Forwarded-Proto", "https");
        assertThat(secure.get("/login").headers().firstValue("Strict-Transport-Security"))
                .hasValue("max-age=31536000");
    }

    @Test
    void loggingOutOverTlsClearsWhatTheBrowserKept() throws Exception {
        Browser browser = visitors.stranger().with("X-Forwarded-Proto", "https");
        Visitors.logIn(browser, Visitors.OWNER);
        assertThat(browser.submit("/logout", Map.of()).headers().firstValue("Clear-Site-Data"))
                .hasValue("\"cache\", \"storage\"");
    }

    private static void assertProtected(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        HttpHeaders headers = answer.headers();
        assertThat(headers.allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe")
                .doesNotContain("data:")
                .doesNotContain("*");
        assertThat(headers.allValues("Referrer-Policy")).containsExactly("same-origin");
        assertThat(headers.allValues("Permissions-Policy")).hasSize(1);
        assertThat(headers.allValues("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
        assertThat(headers.allValues("Cross-Origin-Resource-Policy"))
                .containsExactly("same-origin");
        assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(headers.allValues("Cache-Control"))
                .singleElement()
                .asString()
                .contains("no-store");
    }
}
