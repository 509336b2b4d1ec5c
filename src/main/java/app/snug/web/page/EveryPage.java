/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What all templates use. */
@ControllerAdvice
final class EveryPage {

    private final Assets assets;

    EveryPage(Assets assets) {
        this.assets = assets;
    }

    @ModelAttribute("assets")
    Assets assets() {
        return assets;
    }

    /** How this browser wants pages to look. */
    @ModelAttribute("look")
    Look look(HttpServletRequest request) {
        return Look.of(request);
    }

    /** A number for the form on this page, by which it is known if it is sent twice. */
    @ModelAttribute("form")
    String form() {
        return UUID.randomUUID().toString();
    }

    @ExceptionHandler(NoAccountException.class)
    String toWelcome() {
        return "redirect:/welcome";
    }
}
