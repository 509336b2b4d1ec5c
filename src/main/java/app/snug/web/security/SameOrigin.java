/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what another site makes a browser ask: requests that change something, and WebSockets,
 * for which browsers know no other protection. The form token stands behind it.
 */
final class SameOrigin extends OncePerRequestFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean webSocket = isWebSocket(request);
        if ((webSocket || !SAFE.contains(request.getMethod())) && !allowed(request, webSocket)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        chain.doFilter(request, response);
    }

    static boolean isWebSocket(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    private static boolean allowed(HttpServletRequest request, boolean originNeeded) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return !originNeeded;
        }
        return isOwn(origin, request);
    }

    /**
     * Compares with the host that was asked for. The scheme counts only if it is known to be https:
     * a proxy may speak TLS to the browser and not to us.
     */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        URI theirs = parse(origin);
        if (theirs == null || theirs.getHost() == null) {
            return false;
        }
        String scheme = String.valueOf(theirs.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && (request.isSecure() || !scheme.equals("http"))) {
            return false;
        }
        int standard = scheme.equals("https") ? 443 : 80;
        URI ours = parse(scheme + "://" + request.getHeader(HttpHeaders.HOST));
        return ours != null
                && theirs.getHost().equalsIgnoreCase(ours.getHost())
                && port(theirs, standard) == port(ours, standard);
    }

    private static int port(URI uri, int standard) {
        return uri.getPort() < 0 ? standard : uri.getPort();
    }

    private static @Nullable URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
