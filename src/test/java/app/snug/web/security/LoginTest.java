/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.household.Members;
import app.snug.household.SetupCodes;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

@SpringBootTest(
        classes = House.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "snug.data-dir=target/login-test",
            "snug.passphrase.passes=1",
            "snug.passphrase.mebibytes=1"
        })
class LoginTest {

    @Autowired ApplicationContext context;
    @Autowired Members members;
    @LocalServerPort int port;

    @BeforeEach
    void setUp() throws Exception {
        if (!members.isSetUp()) {
            new Browser(port)
                    .submit(
                            "/setup",
                            Map.of(
                                    "code", SetupCodes.in(context),
                                    "login", "ada",
                                    "passphrase", "correct horse"));
        }
    }

    @Test
    void theRightPassphraseLeadsHome() throws Exception {
        Browser browser = new Browser(port);
        var answer =
                browser.submit("/login", Map.of("login", "Ada", "passphrase", "correct horse"));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
        assertThat(browser.get("/").body()).isEqualTo("home of ada");
    }
}
