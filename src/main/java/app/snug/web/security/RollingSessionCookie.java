/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.session.web.http.HttpSessionIdResolver;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes the cookie of a session in use anew once a day, so that it lives on in the browser as it
 * does on the server.
 */
final class RollingSessionCookie extends OncePerRequestFilter {

    private static final String WRITTEN = "cookie-written";

    private final HttpSessionIdResolver cookie;
    private final InstantSource clock;

    RollingSessionCookie(HttpSessionIdResolver cookie, InstantSource clock) {
        this.cookie = cookie;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null && MemberSessions.isMembers(session)) {
            long today = Duration.ofMillis(clock.millis()).toDays();
            if (!(session.getAttribute(WRITTEN) instanceof Long day) || day != today) {
                session.setAttribute(WRITTEN, today);
                cookie.setSessionId(request, response, session.getId());
            }
        }
        chain.doFilter(request, response);
    }

    /** Pages only: an answer that is kept in a cache must carry no cookie. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("GET") || PublicPaths.isStatic(request);
    }
}
