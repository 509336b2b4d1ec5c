/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.testing.Chromium;
import app.snug.web.People.Person;
import app.snug.whole.PlainBrowser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Two tabs in browsers of their own, for all tests of this process one after the other: a new tab
 * costs as much as many pages. Whoever uses them finds them empty, and logs in without the form.
 */
public enum Tab {
    DESK,

    /** Touched with fingers, which do not hover. */
    PHONE;

    private static final double PATIENCE_MILLIS = 60_000;

    private BrowserContext browser;
    private Page page;

    /** Empty, and as large as wanted. */
    public Page empty(int width, int height) {
        if (page == null) {
            browser =
                    Chromium.shared()
                            .newContext(
                                    new Browser.NewContextOptions()
                                            .setHasTouch(this == PHONE)
                                            .setIsMobile(this == PHONE)
                                            .setReducedMotion(ReducedMotion.REDUCE));
            browser.setDefaultTimeout(PATIENCE_MILLIS);
            page = browser.newPage();
        } else {
            browser.setOffline(false);
            page.unrouteAll();
            if (page.url().startsWith("http")) {
                page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }");
            }
            page.navigate("about:blank");
        }
        browser.clearCookies();
        browser.clearPermissions();
        page.setViewportSize(width, height);
        return page;
    }

    /** Empty, and somebody is logged in. */
    public Page of(Person who, int port, int width, int height) {
        Page empty = empty(width, height);
        enter(browser, who, port);
        return empty;
    }

    /** Logs somebody in. */
    public static void enter(BrowserContext browser, Person who, int port) {
        String house = "http://localhost:" + port;
        browser.addCookies(
                List.of(
                        new Cookie("snug", session(who, house)).setUrl(house),
                        // Or else the first page is loaded twice.
                        new Cookie("snug-zone", "UTC").setUrl(house)));
    }

    /** The cookie of somebody who has just logged in. */
    public static String session(Person who, String house) {
        try (PlainBrowser plain = new PlainBrowser(house)) {
            plain.submit(
                    plain.get("/login"),
                    "/login",
                    Map.of("login", who.member().login(), "passphrase", People.PASSPHRASE));
            return plain.cookie("snug");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
