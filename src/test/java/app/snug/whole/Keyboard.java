/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import com.microsoft.playwright.Page;

/** Somebody who has nothing else. */
record Keyboard(Page page) {

    /** Tabs until what is wanted has the focus, once it is there. */
    void goTo(String wanted) {
        page.waitForSelector(wanted);
        for (int i = 0; i < 80; i++) {
            if ((Boolean)
                    page.evaluate("wanted => document.activeElement.matches(wanted)", wanted)) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The keyboard does not reach " + wanted);
    }

    void press(String wanted, String key) {
        goTo(wanted);
        page.keyboard().press(key);
    }

    void type(String wanted, String text) {
        goTo(wanted);
        page.keyboard().type(text);
    }

    /** Into the open conversation. */
    void say(String text) {
        type("#text", text);
        page.keyboard().press("Enter");
    }
}
