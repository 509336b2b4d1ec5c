/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;

/**
 * Redirects by path, which are right behind every proxy. A script's request gets a sign for htmx
 * instead, which loads the whole page.
 */
final class Redirects {

    private Redirects() {}

    static void to(String path, HttpServletRequest request, HttpServletResponse response) {
        String target = request.getContextPath() + path;
        if (SameOrigin.isWebSocket(request)) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else if ("true".equals(request.getHeader("HX-Request"))) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setHeader("HX-Redirect", target);
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(HttpHeaders.LOCATION, target);
        }
    }
}
