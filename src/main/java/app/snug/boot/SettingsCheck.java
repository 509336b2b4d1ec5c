/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.boot.logging.LogSetUp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Looks at the settings that go to libraries, before anything starts: they would name a wrong one
 * as they call it, at length.
 */
public final class SettingsCheck
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final int LAST_PORT = 65_535;

    /** As soon as there is a log. */
    @Override
    public int getOrder() {
        return LogSetUp.ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        check(event.getEnvironment());
    }

    static void check(Environment settings) {
        number(settings, "server.port", "SNUG_PORT", 0, LAST_PORT);
        number(settings, "management.server.port", "SNUG_MANAGEMENT_PORT", 0, LAST_PORT);
        number(settings, "snug.passphrase.passes", "SNUG_PASSPHRASE_PASSES", 1, 64);
        number(settings, "snug.passphrase.mebibytes", "SNUG_PASSPHRASE_MEBIBYTES", 1, 1024);
        address(settings, "server.address", "SNUG_ADDRESS");
        address(settings, "snug.management-address", "SNUG_MANAGEMENT_ADDRESS");
        proxies(settings.getProperty("server.tomcat.remoteip.internal-proxies", ""));
    }

    private static void number(
            Environment settings, String property, String name, int least, int most) {
        String value = settings.getProperty(property, "").strip();
        if (!value.isEmpty()
                && !(value.matches("-?[0-9]{1,9}")
                        && Integer.parseInt(value) >= least
                        && Integer.parseInt(value) <= most)) {
            throw new StartRefusedException(
                    "%s is “%s”; it can be %d to %d.".formatted(name, value, least, most));
        }
    }

    private static void address(Environment settings, String property, String name) {
        String value = settings.getProperty(property, "");
        if (value.isBlank()) {
            return;
        }
        try {
            InetAddress address = InetAddress.getByName(value.strip());
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
                return;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new StartRefusedException(
                "%s is “%s”, which is no address of this machine.".formatted(name, value));
    }

    private static void proxies(String value) {
        try {
            var unused = Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new StartRefusedException(
                    "SNUG_TRUSTED_PROXIES is no regular expression (%s, at character %d)."
                            .formatted(e.getDescription(), e.getIndex() + 1),
                    e);
        }
    }
}
