/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Shows strangers the way: to the login, or to the set-up while there is no household yet. */
final class ToLogin implements AuthenticationEntryPoint {

    private final Members members;

    ToLogin(Members members) {
        this.members = members;
    }

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException refused)
            throws IOException {
        if (Unsent.of(request).isPresent() && members.isSetUp()) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        Redirects.to(
                members.isSetUp() ? login(request, MemberSessions.isLocked(request)) : "/setup",
                request,
                response);
    }

    /**
     * @param locked there is a session, but its vault has to be opened again
     */
    static String login(HttpServletRequest request, boolean locked) {
        String path = locked ? "/login?locked" : "/login";
        return path + LocalTarget.asParameter(locked ? "&" : "?", wanted(request));
    }

    /** The page to come back to: what a browser shows, not what a script or a form asked for. */
    private static String wanted(HttpServletRequest request) {
        if (!request.getMethod().equals("GET") || request.getHeader("HX-Request") != null) {
            return "/";
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }
}
