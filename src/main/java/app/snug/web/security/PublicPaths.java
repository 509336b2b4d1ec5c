/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import jakarta.servlet.http.HttpServletRequest;

/** What may be had without a login. */
final class PublicPaths {

    /** Files that are the same for everybody. */
    static final String[] STATIC = {
        "/assets/**", "/favicon.ico", "/manifest.webmanifest", "/service-worker.js", "/robots.txt"
    };

    static final String[] PAGES = {
        "/login", "/setup", "/join/**", "/error", "/health", "/health/**"
    };

    private PublicPaths() {}

    static boolean isStatic(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        for (String pattern : STATIC) {
            boolean matches =
                    pattern.endsWith("/**")
                            ? path.startsWith(pattern.substring(0, pattern.length() - 2))
                            : path.equals(pattern);
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
