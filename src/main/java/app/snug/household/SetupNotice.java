/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** Tells the operator, in the log, how to set the household up. */
final class SetupNotice {

    private static final Logger LOG = LoggerFactory.getLogger(SetupNotice.class);

    private final Members members;
    private final SetupCode code;

    SetupNotice(Members members, SetupCode code) {
        this.members = members;
        this.code = code;
    }

    @EventListener
    void tell(ApplicationReadyEvent ready) {
        if (!members.isSetUp()) {
            String port =
                    ready.getApplicationContext()
                            .getEnvironment()
                            .getProperty("local.server.port", "8080");
            LOG.info(
                    "This household is not set up yet. Open http://localhost:{}/setup and enter the"
                            + " one-time code {}",
                    port,
                    code.readable());
        }
    }
}
