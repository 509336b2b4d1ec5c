/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.stereotype.Component;

/**
 * For forms with files, whose fields only their controller can read: it has to ask here before it
 * does anything.
 */
@Component
public final class FormTokenCheck {

    private final FormTokens tokens;

    FormTokenCheck(FormTokens tokens) {
        this.tokens = tokens;
    }

    /** Whether the filter leaves the token of this request to its controller. */
    static boolean isLeft(HttpServletRequest request) {
        String type = request.getContentType();
        return HttpMethod.POST.matches(request.getMethod())
                && type != null
                && type.startsWith("multipart/form-data")
                && request.getRequestURI().matches("/c/\\d+/drafts/form|/me/picture");
    }

    /**
     * @param sent the field {@code _csrf}
     */
    public boolean isValid(HttpServletRequest request, String sent) {
        CsrfToken expected = tokens.loadToken(request);
        if (expected == null) {
            return false;
        }
        HttpServletRequest asHeader =
                new HttpServletRequestWrapper(request) {
                    @Override
                    public @Nullable String getHeader(String name) {
                        return name.equals(expected.getHeaderName()) ? sent : super.getHeader(name);
                    }
                };
        String found =
                new XorCsrfTokenRequestAttributeHandler().resolveCsrfTokenValue(asHeader, expected);
        return found != null
                && MessageDigest.isEqual(
                        found.getBytes(StandardCharsets.UTF_8),
                        expected.getToken().getBytes(StandardCharsets.UTF_8));
    }
}
