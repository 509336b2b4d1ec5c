/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The name of a login that went wrong, for the next sight of the form: in a cookie, since strangers
 * get no session, and an address would be remembered.
 */
public final class TriedLogin {

    private static final int LONGEST = 100;

    private TriedLogin() {}

    static void keep(HttpServletRequest request, HttpServletResponse response) {
        String login = request.getParameter("login");
        if (login == null || login.isEmpty() || login.length() > LONGEST) {
            return;
        }
        String value =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(login.getBytes(StandardCharsets.UTF_8));
        write(value, Duration.ofMinutes(1), request, response);
    }

    /** The name, this once; empty if there is none. */
    public static String take(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = WebUtils.getCookie(request, name(request));
        if (cookie == null) {
            return "";
        }
        write("", Duration.ZERO, request, response);
        try {
            String login =
                    new String(
                            Base64.getUrlDecoder().decode(cookie.getValue()),
                            StandardCharsets.UTF_8);
            return login.length() <= LONGEST ? login : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String name(HttpServletRequest request) {
        return request.isSecure() ? "__Host-snug-tried" : "snug-tried";
    }

    private static void write(
            String value,
            Duration lasting,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name(request), value)
                        .path("/")
                        .maxAge(lasting)
                        .secure(request.isSecure())
                        .httpOnly(true)
                        .sameSite("Lax")
                        .build()
                        .toString());
    }
}
