/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebGetTest {

    private TestWeb web;

    @BeforeEach
    void open() throws Exception {
        web = new TestWeb();
    }

    @AfterEach
    void close() {
        web.close();
    }

    private WebGet.Page get(String url) throws IOException {
        return web.client().get(URI.create(url), "text/html", 1000);
    }

    @Test
    void aPageIsFetchedAlsoBehindARedirectAndCutOffWhereItIsTooLong() throws IOException {
        web.page("/page", "Text/HTML; charset=\"utf-8\"", "Hello".getBytes(StandardCharsets.UTF_8));
        web.redirect("/old", "/page");
        web.page("/long", "text/html", new byte[5000]);
        WebGet.Page page = get(TestWeb.url("/old"));
        assertThat(page.body()).asString().isEqualTo("Hello");
        assertThat(page.contentType()).isEqualTo("text/html");
        assertThat(page.charset()).isEqualTo("utf-8");
        assertThat(page.at().getPath()).isEqualTo("/page");
        assertThat(page.whole()).isTrue();
        assertThat(get(TestWeb.url("/long")))
                .satisfies(
                        cut -> assertThat(cut.body()).hasSize(1000),
                        cut -> assertThat(cut.whole()).isFalse());
        assertThatThrownBy(() -> get(TestWeb.url("/none"))).isInstanceOf(IOException.class);
    }

    @Test
    void everyRedirectIsLookedAtAndNotFollowedForEver() {
        web.redirect("/round", "/round");
        assertThatThrownBy(() -> get(TestWeb.url("/round")))
                .isInstanceOf(WebGet.RefusedException.class);
        for (String inside :
                List.of(
                        "https://127.0.0.1/",
                        "https://169.254.169.254/latest/meta-data",
                        "https://10.0.0.1/",
                        "https://[::1]/",
                        "http://" + TestWeb.HOST + "/page",
                        "file:///etc/passwd")) {
            String path = "/to" + inside.hashCode();
            web.redirect(path, inside);
            assertThatThrownBy(() -> get(TestWeb.url(path)))
                    .as(inside)
                    .isInstanceOf(WebGet.RefusedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatDripsIsGivenUpInItsHandshakeAndInsideOfARecord(boolean handshake) throws Exception {
        web.page("/page", "text/html", new byte[900]);
        try (Drip line = new Drip(web.address(), () -> handshake || !web.asked.isEmpty())) {
            WebGet client = web.client(line.address(), Duration.ofSeconds(3));
            URI page = URI.create(TestWeb.url("/page"));
            assertTimeoutPreemptively(
                    // The whole page would take longer still.
                    Duration.ofSeconds(30),
                    () ->
                            assertThatThrownBy(() -> client.get(page, "text/html", 1000))
                                    .isInstanceOf(IOException.class));
            assertThat(web.asked).hasSize(handshake ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.example.org/",
                "https://user@www.example.org/",
                "https://localhost/",
                "https://192.168.1.1/",
                "https://[fd00::1]/",
                "https:///nothing"
            })
    void whatIsNotPublicOrNotHttpsIsNotAsked(String url) {
        assertThatThrownBy(() -> get(url)).isInstanceOf(WebGet.RefusedException.class);
        assertThat(web.asked).isEmpty();
    }

    @Test
    void metadataAndHouseAddressesAreNotPublic() throws IOException {
        for (String address :
                List.of("169.254.169.254", "100.64.0.1", "::1", "fe80::1", "::ffff:10.0.0.1")) {
            assertThat(AddressGuard.isPublic(InetAddress.getByName(address))).isFalse();
        }
        assertThat(AddressGuard.isPublic(InetAddress.getByName("93.184.216.34"))).isTrue();
    }
}
