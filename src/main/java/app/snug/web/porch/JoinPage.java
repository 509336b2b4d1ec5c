/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import app.snug.web.security.SignIn;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Lets someone with an invitation in. */
@Controller
class JoinPage {

    private final Members members;
    private final SignIn signIn;

    JoinPage(Members members, SignIn signIn) {
        this.members = members;
        this.signIn = signIn;
    }

    @GetMapping("/join/{token}")
    ModelAndView show(
            @PathVariable String token, @AuthenticationPrincipal @Nullable SignedIn member) {
        return members.admits(token)
                ? new ModelAndView("porch/join").addObject("token", token).addObject("me", member)
                : dead();
    }

    @PostMapping("/join/{token}")
    ModelAndView join(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String login,
            @RequestParam(defaultValue = "") String passphrase,
            HttpServletRequest request,
            HttpServletResponse response) {
        try (Secret secret = Typed.passphrase(passphrase)) {
            signIn.as(
                    members.join(token, login, secret, request.getRemoteAddr()), request, response);
            return new ModelAndView("redirect:/welcome");
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.INVITATION_INVALID) {
                return dead();
            }
            return Typed.refused("porch/join", e)
                    .addObject("token", token)
                    .addObject("login", login);
        }
    }

    private static ModelAndView dead() {
        ModelAndView dead = new ModelAndView("porch/dead");
        dead.setStatus(HttpStatus.GONE);
        return dead;
    }
}
