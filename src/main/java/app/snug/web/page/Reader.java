/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/**
 * Who looks at a page: for times and words.
 *
 * @param zone the browser's, which a script tells in a cookie; else the server's
 * @param doors for each account the newest message request whose knock was put away here
 */
public record Reader(ZoneId zone, Locale locale, Map<Long, Long> doors) {

    public static final String ZONE_COOKIE = "snug-zone";

    /** With the account's number behind it. */
    public static final String DOOR_COOKIE = "snug-door-";

    private static final String NUMBER = "[0-9]{1,18}";
    private static final int LONGEST = 64;

    /** Who has put no knock away. */
    public Reader(ZoneId zone, Locale locale) {
        this(zone, locale, Map.of());
    }

    public static Reader of(HttpServletRequest request, Locale locale) {
        Cookie cookie = WebUtils.getCookie(request, ZONE_COOKIE);
        return new Reader(
                zone(cookie == null ? "" : cookie.getValue()), locale, doors(request.getCookies()));
    }

    private static Map<Long, Long> doors(Cookie @Nullable [] cookies) {
        Map<Long, Long> doors = new HashMap<>();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().startsWith(DOOR_COOKIE)
                    && cookie.getName().substring(DOOR_COOKIE.length()).matches(NUMBER)
                    && cookie.getValue().matches(NUMBER)) {
                doors.put(
                        Long.valueOf(cookie.getName().substring(DOOR_COOKIE.length())),
                        Long.valueOf(cookie.getValue()));
            }
        }
        return Map.copyOf(doors);
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
