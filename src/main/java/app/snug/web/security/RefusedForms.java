/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * A form without its token is mostly one that was open for too long: the login shows itself anew,
 * and for all others the error page is told why.
 */
final class RefusedForms implements AccessDeniedHandler {

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (why instanceof CsrfException && path.equals("/login")) {
            TriedLogin.keep(request, response);
            Redirects.to(
                    "/login?stale" + LocalTarget.asParameter("&", request.getParameter("next")),
                    request,
                    response);
            return;
        }
        request.setAttribute(WebAttributes.ACCESS_DENIED_403, why);
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
}
