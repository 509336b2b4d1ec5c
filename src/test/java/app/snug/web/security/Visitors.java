/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.RefusedException;
import app.snug.household.SetupCodes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.ApplicationContext;

/** Browsers in front of the house, each at an address of its own. */
@TestComponent
final class Visitors {

    static final String PASSPHRASE = "correct horse battery";
    static final String OWNER = "Ada";

    private final ApplicationContext context;
    private final Members members;
    private final AtomicInteger addresses = new AtomicInteger();

    Visitors(ApplicationContext context, Members members) {
        this.context = context;
        this.members = members;
    }

    /** Not logged in; the household is set up. */
    Browser stranger() throws RefusedException {
        if (!members.isSetUp()) {
            try (Secret passphrase = secret()) {
                members.setUp(SetupCodes.in(context), OWNER, passphrase);
            }
        }
        return newcomer();
    }

    /** Not logged in; the household may not be set up yet. */
    Browser newcomer() {
        int number = addresses.incrementAndGet();
        return new Browser(port(context))
                .with("X-Forwarded-For", "198.51." + number / 200 + "." + number % 200);
    }

    Browser owner() throws Exception {
        Browser browser = stranger();
        logIn(browser, OWNER);
        return browser;
    }

    /** A further member, not logged in anywhere. */
    Members.Member join(String login) throws RefusedException {
        stranger();
        try (Secret passphrase = secret()) {
            return members.join(
                    members.invite(members.all().getFirst().id()).token(),
                    login,
                    passphrase,
                    "192.0.2.1");
        }
    }

    static void logIn(Browser browser, String login) throws Exception {
        browser.submit("/login", Map.of("login", login, "passphrase", PASSPHRASE));
    }

    static int port(ApplicationContext context) {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    private static Secret secret() {
        return Secret.owning(PASSPHRASE.getBytes(StandardCharsets.UTF_8));
    }
}
