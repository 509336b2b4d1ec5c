/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import app.snug.web.security.SignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Makes the household, with the one-time code from the log. */
@Controller
class SetUpPage {

    private final Members members;
    private final SignIn signIn;

    SetUpPage(Members members, SignIn signIn) {
        this.members = members;
        this.signIn = signIn;
    }

    @GetMapping("/setup")
    String show() {
        return members.isSetUp() ? "redirect:/login" : "porch/setup";
    }

    @PostMapping("/setup")
    ModelAndView setUp(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String login,
            @RequestParam(defaultValue = "") String passphrase,
            HttpServletRequest request,
            HttpServletResponse response) {
        try (Secret secret = Typed.passphrase(passphrase)) {
            signIn.as(members.setUp(code, login, secret), request, response);
            return new ModelAndView("redirect:/welcome");
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.ALREADY_SET_UP) {
                return new ModelAndView("redirect:/login");
            }
            return Typed.refused("porch/setup", e)
                    .addObject("code", code)
                    .addObject("login", login);
        }
    }
}
