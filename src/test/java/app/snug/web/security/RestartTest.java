/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.household.Members;
import app.snug.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class RestartTest {

    @TempDir Path dataDir;

    @Test
    void sessionsOutliveARestartAndALockedVaultAsksForTheLogin() throws Exception {
        try (TestDatabase database = TestDatabase.fresh()) {
            Browser ada;
            Browser ben;
            try (var first = start(database)) {
                Visitors visitors = first.getBean(Visitors.class);
                Members members = first.getBean(Members.class);
                ada = visitors.owner();
                Members.Member member = visitors.join("Ben");
                ben = visitors.stranger();
                Visitors.logIn(ben, "Ben");
                members.stayConnected(member.id(), false);
            }
            try (var second = start(database)) {
                int port = Visitors.port(second);
                assertThat(ada.movedTo(port).get("/").body()).isEqualTo("home of Ada");
                Browser locked = ben.movedTo(port);
                assertThat(locked.get("/said").headers().firstValue("Location"))
                        .hasValue("/login?locked&next=%2Fsaid");
                assertThat(
                                locked.with("HX-Request", "true")
                                        .get("/said")
                                        .headers()
                                        .firstValue("HX-Redirect"))
                        .hasValue("/login?locked");
                Browser again = ben.movedTo(port);
                Visitors.logIn(again, "Ben");
                assertThat(again.get("/").body()).isEqualTo("home of Ben");
            }
        }
    }

    @Test
    void beforeTheSetUpEveryPageLeadsThere() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                var house = start(database)) {
            Browser browser = house.getBean(Visitors.class).newcomer();
            assertThat(browser.get("/").headers().firstValue("Location")).hasValue("/setup");
            var answer =
                    browser.submit(
                            "/setup",
                            Map.of(
                                    "code",
                                    app.snug.household.SetupCodes.in(house),
                                    "login",
                                    "Ada",
                                    "passphrase",
                                    Visitors.PASSPHRASE));
            assertThat(answer.body()).isEqualTo("welcome");
            assertThat(browser.get("/").body()).isEqualTo("home of Ada");
            assertThat(
                            house.getBean(Visitors.class)
                                    .newcomer()
                                    .get("/")
                                    .headers()
                                    .firstValue("Location"))
                    .hasValue("/login");
        }
    }

    private ConfigurableApplicationContext start(TestDatabase database) {
        return new SpringApplicationBuilder(House.class)
                .properties(
                        "server.port=0",
                        "snug.data-dir=" + dataDir,
                        "snug.passphrase.passes=1",
                        "snug.passphrase.mebibytes=1")
                .initializers(
                        context -> context.getBeanFactory().registerSingleton("database", database))
                .run("--server.port=0");
    }
}
