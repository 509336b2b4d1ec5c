/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import org.springframework.context.ApplicationContext;

/** Lets tests of other rooms read the one-time code that is printed in the log. */
public final class SetupCodes {

    private SetupCodes() {}

    public static String in(ApplicationContext context) {
        return context.getBean(SetupCode.class).readable();
    }
}
