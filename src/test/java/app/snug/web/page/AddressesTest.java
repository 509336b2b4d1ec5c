/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class AddressesTest {

    /** Behind a proxy Tomcat believes that https is at 443; the browser may know another port. */
    @ParameterizedTest
    @CsvSource({
        "chat.example.org, https://chat.example.org/join/x",
        "chat.example.org:443, https://chat.example.org/join/x",
        "chat.example.org:8443, https://chat.example.org:8443/join/x",
        "[2001:db8::7]:8443, https://[2001:db8::7]:8443/join/x",
        "not a host, https://inside/join/x",
        "evil@chat.example.org, https://inside/join/x",
        "chat.example.org/path, https://inside/join/x",
        ", https://inside/join/x"
    })
    void anAddressHasTheHostAndThePortThatTheBrowserAskedFor(String host, String address) {
        MockHttpServletRequest request =
                new MockHttpServletRequest("GET", "/household") {
                    @Override
                    public String getServerName() {
                        return "inside";
                    }

                    @Override
                    public int getServerPort() {
                        return 443;
                    }
                };
        request.setScheme("https");
        if (host != null) {
            request.addHeader("Host", host);
        }
        assertThat(Addresses.of(request, "/join/x")).isEqualTo(address);
    }
}
