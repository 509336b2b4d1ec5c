/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import org.springframework.web.util.WebUtils;

/**
 * Who looks at a page: for times and words.
 *
 * @param zone the browser's, which a script tells in a cookie; else the server's
 */
public record Reader(ZoneId zone, Locale locale) {

    public static final String ZONE_COOKIE = "snug-zone";

    private static final int LONGEST = 64;

    public static Reader of(HttpServletRequest request, Locale locale) {
        Cookie cookie = WebUtils.getCookie(request, ZONE_COOKIE);
        return new Reader(zone(cookie == null ? "" : cookie.getValue()), locale);
    }

    static ZoneId zone(String told) {
        // Region names only: they may hold a slash, which the script leaves as it is.
        if (told.isEmpty() || told.length() > LONGEST) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(told);
        } catch (DateTimeException e) {
            return ZoneId.systemDefault();
        }
    }
}
