/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import app.snug.web.condition.Line.Level;
import app.snug.web.page.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a request tells of the way it came. Our own pages send a {@code Referer} to each other: it
 * holds the address that the browser uses, whatever a proxy made of it.
 */
final class BrowserChecks {

    /** Set by Tomcat if it believes what whoever is connected to us says of others. */
    private static final String BELIEVED = "org.apache.tomcat.request.forwarded";

    private final HttpServletRequest request;
    private final Words words;
    private final Locale locale;

    BrowserChecks(HttpServletRequest request, Words words, Locale locale) {
        this.request = request;
        this.words = words;
        this.locale = locale;
    }

    Line proxy() {
        String browser = String.valueOf(request.getRemoteAddr());
        boolean forwarded =
                request.getHeader("X-Forwarded-For") != null
                        || request.getHeader("X-Forwarded-Proto") != null
                        || request.getHeader("Forwarded") != null;
        if (forwarded && Boolean.TRUE.equals(request.getAttribute(BELIEVED))) {
            return line(Level.OK, "proxy", "good", browser);
        }
        return forwarded
                ? line(Level.BAD, "proxy", "ignored", browser)
                : line(Level.OK, "proxy", "none");
    }

    Line host() {
        String host = request.getHeader(HttpHeaders.HOST);
        String here = authority(host == null ? request.getServerName() : host);
        String asked = authority(request.getHeader("X-Forwarded-Host"));
        URI page = referer();
        if (page != null && asked.isEmpty()) {
            asked = authority(page.getRawAuthority());
        }
        return asked.isEmpty() || asked.equalsIgnoreCase(here)
                ? line(Level.OK, "host", "good", here)
                : line(Level.BAD, "host", "bad", asked, here);
    }

    Line tls() {
        if (request.isSecure()) {
            return line(Level.OK, "tls", "good");
        }
        URI page = referer();
        if ("https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"))
                || (page != null && "https".equals(page.getScheme()))) {
            return line(Level.BAD, "tls", "proto");
        }
        String host = String.valueOf(request.getServerName());
        boolean local = host.equals("localhost") || host.startsWith("127.") || host.contains("::1");
        return local ? line(Level.OK, "tls", "local") : line(Level.BAD, "tls", "bad");
    }

    /**
     * @param last when a page of this member opened a WebSocket
     */
    Line socket(Optional<Instant> last, Instant now) {
        return last.map(at ->
                        line(
                                Level.OK,
                                "socket",
                                "good",
                                Ago.of(Duration.between(at, now), words, locale)))
                .orElseGet(() -> line(Level.UNKNOWN, "socket", "never"));
    }

    private @Nullable URI referer() {
        String told = request.getHeader(HttpHeaders.REFERER);
        try {
            return told == null ? null : URI.create(told);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A port that goes without saying is left out. */
    private static String authority(@Nullable String host) {
        return host == null ? "" : host.replaceFirst(":(80|443)$", "");
    }

    private Line line(Level level, String test, String how, Object... parts) {
        return new Line(
                level,
                words.say(locale, "check." + test + ".title"),
                words.say(locale, "check." + test + "." + how, parts),
                test);
    }
}
