/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * How pages look in one browser, which keeps it in a cookie: so it holds before anybody logs in and
 * before any script runs.
 *
 * @param theme one of {@link #THEMES}
 * @param text one of {@link #TEXTS}
 */
public record Look(String theme, String text) {

    /** The first follows the device. */
    public static final List<String> THEMES = List.of("system", "light", "dark", "sage", "night");

    public static final List<String> TEXTS = List.of("usual", "large", "larger");

    public static final Look USUAL = new Look(THEMES.getFirst(), TEXTS.getFirst());

    private static final String COOKIE = "snug-look";
    private static final Duration A_YEAR = Duration.ofDays(365);

    /** What is not known is as usual. */
    public Look {
        theme = THEMES.contains(theme) ? theme : THEMES.getFirst();
        text = TEXTS.contains(text) ? text : TEXTS.getFirst();
    }

    public static Look of(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        String[] parts = (cookie == null ? "" : cookie.getValue()).split("\\.", 2);
        return parts.length == 2 ? new Look(parts[0], parts[1]) : USUAL;
    }

    /** For the browser that sent the request. */
    public String cookie(HttpServletRequest request) {
        return ResponseCookie.from(COOKIE, theme + "." + text)
                .path("/")
                .maxAge(A_YEAR)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .build()
                .toString();
    }

    /** For the browser's own parts, such as scroll bars. */
    public String scheme() {
        return switch (theme) {
            case "light", "sage" -> "light";
            case "dark", "night" -> "dark";
            default -> "light dark";
        };
    }
}
