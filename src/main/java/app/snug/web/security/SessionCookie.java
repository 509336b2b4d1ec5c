/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.crypto.ConstantTime;
import app.snug.household.ServerKey;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.session.web.http.HttpSessionIdResolver;

/**
 * The session's cookie: {@code __Host-snug} over TLS, {@code snug} without, since browsers take
 * {@code __Host-} only with {@code Secure}. It carries the session id and a tag made with the
 * server key: the ids in the database, or in a backup of it, open no session.
 */
final class SessionCookie implements HttpSessionIdResolver {

    static final String SECURE_NAME = "__Host-snug";
    static final String PLAIN_NAME = "snug";

    private static final String PURPOSE = "session-cookie";
    private static final int LONGEST = 200;
    private static final int MOST_COOKIES = 4;

    private final ServerKey serverKey;

    SessionCookie(ServerKey serverKey) {
        this.serverKey = serverKey;
    }

    @Override
    public List<String> resolveSessionIds(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return List.of();
        }
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(name(request)))
                .limit(MOST_COOKIES)
                .flatMap(cookie -> sessionId(cookie.getValue()).stream())
                .toList();
    }

    @Override
    public void setSessionId(
            HttpServletRequest request, HttpServletResponse response, String sessionId) {
        write(request, response, sessionId + "." + tag(sessionId), MemberSessions.LIFETIME);
    }

    @Override
    public void expireSession(HttpServletRequest request, HttpServletResponse response) {
        write(request, response, "", Duration.ZERO);
    }

    private static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            String value,
            Duration lifetime) {
        ResponseCookie cookie =
                ResponseCookie.from(name(request), value)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(lifetime)
                        .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    private Optional<String> sessionId(String cookie) {
        int dot = cookie.indexOf('.');
        if (dot < 1 || cookie.length() > LONGEST) {
            return Optional.empty();
        }
        String sessionId = cookie.substring(0, dot);
        boolean genuine =
                ConstantTime.equal(
                        cookie.substring(dot + 1).getBytes(StandardCharsets.UTF_8),
                        tag(sessionId).getBytes(StandardCharsets.UTF_8));
        return genuine ? Optional.of(sessionId) : Optional.empty();
    }

    private String tag(String sessionId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(serverKey.tag(PURPOSE, sessionId));
    }

    private static String name(HttpServletRequest request) {
        return request.isSecure() ? SECURE_NAME : PLAIN_NAME;
    }
}
