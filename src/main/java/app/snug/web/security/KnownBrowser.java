/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members;
import app.snug.household.Members.Visitor;
import app.snug.messenger.OwnerId;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The cookie by which a browser is known where its members have logged in. It opens nothing: its
 * tries are counted apart. It stays when they log out.
 */
public final class KnownBrowser {

    /** As long as browsers keep any cookie. */
    private static final Duration LIFETIME = Duration.ofDays(400);

    private KnownBrowser() {}

    /** Who sends a request. */
    public static Visitor visitor(HttpServletRequest request) {
        return new Visitor(request.getRemoteAddr(), kept(request));
    }

    /** After a login. */
    static void remember(
            Members members,
            OwnerId member,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name(request), members.remember(member, kept(request)))
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(LIFETIME)
                        .build()
                        .toString());
    }

    private static String kept(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, name(request));
        return cookie == null ? "" : cookie.getValue();
    }

    private static String name(HttpServletRequest request) {
        return request.isSecure() ? "__Host-snug-known" : "snug-known";
    }
}
