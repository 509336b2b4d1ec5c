/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import app.snug.web.security.Unsent;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** What people see instead of what they asked for. */
@Controller
class ErrorPages implements ErrorController {

    @RequestMapping("/error")
    String error(HttpServletRequest request, HttpServletResponse response, Model model) {
        int status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer sent
                        ? sent
                        : HttpServletResponse.SC_NOT_FOUND;
        response.setStatus(status);
        String what = what(status, request.getAttribute(WebAttributes.ACCESS_DENIED_403));
        model.addAttribute("what", what);
        if (what.equals("stale") || what.equals("out")) {
            model.addAttribute("unsent", Unsent.of(request).orElse(null));
            model.addAttribute("back", cameFrom(request.getHeader(HttpHeaders.REFERER)));
        }
        // A script shows the sentence where it happened.
        return "true".equals(request.getHeader("HX-Request")) ? "error/passing" : "error/page";
    }

    private static String what(int status, @Nullable Object why) {
        if (why instanceof CsrfException) {
            return "stale";
        }
        return switch (status) {
            case HttpServletResponse.SC_UNAUTHORIZED -> "out";
            case HttpServletResponse.SC_FORBIDDEN -> "forbidden";
            case HttpServletResponse.SC_NOT_FOUND -> "missing";
            case HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE -> "large";
            default -> status < 500 ? "unclear" : "broken";
        };
    }

    /** The page with the form, on this server whatever the browser says; else the first page. */
    private static String cameFrom(@Nullable String page) {
        try {
            String path = page == null ? null : new URI(page).getRawPath();
            return path != null && path.startsWith("/") && !path.startsWith("//") ? path : "/";
        } catch (URISyntaxException e) {
            return "/";
        }
    }
}
