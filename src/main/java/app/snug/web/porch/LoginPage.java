/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import app.snug.household.Members;
import app.snug.web.security.SignedIn;
import app.snug.web.security.TriedLogin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The login; what is posted to it is checked in {@code web.security}. */
@Controller
class LoginPage {

    private final Members members;

    LoginPage(Members members) {
        this.members = members;
    }

    @GetMapping("/login")
    String show(
            @RequestParam MultiValueMap<String, String> why,
            @RequestParam(defaultValue = "") String next,
            @AuthenticationPrincipal @Nullable SignedIn member,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!members.isSetUp()) {
            return "redirect:/setup";
        }
        if (member != null && next.isEmpty()) {
            return "redirect:/";
        }
        model.addAttribute("error", said(why, "wrong", "slow", "busy", "stale"));
        model.addAttribute("note", said(why, "locked", "out"));
        model.addAttribute("next", next);
        model.addAttribute("tried", TriedLogin.take(request, response));
        return "porch/login";
    }

    /** Which of the words stands in the address; they have no values. */
    private static String said(MultiValueMap<String, String> why, String... words) {
        return Stream.of(words).filter(why::containsKey).findFirst().orElse("");
    }
}
