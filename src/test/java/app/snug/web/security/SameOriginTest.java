/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@HouseTest
class SameOriginTest {

    @Autowired Visitors visitors;
    @LocalServerPort int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost",
                "http://localhost:1",
                "http://localhost.evil.example",
                "ftp://localhost:%d",
                "null",
                "",
                "http://",
                "::::"
            })
    void aFormOnAnotherSiteIsRefusedEvenWithAToken(String origin) throws Exception {
        Browser owner = visitors.owner().with("Origin", origin.formatted(port));
        assertThat(owner.submit("/say", Map.of()).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "?"})
    void theBrowsersOwnWordThatAnotherSiteAsksIsHeard(String site) throws Exception {
        Browser owner = visitors.owner().with("Sec-Fetch-Site", site);
        assertThat(owner.submit("/say", Map.of()).statusCode()).isEqualTo(403);
        assertThat(owner.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void ourOwnFormsAreAccepted() throws Exception {
        Browser owner =
                visitors.owner()
                        .with("Origin", "http://localhost:" + port)
                        .with("Sec-Fetch-Site", "same-origin");
        assertThat(owner.submit("/say", Map.of()).statusCode()).isEqualTo(302);
    }

    @Test
    void aProxyThatDoesNotTellOfItsTlsIsTolerated() throws Exception {
        Browser owner = visitors.owner().with("Origin", "https://localhost:" + port);
        assertThat(owner.submit("/say", Map.of()).statusCode()).isEqualTo(302);
    }

    @Test
    void overTlsAPlainOriginIsAnotherSite() throws Exception {
        Browser browser = visitors.stranger().with("X-Forwarded-Proto", "https");
        Visitors.logIn(browser, Visitors.OWNER);
        browser.with("Origin", "http://localhost:" + port);
        assertThat(browser.submit("/say", Map.of()).statusCode()).isEqualTo(403);
    }

    @Test
    void aWebSocketNeedsALoginAndOurOwnOrigin() throws Exception {
        Browser owner = visitors.owner();
        String own = "http://localhost:" + port;
        assertThat(handshake(owner, "https://evil.example")).isEqualTo(403);
        assertThat(handshake(owner, "null")).isEqualTo(403);
        assertThat(handshake(owner, null)).isEqualTo(403);
        assertThat(handshake(visitors.stranger(), own)).isEqualTo(401);
        // Past all guards; only nobody is there to answer in this house.
        assertThat(handshake(owner, own)).isEqualTo(404);
    }

    private int handshake(Browser browser, @org.jspecify.annotations.Nullable String origin) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket.Builder builder = http.newWebSocketBuilder();
            browser.cookies.forEach(
                    (name, cookie) -> builder.header("Cookie", name + "=" + cookie.getValue()));
            if (origin != null) {
                builder.header("Origin", origin);
            }
            URI live = URI.create("ws://localhost:" + port + "/live");
            int[] status = {0};
            assertThatThrownBy(() -> builder.buildAsync(live, new WebSocket.Listener() {}).join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> status[0] = refused.getResponse().statusCode());
            return status[0];
        }
    }
}
